//! What a line of the Clients list shows, and which lines a search and the filters leave.

use std::sync::Arc;

use crate::api::ids::OrganizationId;
use crate::api::providers::ClientRecord;
use crate::model::client::{Client, ClientState};
use crate::model::directory::Directory;
use crate::model::search::Query;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientRow {
    pub client: Client,
    /// Its place by name.
    pub rank: u32,
    /// Its place by plan.
    pub plan_rank: u32,
    folded: String,
}

/// What a line says that doesn't depend on the profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub record: ClientRecord,
    /// Its place by name.
    pub rank: u32,
    /// Its place by plan.
    pub plan_rank: u32,
    /// The name, folded for searching.
    pub folded: String,
}

impl ClientRow {
    /// Joined with what the profile knows of it.
    pub fn of(listed: &Listed, directory: &Directory) -> Self {
        Self {
            client: Client::of(listed.record.clone(), directory),
            rank: listed.rank,
            plan_rank: listed.plan_rank,
            folded: listed.folded.clone(),
        }
    }

    /// Assigned seats for sorting: no limit is the most.
    pub fn assigned(&self) -> i64 {
        self.client.assigned.unwrap_or(i64::MAX)
    }

    /// Remaining seats for sorting: no limit is the most.
    pub fn remaining(&self) -> i64 {
        self.client.remaining.unwrap_or(i64::MAX)
    }

    /// The share of the assigned seats in use, 0 to 1; none without a limit.
    pub fn share(&self) -> Option<f64> {
        share(self.client.used, self.client.assigned?)
    }
}

/// `part` of `whole` as 0 to 1; nothing of nothing.
pub fn share(part: i64, whole: i64) -> Option<f64> {
    // Seats are far fewer than a float counts exactly.
    #[allow(clippy::cast_precision_loss)]
    let share = (whole > 0).then(|| (part as f64 / whole as f64).clamp(0.0, 1.0));
    share
}

/// The states people filter by, in the order of the filter. `None` is all.
pub const STATES: [Option<ClientState>; 4] = [
    None,
    Some(ClientState::Active),
    Some(ClientState::Full),
    Some(ClientState::Suspended),
];

/// A state's word in the address; empty for all.
pub fn state_param(state: Option<ClientState>) -> &'static str {
    match state {
        None | Some(ClientState::NoAccess) => "",
        Some(ClientState::Active) => "active",
        Some(ClientState::Full) => "full",
        Some(ClientState::Suspended) => "suspended",
    }
}

/// Search and filters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClientFilter {
    pub query: Query,
    pub state: Option<ClientState>,
    /// The plan's name as the server says it; empty for all.
    pub plan: String,
    /// These alone; `None` is all.
    pub favourites: Option<Vec<OrganizationId>>,
}

impl ClientFilter {
    /// The state for its word in the address; an unknown word is all.
    pub fn state_of(param: &str) -> Option<ClientState> {
        STATES
            .into_iter()
            .find(|state| state.is_some() && state_param(*state) == param)?
    }

    fn lets_apart_from_state(&self, row: &ClientRow) -> bool {
        let favourite = |all: &Vec<OrganizationId>| all.contains(&row.client.id);
        (self.plan.is_empty() || row.client.plan == self.plan)
            && self.favourites.as_ref().is_none_or(favourite)
            && self.query.finds(&row.folded)
    }

    /// The lines it leaves.
    pub fn apply(&self, rows: &[Arc<ClientRow>]) -> Vec<Arc<ClientRow>> {
        let left = rows
            .iter()
            .filter(|row| self.lets_apart_from_state(row) && self.state.is_none_or(|state| row.client.state == state));
        left.cloned().collect()
    }

    /// How many lines each of [`STATES`] would leave.
    pub fn counts(&self, rows: &[Arc<ClientRow>]) -> [usize; STATES.len()] {
        let mut counts = [0; STATES.len()];
        for row in rows.iter().filter(|row| self.lets_apart_from_state(row)) {
            for (count, state) in counts.iter_mut().zip(STATES) {
                *count += usize::from(state.is_none_or(|state| row.client.state == state));
            }
        }
        counts
    }
}

/// Sums over all clients of the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub clients: usize,
    pub suspended: usize,
    pub full: usize,
    /// Of the clients with a limit.
    pub assigned: i64,
    /// Of the clients with a limit, so that it compares to what is assigned.
    pub used: i64,
    pub remaining: i64,
    /// Clients without a limit, left out of the seats.
    pub unlimited: usize,
}

/// Adds everything up.
pub fn totals(rows: &[Arc<ClientRow>]) -> Totals {
    let mut sums = Totals {
        clients: rows.len(),
        ..Totals::default()
    };
    for ClientRow { client, .. } in rows.iter().map(Arc::as_ref) {
        sums.suspended += usize::from(client.state == ClientState::Suspended);
        sums.full += usize::from(client.state == ClientState::Full);
        match client.assigned {
            Some(assigned) => {
                sums.assigned += assigned;
                sums.used += client.used;
                sums.remaining += client.remaining.unwrap_or(0).max(0);
            }
            None => sums.unlimited += 1,
        }
    }
    sums
}

/// Every plan in use, once, in the order of the language.
pub fn plans(rows: &[Arc<ClientRow>]) -> Vec<String> {
    let mut plans: Vec<(u32, &str)> = rows
        .iter()
        .map(|row| (row.plan_rank, row.client.plan.as_str()))
        .filter(|(_, plan)| !plan.is_empty())
        .collect();
    plans.sort_unstable();
    plans.dedup();
    plans.into_iter().map(|(_, plan)| plan.to_owned()).collect()
}

