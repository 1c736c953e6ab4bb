//! What the Overview knows: five parts of a client, each with its own way to fail.

use leptos::prelude::*;

use super::figures::{Figures, figures};
use crate::api::organizations::OrganizationRecord;
use crate::model::directory::OrganizationEntry;
use crate::pages::context::use_client;
use crate::pages::kept::{About, Kept};
use crate::session::use_session;
use crate::ui::Memo;

/// Handles only; copied into every part of the page.
#[derive(Clone, Copy)]
pub struct OverviewState {
    pub client: Memo<OrganizationEntry>,
    /// None without a request where only owners are told.
    pub organization: Kept<Option<OrganizationRecord>>,
    pub members: Kept<Figures>,
    pub collections: Kept<usize>,
    /// Read only where the plan has groups.
    pub groups: Kept<usize>,
    /// Numbers of the policies that are on; read only where the plan has policies.
    pub policies: Kept<Vec<i64>>,
}

/// Starts to read all parts at once.
pub fn use_overview() -> OverviewState {
    let session = use_session();
    let client = use_client();
    let entry = client.get_untracked();
    let (use_groups, use_policies) = (entry.use_groups, entry.use_policies);
    let id = entry.id;
    // Each part asks for itself, so that one refusal leaves the others standing.
    macro_rules! part {
        ($list:literal, |$organization:ident| $fetch:expr) => {{
            let id = id.clone();
            let about = About {
                session,
                owner: id.to_string(),
                list: $list,
                rows: |_| 1,
            };
            Kept::new(about, move || {
                let id = id.clone();
                async move {
                    let api = session.api();
                    let $organization = api.organization(id);
                    Ok($fetch)
                }
            })
        }};
    }
    OverviewState {
        client,
        organization: part!("organization", |organization| {
            // As the role is now: it may have changed since the page was opened.
            let owner = client.try_with_untracked(|client| client.owner).unwrap_or(false);
            if owner { Some(organization.read().await?) } else { None }
        }),
        members: part!("figures", |organization| figures(&organization.members().await?)),
        collections: part!("collection count", |organization| organization
            .collections()
            .await?
            .len()),
        groups: part!("group count", |organization| if use_groups {
            organization.groups().await?.len()
        } else {
            0
        }),
        policies: part!("policies in force", |organization| if use_policies {
            let policies = organization.policies().await?;
            policies
                .iter()
                .filter(|policy| policy.enabled)
                .map(|policy| policy.kind)
                .collect()
        } else {
            Vec::new()
        }),
    }
}

impl OverviewState {
    /// When the oldest of the parts was read of which a newer answer is due. Tracked.
    pub fn as_of(self) -> Option<f64> {
        let parts = [
            self.organization.as_of,
            self.members.as_of,
            self.collections.as_of,
            self.groups.as_of,
            self.policies.as_of,
        ];
        parts.into_iter().filter_map(|part| part.get()).min_by(f64::total_cmp)
    }

    /// The client's name, tracked.
    pub fn client_name(self) -> String {
        self.client.with(|client| client.name.clone())
    }
}
