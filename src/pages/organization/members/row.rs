//! What a line of the Members list shows, and which lines a search and the filters leave.

use std::collections::HashMap;
use std::sync::Arc;

use crate::api::ids::GroupId;
use crate::model::member::{Member, Role, Status};
use crate::model::search::Query;
use crate::text::joined;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberRow {
    pub member: Member,
    /// Its place by name.
    pub rank: u32,
    folded: String,
}

impl MemberRow {
    /// `fold` is the language's.
    pub fn new(member: Member, rank: u32, fold: impl Fn(&str) -> String) -> Self {
        let record = &member.record;
        let folded = fold(&format!(
            "{} {}",
            record.name.as_deref().unwrap_or_default(),
            record.email
        ));
        Self { member, rank, folded }
    }
}

/// The names of groups with their places in the order of the language.
pub type GroupNames = HashMap<GroupId, (u32, String)>;

/// The groups of a member by name, in order. Groups whose name is not known are left out.
pub fn group_names(row: &MemberRow, names: &GroupNames) -> Vec<String> {
    let mut known: Vec<&(u32, String)> = row.member.record.groups.iter().filter_map(|id| names.get(id)).collect();
    known.sort_unstable();
    known.into_iter().map(|(_, name)| name.clone()).collect()
}

/// What people filter the status by, in the order of the filter. `None` is everybody who is not revoked.
pub const STATUSES: [Option<Status>; 5] = [
    None,
    Some(Status::Invited),
    Some(Status::Accepted),
    Some(Status::Confirmed),
    Some(Status::Revoked),
];

/// A status' word in the address; empty for all.
pub fn status_param(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Invited) => "invited",
        Some(Status::Accepted) => "accepted",
        Some(Status::Confirmed) => "confirmed",
        Some(Status::Revoked) => "revoked",
        None | Some(Status::Staged | Status::Other(_)) => "",
    }
}

/// The roles people filter by.
pub const ROLES: [Role; 4] = [Role::Owner, Role::Admin, Role::User, Role::Custom];

/// A role's word in the address.
pub fn role_param(role: Role) -> &'static str {
    match role {
        Role::Owner => "owner",
        Role::Admin => "admin",
        Role::User => "user",
        Role::Custom => "custom",
        Role::Other(_) => "",
    }
}

/// Search and filters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemberFilter {
    pub query: Query,
    pub status: Option<Status>,
    pub role: Option<Role>,
    pub two_step: Option<bool>,
    pub group: Option<GroupId>,
}

impl MemberFilter {
    /// The status for its word in the address; an unknown word is all.
    pub fn status_of(param: &str) -> Option<Status> {
        STATUSES
            .into_iter()
            .find(|status| status.is_some() && status_param(*status) == param)?
    }

    /// The role for its word in the address.
    pub fn role_of(param: &str) -> Option<Role> {
        ROLES.into_iter().find(|role| role_param(*role) == param)
    }

    /// `on` or `off`; anything else is both.
    pub fn two_step_of(param: &str) -> Option<bool> {
        match param {
            "on" => Some(true),
            "off" => Some(false),
            _ => None,
        }
    }

    fn lets_status(status: Option<Status>, row: &MemberRow) -> bool {
        status.map_or(row.member.status.counts(), |status| row.member.status == status)
    }

    fn lets_apart_from_status(&self, row: &MemberRow) -> bool {
        let record = &row.member.record;
        self.role.is_none_or(|role| row.member.role == role)
            && self.two_step.is_none_or(|on| record.two_factor_enabled == on)
            && self.group.as_ref().is_none_or(|group| record.groups.contains(group))
            && self.query.finds(&row.folded)
    }

    /// The lines it leaves.
    pub fn apply(&self, rows: &[Arc<MemberRow>]) -> Vec<Arc<MemberRow>> {
        let left = rows
            .iter()
            .filter(|row| self.lets_apart_from_status(row) && Self::lets_status(self.status, row));
        left.cloned().collect()
    }

