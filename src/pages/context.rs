//! What every page shares: the directory, the client whose Admin Console is open, the person's choices of language and
//! colours, mark and name.

mod brand;
mod choices;

use leptos::prelude::*;

pub use brand::{Brand, brand_name, help_address};
pub use choices::{Choices, Theme, provide_choices, use_choices};

use crate::model::directory::{Directory, OrganizationEntry, Via};
use crate::ui::Memo;

/// Where the signed-in person can go, following the profile. Provided by the frame.
#[derive(Clone, Copy)]
pub struct CurrentDirectory(pub Memo<Directory>);

/// The client whose Admin Console is open. Provided by the console's frame, which is drawn anew for another client.
#[derive(Clone, Copy)]
pub struct CurrentClient(pub Memo<OrganizationEntry>);

/// The directory; only below the frame.
pub fn use_directory() -> Memo<Directory> {
    expect_context::<CurrentDirectory>().0
}

/// The client; only below the console's frame.
pub fn use_client() -> Memo<OrganizationEntry> {
    expect_context::<CurrentClient>().0
}

/// The provider's name where the person comes through one, for sentences like "through {provider}".
pub fn provider_name(client: &OrganizationEntry) -> Option<String> {
    match &client.via {
        Via::Provider { name, .. } => Some(name.clone()),
        Via::Membership => None,
    }
}
