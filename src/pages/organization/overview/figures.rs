//! What the members list says in numbers.

use crate::api::members::MemberRecord;
use crate::model::member::{Role, Status};

/// The statuses shown, in the order of a membership's life.
pub const STATUSES: [Status; 5] = [
    Status::Invited,
    Status::Accepted,
    Status::Confirmed,
    Status::Revoked,
    Status::Staged,
];

/// Sums over all members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Everybody but the revoked.
    pub members: usize,
    /// Seats in use.
    pub seats: usize,
    /// By [`STATUSES`], then by those that this page doesn't know, as they are met.
    pub by_status: Vec<(Status, usize)>,
    pub confirmed: usize,
    /// Confirmed owners.
    pub owners: usize,
    /// Confirmed members with two-step login.
    pub two_step: usize,
    /// Confirmed members enrolled in account recovery.
    pub enrolled: usize,
}

/// Adds up a members list.
pub fn figures(members: &[MemberRecord]) -> Figures {
    let mut sums = Figures {
        by_status: STATUSES.map(|status| (status, 0)).to_vec(),
        ..Figures::default()
    };
    for member in members {
        let status = Status::from_number(member.status);
        sums.members += usize::from(status != Status::Revoked);
        sums.seats += usize::from(status.takes_seat());
        match sums.by_status.iter_mut().find(|(listed, _)| *listed == status) {
            Some((_, count)) => *count += 1,
            None => sums.by_status.push((status, 1)),
        }
        if status == Status::Confirmed {
            sums.confirmed += 1;
            sums.owners += usize::from(Role::from_number(member.kind) == Role::Owner);
            sums.two_step += usize::from(member.two_factor_enabled);
            sums.enrolled += usize::from(member.reset_password_enrolled);
        }
    }
    sums
}

/// `part` of `whole` as 0 to 1; none of nothing.
pub fn share(part: usize, whole: usize) -> Option<f64> {
    // Members are far fewer than a float counts exactly.
    #[allow(clippy::cast_precision_loss)]
    let share = (whole > 0).then(|| part as f64 / whole as f64);
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(kind: i64, status: i64, two_step: bool, enrolled: bool) -> MemberRecord {
        crate::json::from_value(serde_json::json!({
            "id": "11111111-1111-1111-1111-111111111111", "email": "a@x.example", "type": kind, "status": status,
            "twoFactorEnabled": two_step, "resetPasswordEnrolled": enrolled,
        }))
        .unwrap()
    }

    #[test]
    fn only_confirmed_members_count_for_owners_two_step_login_and_recovery() {
        let sums = figures(&[
            member(0, 2, true, false),
            member(0, 1, true, true),
            member(2, 2, false, true),
            member(2, 0, false, false),
            member(2, 3, false, false),
            member(2, -1, true, true),
        ]);
        assert_eq!(
            (sums.confirmed, sums.owners, sums.two_step, sums.enrolled),
            (2, 1, 1, 1)
        );
        assert_eq!((sums.members, sums.seats), (5, 4));
        assert_eq!(counts(&sums), [1, 1, 2, 1, 1]);
    }

    #[test]
    fn a_status_that_is_not_known_is_counted_apart() {
        let sums = figures(&[
            member(2, 9, false, false),
            member(7, 9, false, false),
            member(2, 2, false, false),
        ]);
        assert_eq!(counts(&sums), [0, 0, 1, 0, 0, 2]);
        assert_eq!(sums.by_status[5].0, Status::Other(9));
        assert_eq!((sums.members, sums.seats), (3, 1));
    }

    fn counts(sums: &Figures) -> Vec<usize> {
        sums.by_status.iter().map(|(_, count)| *count).collect()
    }

    #[test]
    fn a_share_of_nobody_is_none() {
        assert_eq!(share(0, 0), None);
        assert_eq!(share(1, 2), Some(0.5));
    }
}
