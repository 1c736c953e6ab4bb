//! Which rows of a long table are drawn? Those in view and ten each side, in whole blocks that never move in the document.

/// Rows per block. A block is a `tbody` that holds either its rows or a spacer of their height.
pub(super) const BLOCK: usize = 20;
/// Extra rows drawn above and below the view.
pub(super) const OVERSCAN: usize = 10;
/// Up to this many rows a table is simply drawn.
pub(super) const SIMPLE: usize = 200;

/// First and last block drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Blocks {
    pub first: usize,
    pub last: usize,
}

impl Blocks {
    /// Blocks at the top, before anything was measured.
    pub fn at_top() -> Self {
        Self { first: 0, last: 2 }
    }

    pub fn contains(self, block: usize) -> bool {
        (self.first..=self.last).contains(&block)
    }

    /// Blocks for a view that is `height` high and scrolled down by `top`, with rows `row` high; all in CSS pixels.
    pub fn in_view(top: f64, height: f64, row: f64) -> Self {
        let row = row.max(1.0);
        // Casting a float to an integer saturates, which is right for both ends.
        let first = ((top.max(0.0) / row) as usize).saturating_sub(OVERSCAN);
        let last = (((top + height).max(0.0) / row) as usize).saturating_add(OVERSCAN);
        Self {
            first: first / BLOCK,
            last: last / BLOCK,
        }
    }
}

/// How many blocks hold `rows` rows.
pub(super) fn block_count(rows: usize) -> usize {
    rows.div_ceil(BLOCK)
}

/// How many rows block `block` holds out of `rows`.
pub(super) fn rows_in(block: usize, rows: usize) -> usize {
    rows.saturating_sub(block * BLOCK).min(BLOCK)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{BLOCK, Blocks, block_count, rows_in};

    #[test]
    fn the_last_block_holds_what_is_left() {
        assert_eq!(block_count(0), 0);
        assert_eq!(block_count(BLOCK + 1), 2);
        assert_eq!(rows_in(0, BLOCK + 1), BLOCK);
        assert_eq!(rows_in(1, BLOCK + 1), 1);
        assert_eq!(rows_in(2, BLOCK + 1), 0);
    }

    proptest! {
        #[test]
        fn every_row_in_view_and_ten_each_side_is_drawn(top in 0.0..400_000.0_f64, height in 0.0..2_000.0_f64) {
            let row = 40.0;
            let drawn = Blocks::in_view(top, height, row);
            let first = ((top / row) as usize).saturating_sub(10);
            let last = ((top + height) / row) as usize + 10;
            prop_assert!(drawn.first * BLOCK <= first);
            prop_assert!((drawn.last + 1) * BLOCK > last);
        }

        #[test]
        fn the_blocks_together_hold_every_row_once(rows in 0_usize..5_000) {
            let sum: usize = (0..block_count(rows)).map(|block| rows_in(block, rows)).sum();
            prop_assert_eq!(sum, rows);
        }
    }
}
