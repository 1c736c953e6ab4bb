//! What is said of a page of the Admin Console wherever it is named: its name and its key.

use crate::place::ConsolePage;
use crate::say;

/// The pages that `g` and a letter go to.
pub const SHORTCUTS: [(&str, ConsolePage); 5] = [
    ("o", ConsolePage::Overview),
    ("m", ConsolePage::Members),
    ("g", ConsolePage::Groups),
    ("s", ConsolePage::Collections),
    ("i", ConsolePage::Import),
];

/// A page of the Admin Console by its name.
pub fn page_name(page: ConsolePage) -> String {
    match page {
        ConsolePage::Overview => say!(shell.overview),
        ConsolePage::Members => say!(shell.members),
        ConsolePage::Groups => say!(shell.groups),
        ConsolePage::Collections => say!(shell.collections),
        ConsolePage::Import => say!(shell.import),
    }
}