    /// How many lines each of [`STATUSES`] would leave.
    pub fn counts(&self, rows: &[Arc<MemberRow>]) -> [usize; STATUSES.len()] {
        let mut counts = [0; STATUSES.len()];
        for row in rows.iter().filter(|row| self.lets_apart_from_status(row)) {
            for (count, status) in counts.iter_mut().zip(STATUSES) {
                *count += usize::from(Self::lets_status(status, row));
            }
        }
        counts
    }

    /// Whether anything but the status narrows the list.
    pub fn narrows_apart_from_status(&self) -> bool {
        self.role.is_some() || self.two_step.is_some() || self.group.is_some() || !self.query.is_empty()
    }
}

/// How many match under another status than the chosen one, and the status that shows them: everybody who is not revoked, or else
/// the revoked. `counts` are those of [`MemberFilter::counts`].
pub fn elsewhere(chosen: Option<Status>, counts: [usize; STATUSES.len()]) -> Option<(usize, Option<Status>)> {
    let [all, .., revoked] = counts;
    if chosen.is_some() && all > 0 {
        Some((all, None))
    } else if chosen != Some(Status::Revoked) && revoked > 0 {
        Some((revoked, Some(Status::Revoked)))
    } else {
        None
    }
}

/// The worded cells of a CSV line.
pub struct CsvWords {
    pub status: String,
    pub role: String,
    pub two_step: String,
    pub recovery: String,
    pub groups: Vec<String>,
}

/// Which columns of the CSV file there are besides those that always are.
#[derive(Clone, Copy)]
pub struct CsvColumns {
    pub recovery: bool,
    pub added: bool,
}

impl CsvColumns {
    /// What is left of a line, or of the heading.
    pub fn of(self, line: Vec<String>) -> Vec<String> {
        let left = line.into_iter().enumerate().filter(|(place, _)| match place {
            5 => self.recovery,
            7 => self.added,
            _ => true,
        });
        left.map(|(_, cell)| cell).collect()
    }
}

