//! Which rows of a long table are drawn? Those in view and ten each side, in whole blocks that never move in the document.

use std::ops::Range;

/// Rows per block: a `tbody` that is drawn or not as a whole, one per frame. On slow machines a row costs two milliseconds, most of
/// it for layout and painting.
pub(super) const BLOCK: usize = 5;
/// Parts that a larger one is made of. One that is out of view as a whole costs no more than a block.
const PARTS: usize = 8;
/// Blocks in the largest parts: some two and a half thousand rows.
pub(super) const LARGEST: usize = PARTS * PARTS * PARTS;
/// Extra blocks drawn above and below the view.
const OVERSCAN: usize = 2;
/// Up to this many rows a table is simply drawn. With twice as many, laying all of them out again takes longer than a frame.
pub(super) const SIMPLE: usize = 100;

/// First and last of some neighbouring blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Blocks {
    pub first: usize,
    pub last: usize,
}

impl Blocks {
    /// The block at the top, before anything was measured.
    pub const AT_TOP: Self = Self { first: 0, last: 0 };
    /// However many there are.
    pub const ALL: Self = Self {
        first: 0,
        last: usize::MAX,
    };

    /// A block and its neighbours.
    pub fn around(block: usize) -> Self {
        Self {
            first: block,
            last: block,
        }
        .wider(1)
    }

    /// Blocks that a view shows which is `height` high and scrolled down by `top`, with rows `row` high; all in CSS pixels.
    pub fn in_view(top: f64, height: f64, row: f64) -> Self {
        let row = row.max(1.0);
        // Casting a float to an integer saturates, which is right for both ends.
        let first = (top.max(0.0) / row) as usize;
        let last = ((top + height).max(0.0) / row) as usize;
        Self {
            first: first / BLOCK,
            last: last / BLOCK,
        }
    }

    /// Blocks to draw at rest, out of `rows` rows: those in view and some each side, or all of a short table.
    pub fn at_rest(self, rows: usize) -> Self {
        let last = rows.div_ceil(BLOCK).saturating_sub(1);
        let wanted = if rows > SIMPLE { self.wider(OVERSCAN) } else { Self::ALL };
        Self {
            first: wanted.first.min(last),
            last: wanted.last.min(last),
        }
    }

    /// What to draw of other rows before anything else.
    pub fn beginning(self) -> Self {
        Self {
            last: self.first,
            ..self
        }
    }

    /// What to draw next where `drawn` is drawn and this is wanted: one block more, downwards first.
    pub fn after(self, drawn: Self) -> Self {
        if drawn.last < self.first || self.last < drawn.first {
            self.beginning()
        } else if drawn.last < self.last {
            Self {
                last: drawn.last + 1,
                ..drawn
            }
        } else if self.first < drawn.first {
            Self {
                first: drawn.first - 1,
                ..drawn
            }
        } else {
            drawn
        }
    }

    /// Without what lies outside of `others`.
    pub fn within(self, others: Self) -> Self {
        Self {
            first: self.first.clamp(others.first, others.last),
            last: self.last.clamp(others.first, others.last),
        }
    }

    pub fn covers(self, others: Self) -> bool {
        self.first <= others.first && others.last <= self.last
    }

    /// Whether a part has any of them.
    pub fn meet(self, part: Part) -> bool {
        self.first < part.first + part.blocks && part.first <= self.last
    }

    fn wider(self, by: usize) -> Self {
        Self {
            first: self.first.saturating_sub(by),
            last: self.last.saturating_add(by),
        }
    }
}

/// Neighbouring blocks that are drawn together or not: one block, or several smaller parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub first: usize,
    pub blocks: usize,
}

impl Part {
    /// The numbers of the largest parts that hold `rows` rows.
    pub fn largest(rows: usize) -> Range<usize> {
        0..rows.div_ceil(LARGEST * BLOCK)
    }

    /// Part `number` of those with so many blocks.
    pub fn of(number: usize, blocks: usize) -> Self {
        Self {
            first: number * blocks,
            blocks,
        }
    }

    /// How many blocks each of its parts has; none where it is a single block.
    pub fn smaller(self) -> Option<usize> {
        (self.blocks > 1).then_some(self.blocks / PARTS)
    }

