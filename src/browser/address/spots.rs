//! Where on a page a person was, for the way back to it. In memory alone.

use leptos::prelude::*;

use super::CurrentAddress;

/// Pages remembered; the one left longest ago is forgotten first.
const MOST: usize = 50;

/// A place on a page with a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spot {
    /// How far the list was scrolled, in rows.
    pub rows: f64,
    /// The row with the focus by its id, and which of its controls.
    pub focus: Option<(String, usize)>,
}

/// The spots by path, what was left last at the end; and whether the present page was come to by the way back or forth.
#[derive(Default)]
pub(super) struct Spots {
    left: Vec<(String, Spot)>,
    pub returned: bool,
}

impl CurrentAddress {
    /// Remembers where a person was on the page of this path.
    pub fn leave_spot(self, path: String, spot: Spot) {
        self.spots.try_update_value(|spots| {
            spots.left.retain(|(other, _)| *other != path);
            spots.left.push((path, spot));
            let many = spots.left.len().saturating_sub(MOST);
            spots.left.drain(..many);
        });
    }

    /// Where a person was on the present page, if he has come back to it. Told once.
    pub fn take_spot(self) -> Option<Spot> {
        let path = self.path.try_get_untracked()?;
        self.spots
            .try_update_value(|spots| {
                let returned = std::mem::take(&mut spots.returned);
                let (_, spot) = spots.left.iter().find(|(other, _)| returned && *other == path)?;
                Some(spot.clone())
            })
            .flatten()
    }
}
