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
}

impl Trouble {
    /// Whether so little had left that there is no share to speak of.
    pub fn hardly_left(&self) -> bool {
        matches!(self, Self::Unanswered { share, whole: false, .. } if *share < 0.01)
    }

    pub fn known(&self) -> Known {
        match self {
            Self::Unusable(_) | Self::Before(_) => Known::NothingSent,
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

    #[test]
    fn a_missing_answer_leaves_the_outcome_open_only_where_everything_may_have_left() {
        let unanswered = |whole| {
            let (error, share) = (ApiError::Offline, 0.5);
            Trouble::Unanswered { error, share, whole }.known()
        };
        assert_eq!(unanswered(false), Known::NothingImported);
        assert_eq!(unanswered(true), Known::Unclear);
    }

    #[test]
    fn a_refusal_has_imported_nothing_but_a_server_error_leaves_it_open() {
        let refused = |error| {
            let rows = Vec::new();
            Trouble::Refused { error, rows }.known()
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