/// A line of the CSV file: plain numbers, an empty cell for no limit. `state` and `plan` are worded.
pub fn csv_line(row: &ClientRow, plan: String, state: String) -> Vec<String> {
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    vec![
        row.client.name.clone(),
        number(row.client.assigned),
        row.client.used.to_string(),
        number(row.client.remaining),
        plan,
        state,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ids::{OrganizationId, ProviderOrganizationId};
    use crate::model::search::ranks;

    fn client(name: &str, seats: Option<i64>, used: i64, plan: &str, state: ClientState) -> Client {
        let id = "11111111-1111-1111-1111-111111111111";
        Client {
            link: ProviderOrganizationId::parse(id).unwrap(),
            id: OrganizationId::parse(id).unwrap(),
            name: name.to_owned(),
            assigned: seats,
            used,
            remaining: seats.map(|seats| seats - used),
            plan: plan.to_owned(),
            state,
        }
    }

    fn rows(clients: Vec<Client>) -> Vec<Arc<ClientRow>> {
        let names: Vec<&str> = clients.iter().map(|client| client.name.as_str()).collect();
        let plans: Vec<&str> = clients.iter().map(|client| client.plan.as_str()).collect();
        let (by_name, by_plan) = (ranks(&names, str::cmp), ranks(&plans, str::cmp));
        let lines = clients.into_iter().zip(by_name.into_iter().zip(by_plan));
        lines
            .map(|(client, (rank, plan_rank))| {
                Arc::new(ClientRow {
                    folded: client.name.to_lowercase(),
                    client,
                    rank,
                    plan_rank,
                })
            })
            .collect()
    }

    fn sample() -> Vec<Arc<ClientRow>> {
        let clients = vec![
            client("Berg & Co", Some(10), 4, "Teams (Monthly)", ClientState::Active),
            client("Åsa Law", Some(5), 5, "Enterprise (Monthly)", ClientState::Full),
            client("Old Berg", Some(3), 3, "Teams (Monthly)", ClientState::Suspended),
            client("Free", None, 7, "", ClientState::NoAccess),
        ];
        rows(clients)
    }

    fn names(rows: &[Arc<ClientRow>]) -> Vec<&str> {
        rows.iter().map(|row| row.client.name.as_str()).collect()
    }

    #[test]
    fn search_state_and_plan_together_decide_what_is_left() {
        let filter = ClientFilter {
            query: Query::new("berg", str::to_lowercase),
            state: ClientFilter::state_of("suspended"),
            plan: "Teams (Monthly)".to_owned(),
            favourites: None,
        };
        assert_eq!(names(&filter.apply(&sample())), ["Old Berg"]);
        assert_eq!(names(&ClientFilter::default().apply(&sample())).len(), 4);
    }

    #[test]
    fn each_states_count_follows_the_search_but_not_the_chosen_state() {
        let filter = ClientFilter {
            query: Query::new("berg", str::to_lowercase),
            state: Some(ClientState::Full),
            ..ClientFilter::default()
        };
        assert_eq!(filter.counts(&sample()), [2, 1, 0, 1]);
    }

    #[test]
    fn favourites_alone_are_left_and_counted_when_asked_for() {
        let mut rows = sample();
        let favourite = OrganizationId::parse("22222222-2222-2222-2222-222222222222").unwrap();
        Arc::make_mut(&mut rows[1]).client.id = favourite.clone();
        let filter = ClientFilter {
            favourites: Some(vec![favourite]),
            ..ClientFilter::default()
        };
        assert_eq!(names(&filter.apply(&rows)), ["Åsa Law"]);
        assert_eq!(filter.counts(&rows), [1, 0, 1, 0]);
    }

    #[test]
    fn every_state_of_the_filter_reads_back_from_the_address_and_nonsense_is_all() {
        for state in STATES {
            assert_eq!(ClientFilter::state_of(state_param(state)), state);
        }
        assert_eq!(ClientFilter::state_of("nonsense"), None);
    }

    #[test]
    fn clients_without_a_limit_are_left_out_of_the_seats() {
        let sums = totals(&sample());
        assert_eq!((sums.assigned, sums.used, sums.remaining), (18, 12, 6));
        assert_eq!((sums.clients, sums.unlimited, sums.full, sums.suspended), (4, 1, 1, 1));
    }

    #[test]
    fn no_limit_sorts_above_every_number_and_has_no_share() {
        let rows = sample();
        assert!(rows[3].remaining() > rows[0].remaining());
        assert_eq!(rows[3].share(), None);
        assert_eq!(rows[1].share(), Some(1.0));
    }

    #[test]
    fn plans_are_listed_once_and_a_missing_one_is_no_plan() {
        assert_eq!(plans(&sample()), ["Enterprise (Monthly)", "Teams (Monthly)"]);
    }

    #[test]
    fn a_csv_line_leaves_seats_without_a_limit_empty() {
        let rows = sample();
        assert_eq!(
            csv_line(&rows[3], "P".into(), "S".into()),
            ["Free", "", "7", "", "P", "S"]
        );
    }

    #[test]
    fn a_thousand_clients_are_narrowed_at_once() {
        let clients = (0..1_000)
            .map(|number| client(&format!("Client {number}"), Some(9), 1, "Teams", ClientState::Active))
            .collect();
        let rows = rows(clients);
        let filter = ClientFilter {
            query: Query::new("999 client", str::to_lowercase),
            ..ClientFilter::default()
        };
        assert_eq!(names(&filter.apply(&rows)), ["Client 999"]);
    }
}