/// A line of the CSV file. The date is the server's, which every spreadsheet reads.
pub fn csv_line(row: &MemberRow, words: CsvWords) -> Vec<String> {
    let record = &row.member.record;
    let date = record.creation_date.as_deref().unwrap_or_default();
    vec![
        record.name.clone().unwrap_or_default(),
        record.email.clone(),
        words.status,
        words.role,
        words.two_step,
        words.recovery,
        joined(&words.groups),
        date.get(..10).unwrap_or(date).to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::members::MemberRecord;
    use crate::model::search::ranks;

    const GROUP: &str = "2b2c2456-2441-4210-8a58-d2f5435cddb9";
    const OTHER: &str = "3b2c2456-2441-4210-8a58-d2f5435cddb9";

    fn member(name: &str, kind: i64, status: i64, two_step: bool, groups: &[&str]) -> Member {
        let id = "11111111-1111-1111-1111-111111111111";
        let email = format!(
            "{}@x.example",
            name.split(' ').next().unwrap_or_default().to_lowercase()
        );
        let record = serde_json::json!({
            "id": id, "type": kind, "status": status, "name": name, "email": email,
            "twoFactorEnabled": two_step, "groups": groups, "creationDate": "2026-03-11T09:14:22.3366667Z",
        });
        Member::of(crate::json::from_value::<MemberRecord>(record).unwrap())
    }

    fn sample() -> Vec<Arc<MemberRow>> {
        let members = [
            member("Olle Owner", 0, 2, true, &[GROUP, OTHER]),
            member("Anna Berg", 2, 2, false, &[GROUP]),
            member("Åke Ny", 2, 1, false, &[]),
            member("", 2, 0, false, &[]),
            member("Rune Revoked", 1, -1, true, &[]),
        ];
        let labels: Vec<&str> = members.iter().map(Member::label).collect();
        let ranks = ranks(&labels, str::cmp);
        let lines = members.iter().cloned().zip(ranks);
        lines
            .map(|(member, rank)| Arc::new(MemberRow::new(member, rank, str::to_lowercase)))
            .collect()
    }

    #[test]
    fn groups_are_named_in_order_and_unknown_ones_left_out() {
        let names = GroupNames::from([
            (GroupId::parse(GROUP).unwrap(), (1, "Support".to_owned())),
            (GroupId::parse(OTHER).unwrap(), (0, "Accounts".to_owned())),
        ]);
        let rows = sample();
        assert_eq!(group_names(&rows[0], &names), ["Accounts", "Support"]);
        assert_eq!(group_names(&rows[1], &GroupNames::new()), Vec::<String>::new());
    }

    fn filtered(filter: &MemberFilter) -> Vec<String> {
        let rows = filter.apply(&sample());
        rows.iter().map(|row| row.member.label().to_owned()).collect()
    }

    #[test]
    fn everybody_means_all_who_are_not_revoked() {
        assert_eq!(filtered(&MemberFilter::default()).len(), 4);
        let revoked = MemberFilter {
            status: MemberFilter::status_of("revoked"),
            ..MemberFilter::default()
        };
        assert_eq!(filtered(&revoked), ["Rune Revoked"]);
        assert_eq!(MemberFilter::default().counts(&sample()), [4, 1, 1, 2, 1]);
    }

    #[test]
    fn role_two_step_login_and_group_narrow_together() {
        let filter = MemberFilter {
            role: MemberFilter::role_of("user"),
            two_step: MemberFilter::two_step_of("off"),
            group: GroupId::parse(GROUP),
            ..MemberFilter::default()
        };
        assert_eq!(filtered(&filter), ["Anna Berg"]);
        assert_eq!(filter.counts(&sample()), [1, 0, 0, 1, 0]);
    }

    #[test]
    fn the_search_looks_at_name_and_email_address() {
        let by = |typed: &str| {
            filtered(&MemberFilter {
                query: Query::new(typed, str::to_lowercase),
                ..MemberFilter::default()
            })
        };
        assert_eq!(by("berg anna"), ["Anna Berg"]);
        assert_eq!(by("olle@x"), ["Olle Owner"]);
        assert!(by("rune").is_empty());
    }

    #[test]
    fn a_search_that_leaves_nobody_knows_under_which_status_there_is_somebody() {
        let found = |typed: &str, status: Option<Status>| {
            let filter = MemberFilter {
                query: Query::new(typed, str::to_lowercase),
                status,
                ..MemberFilter::default()
            };
            elsewhere(status, filter.counts(&sample()))
        };
        assert_eq!(found("rune", None), Some((1, Some(Status::Revoked))));
        assert_eq!(found("rune", Some(Status::Invited)), Some((1, Some(Status::Revoked))));
        assert_eq!(found("anna", Some(Status::Invited)), Some((1, None)));
        assert_eq!(found("anna", Some(Status::Revoked)), Some((1, None)));
        assert_eq!(found("nobody", None), None);
        assert_eq!(found("rune", Some(Status::Revoked)), None);
    }

    #[test]
    fn somebody_without_a_name_goes_by_the_email_address() {
        let rows = sample();
        assert_eq!(rows[3].member.label(), "@x.example");
        assert!(rows[3].rank < rows[1].rank);
    }

    #[test]
    fn every_choice_of_the_filters_reads_back_from_the_address() {
        for status in STATUSES {
            assert_eq!(MemberFilter::status_of(status_param(status)), status);
        }
        for role in ROLES {
            assert_eq!(MemberFilter::role_of(role_param(role)), Some(role));
        }
        assert_eq!(MemberFilter::role_of(""), None);
        assert_eq!(MemberFilter::two_step_of("perhaps"), None);
    }

    #[test]
    fn a_csv_line_names_groups_and_gives_the_day() {
        let words = CsvWords {
            status: "S".into(),
            role: "R".into(),
            two_step: "T".into(),
            recovery: "A".into(),
            groups: vec!["Accounts".into(), "Support".into()],
        };
        let line = csv_line(&sample()[0], words);
        let less = CsvColumns {
            recovery: false,
            added: false,
        };
        assert_eq!(
            less.of(line.clone()),
            ["Olle Owner", "olle@x.example", "S", "R", "T", "Accounts, Support"]
        );
        assert_eq!(
            line,
            [
                "Olle Owner",
                "olle@x.example",
                "S",
                "R",
                "T",
                "A",
                "Accounts, Support",
                "2026-03-11"
            ]
        );
    }
}
