//! What the Members page knows: the members, the names of their groups, and what search and filters leave.

use std::collections::HashMap;
use std::sync::Arc;

use super::row::{self, MemberFilter, MemberRow, STATUSES};
use crate::api::groups::GroupRecord;
use crate::api::ids::GroupId;
use crate::api::members::MemberRecord;
use crate::browser::intl;
use crate::model::directory::OrganizationEntry;
use crate::model::member::Member;
use crate::model::search::Query;
use crate::pages::address::{Address, use_address};
use crate::pages::context::use_client;
use crate::pages::list::{Kept, order};
use crate::session::{Failure, use_session};
use crate::ui::{Loader, Memo};

/// The filters' names in the address.
pub const FILTERS: [&str; 4] = ["status", "role", "two_step", "group"];

/// Handles only; copied into every part of the page.
#[derive(Clone, Copy)]
pub struct MembersState {
    pub client: Memo<OrganizationEntry>,
    pub members: Kept<Vec<MemberRecord>>,
    /// Empty without a request where the plan has no groups.
    pub groups: Kept<Vec<GroupRecord>>,
    /// Whether the plan has groups.
    pub has_groups: bool,
    pub address: Address,
    pub rows: Memo<Arc<Vec<Arc<MemberRow>>>>,
    pub filter: Memo<MemberFilter>,
    pub shown: Memo<Arc<Vec<Arc<MemberRow>>>>,
    pub counts: Memo<[usize; STATUSES.len()]>,
}

/// Starts to read the members of the client that is open.
pub fn use_members() -> MembersState {
    let session = use_session();
    let client = use_client();
    let (id, has_groups) = client.with_untracked(|client| (client.id.clone(), client.use_groups));
    let members = {
        let id = id.clone();
        Kept::new(Loader::new(move || {
            let id = id.clone();
            async move {
                session.require_open()?;
                let members = session.api().organization(id).members().await?;
                Ok::<_, Failure>(Arc::new(members))
            }
        }))
    };
    let groups = Kept::new(Loader::new(move || {
        let id = id.clone();
        async move {
            session.require_open()?;
            if !has_groups {
                return Ok(Arc::default());
            }
            let groups = session.api().organization(id).groups().await?;
            Ok::<_, Failure>(Arc::new(groups))
        }
    }));
    let address = use_address(&["q", "status", "role", "two_step", "group", "sort"]);
    let rows = Memo::new(move |_| {
        let Some(records) = members.value.get() else {
            return Arc::default();
        };
        let names: HashMap<GroupId, String> = groups.value.with(|groups| {
            let groups = groups.iter().flat_map(|groups| groups.iter());
            groups.map(|group| (group.id.clone(), group.name.clone())).collect()
        });
        let order = order();
        let members = records.iter().cloned().map(Member::of).collect();
        Arc::new(row::rows(members, &names, intl::fold, |a, b| order.compare(a, b)))
    });
    let (query, status, role) = (address.value("q"), address.value("status"), address.value("role"));
    let (two_step, group) = (address.value("two_step"), address.value("group"));
    let filter = Memo::new(move |_| MemberFilter {
        query: query.with(|typed| Query::new(typed, intl::fold)),
        status: status.with(|param| MemberFilter::status_of(param)),
        role: role.with(|param| MemberFilter::role_of(param)),
        two_step: two_step.with(|param| MemberFilter::two_step_of(param)),
        group: group.with(|param| GroupId::parse(param)),
    });
    MembersState {
        client,
        members,
        groups,
        has_groups,
        address,
        rows,
        filter,
        shown: Memo::new(move |_| Arc::new(filter.with(|filter| rows.with(|rows| filter.apply(rows))))),
        counts: Memo::new(move |_| filter.with(|filter| rows.with(|rows| filter.counts(rows)))),
    }
}

impl MembersState {
    /// The client's name, tracked.
    pub fn client_name(self) -> String {
        self.client.with(|client| client.name.clone())
    }

    /// Reads everything anew behind what is shown.
    pub fn refresh(self) {
        self.members.again();
        self.groups.again();
    }
}
