//! Who may reach what: a client's collections with their names opened, and lists of names with a level of access each.

use leptos::prelude::*;
use portal_crypto::CryptoError;

use super::kept::{About, Kept};
use super::list::ranks_of_paths;
use super::words;
use crate::api::ids::OrganizationId;
use crate::browser::slices::Slices;
use crate::model::access::Level;
use crate::model::collection::Collection;
use crate::model::member::Status;
use crate::say;
use crate::session::{Failure, Session};
use crate::text::format;
use crate::ui::{Badge, foreign};

/// A collection with its place in the tree, by the order of the language.
pub struct Placed {
    pub collection: Collection,
    /// Unreadable ones come last.
    pub rank: u32,
}

/// A client's collections, shown as they were seen before until they are read anew.
pub fn keep_collections(session: Session, id: OrganizationId) -> Kept<Vec<Placed>> {
    let about = About {
        session,
        owner: id.to_string(),
        list: "collections",
        rows: Vec::len,
    };
    Kept::new(about, move || load_collections(session, id.clone())).in_order()
}

/// By the list that writes no access event. Names are opened and put in order in slices.
async fn load_collections(session: Session, id: OrganizationId) -> Result<Vec<Placed>, Failure> {
    let records = session.api().organization(id.clone()).collections().await?;
    // Taken after the answer: a session that was locked meanwhile has no keys to open names with.
    let open = session.require_open()?;
    let key = open.organization_key(&id).map_err(|failure| match failure {
        Failure::Crypto(error) => error,
        _ => CryptoError::Undecryptable,
    });
    let mut slices = Slices::begin();
    let (mut collections, mut paths) = (Vec::with_capacity(records.len()), Vec::new());
    for record in &records {
        let collection = Collection::of(record, key);
        let name = collection.name.readable().map_or("", String::as_str);
        paths.push(name.split('/').map(Into::into).collect());
        collections.push(collection);
        slices.turn().await;
    }
    let ranked = collections.into_iter().zip(ranks_of_paths(paths).await);
    let placed = ranked.map(|(collection, rank)| {
        let readable = collection.name.readable().is_some();
        let rank = if readable { rank } else { u32::MAX };
        Placed { collection, rank }
    });
    Ok(placed.collect())
}

/// One line of a list of access.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessLine {
    pub name: String,
    /// Beside the name, such as an e-mail address; may be empty.
    pub note: String,
    /// None where only the belonging is shown.
    pub access: Option<Access>,
    /// Of a member; confirmed ones are not marked.
    pub status: Option<Status>,
}

impl AccessLine {
    /// A line of the access to something, with nothing else to say.
    pub fn of(name: String, access: Option<Access>) -> Self {
        Self {
            name,
            note: String::new(),
            access,
            status: None,
        }
    }

    /// Whether it is counted, as the list of members does.
    fn counts(&self) -> bool {
        self.status.is_none_or(Status::counts)
    }
}

/// What a line gives, the most last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// To the collection that it is about.
    Level(Level),
    /// To every collection there is.
    Everything,
}

/// How many lines count.
pub fn count(lines: &[AccessLine]) -> usize {
    lines.iter().filter(|line| line.counts()).count()
}

/// A titled list: "People 3".
pub fn draw_access(title: String, lines: Vec<AccessLine>, empty: String) -> AnyView {
    let count = format::number(count(&lines));
    let list = if lines.is_empty() {
        view! { <p class="muted">{empty}</p> }.into_any()
    } else {
        let lines: Vec<_> = lines.into_iter().map(draw_line).collect();
        view! { <ul class="access-list">{lines}</ul> }.into_any()
    };
    view! {
        <section class="access">
            <h3 class="access-title">{title}" "<span class="access-count">{count}</span></h3>
            {list}
        </section>
    }
    .into_any()
}

fn draw_line(line: AccessLine) -> AnyView {
    let note = (!line.note.is_empty()).then(|| view! { <span class="cell-sub">{foreign(line.note)}</span> });
    let status = line.status.and_then(words::draw_status);
    let access = line.access.map(|access| {
        let label = match access {
            Access::Level(level) => words::level(level),
            Access::Everything => say!(collections.everything),
        };
        view! { <Badge label=label /> }
    });
    view! {
        <li>
            <span class="cell-words"><span class="member-label"><span>{foreign(line.name)}</span>{status}</span>{note}</span>
            {access}
        </li>
    }
    .into_any()
}
