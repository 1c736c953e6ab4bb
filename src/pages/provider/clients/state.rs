//! What the Clients page knows: the provider, its clients, and what search and filters leave of them.

use std::sync::Arc;

use super::row::{self, ClientFilter, ClientRow, Listed, STATES, Totals};
use super::table::columns;
use crate::api::ids::ProviderId;
use crate::api::providers::ClientRecord;
use crate::browser::intl;
use crate::browser::slices::Slices;
use crate::model::directory::ProviderEntry;
use crate::model::search::Query;
use crate::pages::address::{Address, use_address};
use crate::pages::context::use_directory;
use crate::pages::kept::{About, Kept};
use crate::pages::list::ranks;
use crate::pages::view::{ListView, use_view};
use crate::session::{Desk, Session, use_desk, use_session};
use crate::tr;
use crate::ui::{Memo, Toasts, use_toasts};

/// The filters' names in the address.
pub const FILTERS: [&str; 3] = ["state", "plan", "fav"];

/// Handles only; copied into every part of the page.
#[derive(Clone, Copy)]
pub struct ClientsState {
    session: Session,
    pub toasts: Toasts,
    pub desk: Desk,
    pub kept: Kept<Vec<Listed>>,
    pub address: Address,
    pub provider: Memo<Option<ProviderEntry>>,
    pub rows: Memo<Arc<Vec<Arc<ClientRow>>>>,
    pub filter: Memo<ClientFilter>,
    pub shown: Memo<Arc<Vec<Arc<ClientRow>>>>,
    pub counts: Memo<[usize; STATES.len()]>,
    pub totals: Memo<Totals>,
    pub view: ListView,
}

/// Starts to read the clients of a provider.
pub fn use_clients(provider: ProviderId) -> ClientsState {
    let session = use_session();
    let directory = use_directory();
    let id = provider.clone();
    let about = About {
        session,
        owner: id.to_string(),
        list: "clients",
        rows: Vec::len,
    };
    let kept = Kept::new(about, move || {
        let id = id.clone();
        async move { Ok(listed(session.api().provider(id).clients().await?).await) }
    })
    .in_order();
    let address = use_address(&["q", "state", "plan", "fav", "sort"]);
    let desk = use_desk();
    let rows = Memo::new(move |_| {
        let Some(records) = kept.value.get() else {
            return Arc::default();
        };
        let rows = directory.with(|directory| {
            let rows = records.iter().map(|listed| Arc::new(ClientRow::of(listed, directory)));
            rows.collect()
        });
        Arc::new(rows)
    });
    let (query, state, plan) = (address.value("q"), address.value("state"), address.value("plan"));
    let favourites = address.value("fav");
    let filter = Memo::new(move |_| ClientFilter {
        query: query.with(|typed| Query::new(typed, intl::fold)),
        state: state.with(|param| ClientFilter::state_of(param)),
        plan: plan.get(),
        favourites: favourites
            .with(|param| !param.is_empty())
            .then(|| desk.with(|kept| kept.favourites.clone())),
    });
    let toasts = use_toasts();
    ClientsState {
        session,
        toasts,
        desk,
        kept,
        address,
        provider: Memo::new(move |_| directory.with(|directory| directory.provider(&provider).cloned())),
        rows,
        filter,
        shown: Memo::new(move |_| Arc::new(filter.with(|filter| rows.with(|rows| filter.apply(rows))))),
        counts: Memo::new(move |_| filter.with(|filter| rows.with(|rows| filter.counts(rows)))),
        totals: Memo::new(move |_| rows.with(|rows| row::totals(rows))),
        view: use_view("clients", tr!(clients.title), address, &columns(desk, toasts)),
    }
}

/// What lines show of the answer, in slices: there may be a thousand.
async fn listed(records: Vec<ClientRecord>) -> Vec<Listed> {
    let by_name = ranks(records.iter().map(|record| record.organization_name.as_str())).await;
    let by_plan = ranks(records.iter().map(|record| record.plan.as_deref().unwrap_or_default())).await;
    let mut slices = Slices::begin();
    let mut listed = Vec::with_capacity(records.len());
    for (record, (rank, plan_rank)) in records.into_iter().zip(by_name.into_iter().zip(by_plan)) {
        listed.push(Listed {
            folded: intl::fold(&record.organization_name),
            record,
            rank,
            plan_rank,
        });
        slices.turn().await;
    }
    listed
}

impl ClientsState {
    /// Reads clients and profile anew: a client linked since the sign-in brings a key and a state with it.
    pub fn refresh(self) {
        self.kept.again();
        leptos::task::spawn_local(async move {
            // The list's own failure is shown; without a newer profile the rows keep what is known.
            let _ = self.session.reload_profile().await;
        });
    }
}
