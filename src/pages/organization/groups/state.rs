//! What the Groups page knows: groups, the names of their collections, how many members each has, and which is open.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::row::{self, CollectionNames, GroupRow};
use crate::api::groups::GroupRecord;
use crate::api::ids::GroupId;
use crate::browser::intl;
use crate::model::directory::OrganizationEntry;
use crate::model::member::Status;
use crate::model::search::Query;
use crate::pages::access::{AccessLine, Placed, keep_collections};
use crate::pages::address::{Address, use_address};
use crate::pages::context::use_client;
use crate::pages::kept::{About, Kept};
use crate::pages::list::order;
use crate::say;
use crate::session::{Failure, Session, use_session};
use crate::ui::Memo;

/// Handles only; copied into every part of the page.
#[derive(Clone, Copy)]
pub struct GroupsState {
    pub session: Session,
    pub client: Memo<OrganizationEntry>,
    pub groups: Kept<Vec<GroupRecord>>,
    pub collections: Kept<Vec<Placed>>,
    /// Members by group.
    pub counts: Kept<HashMap<GroupId, usize>>,
    pub address: Address,
    pub rows: Memo<Arc<Vec<Arc<GroupRow>>>>,
    pub shown: Memo<Arc<Vec<Arc<GroupRow>>>>,
    /// The group whose details are shown, kept in the address.
    pub open: Memo<Option<Arc<GroupRow>>>,
}

/// Starts to read the groups of the client that is open. Only for a plan with groups.
pub fn use_groups() -> GroupsState {
    let session = use_session();
    let client = use_client();
    let id = client.with_untracked(|client| client.id.clone());
    let owner = id.to_string();
    let groups = {
        let id = id.clone();
        let about = About {
            session,
            owner: owner.clone(),
            list: "groups",
            rows: Vec::len,
        };
        Kept::new(about, move || {
            let id = id.clone();
            async move { Ok(session.api().organization(id).groups().await?) }
        })
    };
    let collections = keep_collections(session, id.clone());
    let about = About {
        session,
        owner,
        list: "members by group",
        rows: HashMap::len,
    };
    let counts = Kept::new(about, move || {
        let id = id.clone();
        async move { Ok(row::member_counts(&session.api().organization(id).members().await?)) }
    });
    let address = use_address(&["q", "sort", "open"]);
    let rows = Memo::new(move |_| {
        let Some(groups) = groups.value.get() else {
            return Arc::default();
        };
        let unknown = say!(groups.unreadable);
        let names: CollectionNames = collections.value.with(|collections| {
            let collections = collections.iter().flat_map(|collections| collections.iter());
            let named = |Placed { collection, rank }: &Placed| {
                let name = collection.name.readable().unwrap_or(&unknown).clone();
                (collection.id.clone(), (*rank, name))
            };
            collections.map(named).collect()
        });
        let order = order();
        let counts = counts.value.get();
        Arc::new(row::rows(
            &groups,
            counts.as_deref(),
            &names,
            &unknown,
            intl::fold,
            |a, b| order.compare(a, b),
        ))
    });
    let (typed, open) = (address.value("q"), address.value("open"));
    GroupsState {
        session,
        client,
        groups,
        collections,
        counts,
        address,
        rows,
        shown: Memo::new(move |_| {
            let query = typed.with(|typed| Query::new(typed, intl::fold));
            Arc::new(rows.with(|rows| row::found(rows, &query)))
        }),
        open: Memo::new(move |_| {
            let id = GroupId::parse(&open.get())?;
            rows.with(|rows| rows.iter().find(|row| row.id == id).cloned())
        }),
    }
}

impl GroupsState {
    /// The client's name, tracked.
    pub fn client_name(self) -> String {
        self.client.with(|client| client.name.clone())
    }

    /// Reads everything anew behind what is shown, and what has become of the client itself.
    pub fn refresh(self) {
        self.session.look_again();
        self.groups.again();
        self.collections.again();
        self.counts.again();
    }

    /// The members of one group by name, in the order of the language.
    pub async fn members_of(self, group: GroupId) -> Result<Vec<AccessLine>, Failure> {
        self.session.require_open()?;
        let Some(id) = self.client.try_with_untracked(|client| client.id.clone()) else {
            return Ok(Vec::new());
        };
        let api = self.session.api();
        let organization = api.organization(id);
        let (ids, names) =
            futures::future::try_join(organization.group_members(&group), organization.member_names()).await?;
        let names: HashMap<_, _> = names.into_iter().map(|name| (name.id.clone(), name)).collect();
        let mut lines: Vec<AccessLine> = ids
            .iter()
            .map(|id| match names.get(id) {
                Some(known) => {
                    let name = known.name.clone().filter(|name| !name.trim().is_empty());
                    let name = name.unwrap_or_else(|| known.email.clone());
                    AccessLine {
                        // Some servers call people without a name by their address.
                        note: if name == known.email {
                            String::new()
                        } else {
                            known.email.clone()
                        },
                        name,
                        access: None,
                        status: Some(Status::from_number(known.status)),
                    }
                }
                None => AccessLine::of(say!(groups.unknown_member), None),
            })
            .collect();
        let order = untrack(order);
        lines.sort_by(|a, b| order.compare(&a.name, &b.name));
        Ok(lines)
    }
}
