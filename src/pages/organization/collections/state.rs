//! What the Collections page knows: collections, members and groups by their lists; one collection's access when opened.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::row::{self, CollectionRow};
use crate::api::collections::CollectionAccessRecord;
use crate::api::groups::GroupRecord;
use crate::api::ids::CollectionId;
use crate::api::members::{AccessRecord, MemberRecord};
use crate::browser::intl;
use crate::model::access::{Level, Reaches, reach, reaches_all};
use crate::model::directory::OrganizationEntry;
use crate::model::member::Member;
use crate::model::search::Query;
use crate::pages::access::{Access, AccessLine, Placed, keep_collections};
use crate::pages::address::{Address, use_address};
use crate::pages::context::use_client;
use crate::pages::kept::{About, Kept};
use crate::pages::list::order;
use crate::say;
use crate::session::{Failure, Session, use_session};
use crate::ui::Memo;

/// Who may be given access: members and groups, and how many of them reach each collection.
pub struct Holders {
    pub members: Vec<MemberRecord>,
    pub groups: Vec<GroupRecord>,
    pub reach: Reaches,
}

/// Handles only; copied into every part of the page.
#[derive(Clone, Copy)]
pub struct CollectionsState {
    session: Session,
    pub client: Memo<OrganizationEntry>,
    pub collections: Kept<Vec<Placed>>,
    pub holders: Kept<Holders>,
    pub address: Address,
    pub rows: Memo<Arc<Vec<Arc<CollectionRow>>>>,
    pub shown: Memo<Arc<Vec<Arc<CollectionRow>>>>,
    /// The collection a person has opened. Not in the address: a link must not write an access event by being followed.
    pub open: RwSignal<Option<Arc<CollectionRow>>>,
}

/// Starts to read the collections of the client that is open.
pub fn use_collections() -> CollectionsState {
    let session = use_session();
    let client = use_client();
    let (id, has_groups) = client.with_untracked(|client| (client.id.clone(), client.use_groups));
    let owner = id.to_string();
    let collections = keep_collections(session, id.clone());
    let about = About {
        session,
        owner,
        list: "holders",
        rows: |holders: &Holders| holders.members.len() + holders.groups.len(),
    };
    let holders = Kept::new(about, move || {
        let id = id.clone();
        async move {
            let api = session.api();
            let organization = api.organization(id);
            let groups = async {
                if has_groups {
                    organization.groups().await
                } else {
                    Ok(Vec::new())
                }
            };
            let (members, groups) = futures::future::try_join(organization.members(), groups).await?;
            let reach = reach(&members, &groups);
            Ok(Holders { members, groups, reach })
        }
    });
    let address = use_address(&["q", "sort"]);
    let rows = Memo::new(move |_| {
        let Some(collections) = collections.value.get() else {
            return Arc::default();
        };
        let rows = holders.value.with(|holders| {
            let reach = holders.as_ref().map(|holders| &holders.reach);
            row::rows(&collections, reach, intl::fold)
        });
        Arc::new(rows)
    });
    let typed = address.value("q");
    CollectionsState {
        session,
        client,
        collections,
        holders,
        address,
        rows,
        shown: Memo::new(move |_| {
            let query = typed.with(|typed| Query::new(typed, intl::fold));
            Arc::new(rows.with(|rows| row::found(rows, &query)))
        }),
        open: RwSignal::new(None),
    }
}

impl CollectionsState {
    /// The client's name, tracked.
    pub fn client_name(self) -> String {
        self.client.with(|client| client.name.clone())
    }

    /// Reads everything anew behind what is shown, and what has become of the client itself.
    pub fn refresh(self) {
        self.session.look_again();
        self.collections.again();
        self.holders.again();
    }

    /// Who may reach one collection, as the server says it. Writes an access event for a provider user, so only for one a person
    /// has opened.
    pub async fn access_of(self, collection: CollectionId) -> Result<CollectionAccessRecord, Failure> {
        self.session.require_open()?;
        let Some(id) = self.client.try_with_untracked(|client| client.id.clone()) else {
            return Err(Failure::Api(crate::api::ApiError::Cancelled));
        };
        Ok(self
            .session
            .api()
            .organization(id)
            .collection_access(&collection)
            .await?)
    }

    /// Members with access by name: those who reach every collection, then those who may do most here.
    pub fn people(self, access: &CollectionAccessRecord) -> Vec<AccessLine> {
        self.holders.value.with(|holders| {
            let members = || holders.iter().flat_map(|holders| holders.members.iter());
            let names: HashMap<_, _> = members().map(|record| (&record.id, record)).collect();
            let everywhere = members().filter(|record| reaches_all(record));
            let everywhere = everywhere.map(|record| person(record, Access::Everything));
            let given = access.users.iter().flatten();
            let given = given.filter_map(|record| match names.get(&record.id) {
                Some(known) if reaches_all(known) => None,
                Some(known) => Some(person(known, level(record))),
                None => Some(AccessLine::of(say!(collections.unknown_member), Some(level(record)))),
            });
            sorted(everywhere.chain(given).collect())
        })
    }

    /// Groups with access by name, in the same order.
    pub fn groups(self, access: &CollectionAccessRecord) -> Vec<AccessLine> {
        self.holders.value.with(|holders| {
            let groups = || holders.iter().flat_map(|holders| holders.groups.iter());
            let names: HashMap<_, _> = groups().map(|record| (&record.id, record)).collect();
            let everywhere = groups().filter(|group| group.access_all);
            let everywhere = everywhere.map(|group| AccessLine::of(group.name.clone(), Some(Access::Everything)));
            let given = access.groups.iter().flatten();
            let given = given.filter_map(|record| match names.get(&record.id) {
                Some(known) if known.access_all => None,
                Some(known) => Some(AccessLine::of(known.name.clone(), Some(level(record)))),
                None => Some(AccessLine::of(say!(collections.unknown_group), Some(level(record)))),
            });
            sorted(everywhere.chain(given).collect())
        })
    }
}

fn level<Id>(record: &AccessRecord<Id>) -> Access {
    Access::Level(Level::of(record))
}

fn person(record: &MemberRecord, access: Access) -> AccessLine {
    let member = Member::of(record.clone());
    let name = member.label().to_owned();
    AccessLine {
        note: if name == record.email {
            String::new()
        } else {
            record.email.clone()
        },
        name,
        access: Some(access),
        status: Some(member.status),
    }
}

fn sorted(mut lines: Vec<AccessLine>) -> Vec<AccessLine> {
    let order = order();
    lines.sort_by(|a, b| {
        let by_access = Reverse(a.access).cmp(&Reverse(b.access));
        by_access.then_with(|| order.compare(&a.name, &b.name))
    });
    lines
}
