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
use crate::model::access::{Level, Reach, reach};
use crate::model::directory::OrganizationEntry;
use crate::model::member::Member;
use crate::model::search::Query;
use crate::pages::access::{AccessLine, Placed, keep_collections};
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
    pub reach: HashMap<CollectionId, Reach>,
}

/// Who may reach one collection, as the server says it.
#[derive(Clone)]
pub struct Access {
    pub record: CollectionAccessRecord,
    /// Owners and admins reach it too; `None` where that could not be read.
    pub admins_too: Option<bool>,
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

    /// Who may reach one collection. Writes an access event for a provider user, so only for one a person has opened.
    pub async fn access_of(self, collection: CollectionId) -> Result<Access, Failure> {
        self.session.require_open()?;
        let Some(id) = self.client.try_with_untracked(|client| client.id.clone()) else {
            return Err(Failure::Api(crate::api::ApiError::Cancelled));
        };
        let api = self.session.api();
        let organization = api.organization(id);
        let (record, settings) =
            futures::future::join(organization.collection_access(&collection), organization.read()).await;
        Ok(Access {
            record: record?,
            admins_too: settings
                .ok()
                .map(|settings| settings.allow_admin_access_to_all_collection_items),
        })
    }

    /// Members with access by name, those who may do most first.
    pub fn people(self, access: &Access) -> Vec<AccessLine> {
        self.holders.value.with(|holders| {
            let members = holders.iter().flat_map(|holders| holders.members.iter());
            let names: HashMap<_, _> = members.map(|record| (&record.id, record)).collect();
            let records = access.record.users.iter().flatten();
            let lines = records.map(|record| {
                let Some(known) = names.get(&record.id).copied() else {
                    return line(record, say!(collections.unknown_member), String::new());
                };
                let name = Member::of(known.clone()).label().to_owned();
                let email = if name == known.email {
                    String::new()
                } else {
                    known.email.clone()
                };
                line(record, name, email)
            });
            sorted(lines.collect())
        })
    }

    /// Groups with access by name, those who may do most first.
    pub fn groups(self, access: &Access) -> Vec<AccessLine> {
        self.holders.value.with(|holders| {
            let groups = holders.iter().flat_map(|holders| holders.groups.iter());
            let names: HashMap<_, _> = groups.map(|record| (&record.id, &record.name)).collect();
            let records = access.record.groups.iter().flatten();
            let lines = records.map(|record| {
                let name = names.get(&record.id).map(|name| (*name).clone());
                line(
                    record,
                    name.unwrap_or_else(|| say!(collections.unknown_group)),
                    String::new(),
                )
            });
            sorted(lines.collect())
        })
    }
}

fn line<Id>(record: &AccessRecord<Id>, name: String, note: String) -> AccessLine {
    AccessLine {
        name,
        note,
        level: Some(Level::of(record)),
    }
}

fn sorted(mut lines: Vec<AccessLine>) -> Vec<AccessLine> {
    let order = order();
    lines.sort_by(|a, b| {
        let by_level = Reverse(a.level).cmp(&Reverse(b.level));
        by_level.then_with(|| order.compare(&a.name, &b.name))
    });
    lines
}