    /// The numbers of its parts with so many blocks that hold any of `rows` rows.
    pub fn parts(self, blocks: usize, rows: usize) -> Range<usize> {
        let first = self.first / blocks;
        let end = (first + PARTS).min(rows.div_ceil(blocks * BLOCK));
        first..end
    }

    /// Which of `rows` rows it holds.
    pub fn rows(self, rows: usize) -> Range<usize> {
        let first = (self.first * BLOCK).min(rows);
        first..(first + self.blocks * BLOCK).min(rows)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{BLOCK, Blocks, LARGEST, Part};

    /// The parts that are drawn with so many blocks each, from the largest to the smallest.
    fn drawn(part: Part, rows: usize, view: Blocks) -> Vec<Part> {
        match part.smaller() {
            Some(blocks) if view.meet(part) => {
                let parts = part.parts(blocks, rows).map(|number| Part::of(number, blocks));
                parts.flat_map(|part| drawn(part, rows, view)).collect()
            }
            _ => vec![part],
        }
    }

    fn all(rows: usize, view: Blocks) -> Vec<Part> {
        let largest = Part::largest(rows).map(|number| Part::of(number, LARGEST));
        largest.flat_map(|part| drawn(part, rows, view)).collect()
    }

    #[test]
    fn ten_thousand_rows_are_a_handful_of_parts() {
        for view in [
            Blocks::AT_TOP,
            Blocks {
                first: 1_000,
                last: 1_008,
            },
            Blocks {
                first: 1_992,
                last: 1_999,
            },
        ] {
            let parts = all(10_000, view).len();
            assert!(parts < 40, "{parts} parts");
        }
    }

    #[test]
    fn the_last_part_ends_with_the_rows() {
        assert!(Part::largest(0).is_empty());
        let last = Part::of(1, 1);
        assert_eq!(last.rows(BLOCK + 1), BLOCK..BLOCK + 1);
        assert!(Part::of(2, 1).rows(BLOCK + 1).is_empty());
        assert_eq!(Part::of(0, 8).parts(1, BLOCK + 1), 0..2);
    }

    proptest! {
        #[test]
        fn every_row_in_view_and_ten_each_side_are_drawn_at_rest(top in 0.0..400_000.0_f64, height in 0.0..2_000.0_f64) {
            let row = 40.0;
            let drawn = Blocks::in_view(top, height, row).at_rest(20_000);
            let first = ((top / row) as usize).saturating_sub(10);
            let last = ((top + height) / row) as usize + 10;
            prop_assert!(drawn.first * BLOCK <= first);
            prop_assert!((drawn.last + 1) * BLOCK > last);
        }

        #[test]
        fn what_is_in_view_is_drawn_first_and_then_the_rest_one_block_per_frame(
            rows in 1_usize..3_000,
            (was, now) in (0_usize..600, 0_usize..600),
        ) {
            let in_view = |first: usize| Blocks { first, last: first + 4 };
            let rest = in_view(now).at_rest(rows);
            let seen = in_view(now).within(rest);
            let count = |blocks: Blocks| blocks.last - blocks.first + 1;
            let mut drawn = in_view(was).at_rest(rows);
            let mut frames = 0;
            while drawn != rest {
                let wanted = if drawn.covers(seen) { rest } else { seen };
                let next = wanted.after(drawn).within(rest);
                let together = drawn.first <= next.last && next.first <= drawn.last;
                let before = if together { count(drawn.within(next)) } else { 0 };
                prop_assert!(count(next) - before <= 1);
                prop_assert!(rest.covers(next));
                frames += 1;
                prop_assert!(frames <= 2 + rows.div_ceil(BLOCK));
                drawn = next;
            }
        }

        #[test]
        fn the_parts_together_hold_every_row_once_and_those_in_view_as_single_blocks(
            rows in 0_usize..50_000,
            first in 0_usize..10_400,
        ) {
            let view = Blocks { first, last: first + 2 };
            let mut next = 0;
            for part in all(rows, view) {
                let held = part.rows(rows);
                prop_assert_eq!(held.start, next);
                prop_assert!(!held.is_empty());
                prop_assert!(part.blocks == 1 || !view.meet(part));
                next = held.end;
            }
            prop_assert_eq!(next, rows);
        }
    }
}
