//! What the Members page knows: the members, the names of their groups, and what search and filters leave.

use std::sync::Arc;

use super::row::{self, GroupNames, MemberFilter, MemberRow, STATUSES};
use crate::api::groups::GroupRecord;
use crate::api::ids::GroupId;
use crate::api::members::MemberRecord;
use crate::browser::intl;
use crate::browser::slices::Slices;
use crate::model::directory::OrganizationEntry;
use crate::model::member::Member;
use crate::model::search::{self, Query};
use crate::pages::address::{Address, use_address};
use crate::pages::context::use_client;
use crate::pages::kept::{About, Kept};
use crate::pages::list::{order, ranks};
use crate::session::{Session, use_session};
use crate::ui::Memo;

/// The filters' names in the address.
pub const FILTERS: [&str; 4] = ["status", "role", "two_step", "group"];

/// Handles only; copied into every part of the page.
#[derive(Clone, Copy)]
pub struct MembersState {
    session: Session,
    pub client: Memo<OrganizationEntry>,
    pub members: Kept<Vec<Arc<MemberRow>>>,
    /// Empty without a request where the plan has no groups.
    pub groups: Kept<Vec<GroupRecord>>,
    /// Whether the plan has groups.
    pub has_groups: bool,
    /// Whether accounts can be recovered.
    pub has_recovery: bool,
    /// Whether the server tells when a member was added.
    pub has_dates: bool,
    /// Empty until they are known.
    pub group_names: Memo<Arc<GroupNames>>,
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
    let has_recovery = client.with_untracked(|client| client.use_reset_password);
    let has_dates = session.require_open().is_ok_and(|open| open.server.tells_when_added());
    let about = About {
        session,
        owner: id.to_string(),
        list: "members",
        rows: Vec::len,
    };
    let members = {
        let id = id.clone();
        Kept::new(about, move || {
            let id = id.clone();
            async move { Ok(lines(session.api().organization(id).members().await?).await) }
        })
        .in_order()
    };
    let about = About {
        session,
        owner: id.to_string(),
        list: "groups",
        rows: Vec::len,
    };
    let groups = Kept::new(about, move || {
        let id = id.clone();
        async move {
            if !has_groups {
                return Ok(Vec::new());
            }
            Ok(session.api().organization(id).groups().await?)
        }
    });
    let address = use_address(&["q", "status", "role", "two_step", "group", "sort"]);
    let rows = Memo::new(move |_| members.value.get().unwrap_or_default());
    let group_names = Memo::new(move |_| groups.value.with(|groups| Arc::new(names(groups.as_deref()))));
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
        session,
        client,
        members,
        groups,
        has_groups,
        has_recovery,
        has_dates,
        group_names,
        address,
        rows,
        filter,
        shown: Memo::new(move |_| Arc::new(filter.with(|filter| rows.with(|rows| filter.apply(rows))))),
        counts: Memo::new(move |_| filter.with(|filter| rows.with(|rows| filter.counts(rows)))),
    }
}

/// What lines show of members, in slices: there may be ten thousand.
async fn lines(records: Vec<MemberRecord>) -> Vec<Arc<MemberRow>> {
    let members: Vec<Member> = records.into_iter().map(Member::of).collect();
    let ranks = ranks(members.iter().map(Member::label)).await;
    let mut slices = Slices::begin();
    let mut rows = Vec::with_capacity(members.len());
    for (member, rank) in members.into_iter().zip(ranks) {
        rows.push(Arc::new(MemberRow::new(member, rank, intl::fold)));
        slices.turn().await;
    }
    // What is in order already is quickly put in order again, after each letter of a search.
    rows.sort_by_key(|row| row.rank);
    rows
}

/// The names of groups with their places in the order of the language, tracked.
fn names(groups: Option<&Vec<GroupRecord>>) -> GroupNames {
    let order = order();
    let groups: Vec<&GroupRecord> = groups.into_iter().flatten().collect();
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let ranks = search::ranks(&names, |a, b| order.compare(a, b));
    let named = groups.into_iter().zip(ranks);
    named
        .map(|(group, rank)| (group.id.clone(), (rank, group.name.clone())))
        .collect()
}

impl MembersState {
    /// The groups of a member by name, in order. Tracked.
    pub fn groups_of(self, row: &MemberRow) -> Vec<String> {
        self.group_names.with(|names| row::group_names(row, names))
    }

    /// The client's name, tracked.
    pub fn client_name(self) -> String {
        self.client.with(|client| client.name.clone())
    }

    /// Reads everything anew behind what is shown, and what has become of the client itself.
    pub fn refresh(self) {
        self.session.look_again();
        self.members.again();
        self.groups.again();
    }
}
