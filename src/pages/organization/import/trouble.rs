//! What can go wrong on the way, and what is known of its outcome.

use crate::api::ApiError;
use crate::model::import::{Part, Row, Unusable};
use crate::session::Failure;

/// Why an import didn't come about.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// The file can't be used.
    Unusable(Unusable),
    /// Something else failed before anything was sent.
    Before(Failure),
    /// What was encrypted is larger than the server takes, in bytes.
    TooLarge { most: u64 },
    /// The server said no; `rows` are those of the file that it names.
    Refused { error: ApiError, rows: Vec<(Row, Part)> },
    /// No answer came. `share` of the bytes had left, from 0 to 1; `whole`: perhaps all of them.
    Unanswered { error: ApiError, share: f64, whole: bool },
}

/// What is known of the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    NothingSent,
    /// It was sent, or part of it, but the server took nothing.
    NothingImported,
    /// Everything had left and the answer is missing: either all was imported or nothing.
    Unclear,
    /// The server stores one item after the other: some may be there.
    Part,
}

/// What was to be sent, and how the server takes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sending {
    pub items: usize,
    /// It stores everything or nothing.
    pub all_or_nothing: bool,
}

impl Trouble {
    /// Whether so little had left that there is no share to speak of.
    pub fn hardly_left(&self) -> bool {
        matches!(self, Self::Unanswered { share, whole: false, .. } if *share < 0.01)
    }

    pub fn known(&self, sending: Sending) -> Known {
        match self {
            Self::Unusable(_) | Self::Before(_) | Self::TooLarge { .. } => Known::NothingSent,
            // These are said before anything is stored.
            Self::Refused {
                error: ApiError::Forbidden { .. } | ApiError::NotFound | ApiError::TooLarge | ApiError::TooMany { .. },
                ..
            } => Known::NothingImported,
            _ if !sending.all_or_nothing => Known::Part,
            // A server that fails after the whole request, or something in between that answers for it, leaves it open.
            Self::Refused {
                error: ApiError::Server { .. } | ApiError::Unreadable { .. } | ApiError::Foreign { .. },
                ..
            } => Known::Unclear,
            Self::Refused { .. } => Known::NothingImported,
            Self::Unanswered { whole: true, .. } => Known::Unclear,
            // All or nothing: of a request that never arrived whole, nothing is imported.
            Self::Unanswered { .. } => Known::NothingImported,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Sending = Sending {
        items: 5,
        all_or_nothing: true,
    };
    const APART: Sending = Sending {
        items: 5,
        all_or_nothing: false,
    };

    #[test]
    fn where_items_are_stored_one_by_one_a_failure_may_leave_part_of_them() {
        let rejected = ApiError::Rejected {
            message: String::new(),
            fields: Vec::new(),
        };
        let server = ApiError::Server {
            status: 500,
            request: None,
        };
        for error in [rejected, server, ApiError::Foreign { what: "upload" }] {
            let rows = Vec::new();
            assert_eq!(Trouble::Refused { error, rows }.known(APART), Known::Part);
        }
        for error in [ApiError::Offline, ApiError::TimedOut, ApiError::Cancelled] {
            for (share, whole) in [(0.0, false), (0.5, false), (1.0, true)] {
                let error = error.clone();
                let cut = Trouble::Unanswered { error, share, whole };
                assert_eq!(cut.known(APART), Known::Part);
            }
        }
        for error in [
            ApiError::TooLarge,
            ApiError::NotFound,
            ApiError::Forbidden { message: None },
            ApiError::TooMany { retry_after: None },
        ] {
            let rows = Vec::new();
            assert_eq!(Trouble::Refused { error, rows }.known(APART), Known::NothingImported);
        }
        let most = 20_000_000;
        assert_eq!(Trouble::TooLarge { most }.known(APART), Known::NothingSent);
    }

    #[test]
    fn a_missing_answer_leaves_the_outcome_open_only_where_everything_may_have_left() {
        let unanswered = |whole| {
            let (error, share) = (ApiError::Offline, 0.5);
            Trouble::Unanswered { error, share, whole }.known(WHOLE)
        };
        assert_eq!(unanswered(false), Known::NothingImported);
        assert_eq!(unanswered(true), Known::Unclear);
    }

    #[test]
    fn a_refusal_has_imported_nothing_but_a_server_error_leaves_it_open() {
        let refused = |error| {
            let rows = Vec::new();
            Trouble::Refused { error, rows }.known(WHOLE)
        };
        assert_eq!(refused(ApiError::TooLarge), Known::NothingImported);
        assert_eq!(refused(ApiError::NotFound), Known::NothingImported);
        let server = ApiError::Server {
            status: 504,
            request: None,
        };
        assert_eq!(refused(server), Known::Unclear);
        assert_eq!(refused(ApiError::Foreign { what: "upload" }), Known::Unclear);
    }
}
