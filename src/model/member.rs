//! Members: role, status and what a line about one shows (contract/members.md).

use crate::api::members::MemberRecord;

/// A member's role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Owner,
    Admin,
    User,
    Custom,
    Other(i64),
}

impl Role {
    pub fn from_number(number: i64) -> Self {
        match number {
            0 => Self::Owner,
            1 => Self::Admin,
            2 => Self::User,
            4 => Self::Custom,
            other => Self::Other(other),
        }
    }
}

/// Where a membership stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Confirmed,
    /// Waits for an administrator to confirm him.
    Accepted,
    Invited,
    Revoked,
    /// Provisioned by a directory without an invitation.
    Staged,
    Other(i64),
}

impl Status {
    pub fn from_number(number: i64) -> Self {
        match number {
            -1 => Self::Revoked,
            0 => Self::Invited,
            1 => Self::Accepted,
            2 => Self::Confirmed,
            3 => Self::Staged,
            other => Self::Other(other),
        }
    }

    /// Whether it is counted among the members: everybody but those whose access is revoked.
    pub fn counts(self) -> bool {
        self != Self::Revoked
    }

    /// Whether it takes a seat (contract/members.md, "Seats are taken by").
    pub fn takes_seat(self) -> bool {
        matches!(self, Self::Confirmed | Self::Accepted | Self::Invited)
    }
}

/// A member as lists show him.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub record: MemberRecord,
    pub role: Role,
    pub status: Status,
}

impl Member {
    pub fn of(record: MemberRecord) -> Self {
        let (role, status) = (Role::from_number(record.kind), Status::from_number(record.status));
        Self { record, role, status }
    }

    /// The name, or the e-mail address of somebody who has none yet.
    pub fn label(&self) -> &str {
        self.record
            .name
            .as_deref()
            .filter(|name| !name.trim().is_empty())
            .unwrap_or(&self.record.email)
    }
}
