//! The only path from an error to sentences: what happened and why, and what to do next.

use portal_crypto::{CryptoError, Refusal};

use crate::api::ApiError;
use crate::say;
use crate::session::Failure;

/// An error in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What happened.
    pub title: String,
    /// Why, and who can change it.
    pub detail: String,
    /// What to do next.
    pub next_step: String,
    /// The server's own words or a number to quote, shown under "Details".
    pub technical: Option<String>,
}

impl Explanation {
    /// Detail and next step as one paragraph.
    pub fn text(&self) -> String {
        [self.detail.as_str(), self.next_step.as_str()]
            .join(" ")
            .trim()
            .to_owned()
    }

    /// What happened and what to do next, for the narrow place beside a field.
    pub fn in_one_line(&self) -> String {
        format!("{}. {}", self.title, self.next_step)
    }
}

fn explanation(title: String, detail: String, next_step: String) -> Explanation {
    Explanation {
        title,
        detail,
        next_step,
        technical: None,
    }
}

/// Words a failure in the language in use.
pub fn explain(failure: &Failure) -> Explanation {
    match failure {
        Failure::Api(error) => explain_api(error),
        Failure::Crypto(error) => explain_crypto(*error),
        Failure::PartMissing => explanation(
            say!(explain.part_title),
            say!(explain.part_detail),
            say!(explain.part_next),
        ),
        Failure::DeskUnreadable => explanation(
            say!(desk.unreadable_title),
            say!(desk.unreadable_detail),
            say!(desk.unreadable_next),
        ),
        Failure::DeskFull => explanation(say!(desk.full_title), say!(desk.full_detail), say!(desk.full_next)),
        Failure::DeskNotKept => explanation(
            say!(desk.not_kept_title),
            say!(desk.not_kept_detail),
            say!(desk.not_kept_next),
        ),
        Failure::WrongPassword => explanation(
            say!(explain.password_title),
            say!(explain.password_detail),
            say!(explain.password_next),
        ),
        Failure::WrongCode => explanation(
            say!(explain.code_title),
            say!(explain.code_detail),
            say!(explain.code_next),
        ),
        Failure::WrongDeviceCode => explanation(
            say!(explain.device_code_title),
            say!(explain.device_code_detail),
            say!(explain.code_next),
        ),
        Failure::SignInRefused(said) => Explanation {
            technical: Some(said.clone()).filter(|said| !said.is_empty()),
            ..explanation(
                say!(explain.refused_title),
                say!(explain.refused_detail),
                say!(explain.refused_next),
            )
        },
        Failure::NoMasterPassword => explanation(
            say!(explain.no_password_title),
            say!(explain.no_password_detail),
            say!(explain.official_next),
        ),
        Failure::LegacyAccount => explanation(
            say!(explain.legacy_title),
            say!(explain.legacy_detail),
            say!(explain.legacy_next),
        ),
        Failure::MustChangePassword => explanation(
            say!(explain.must_change_title),
            say!(explain.must_change_detail),
            say!(explain.must_change_next),
        ),
        Failure::KeysDamaged => explanation(
            say!(explain.damaged_title),
            say!(explain.damaged_detail),
            say!(explain.damaged_next),
        ),
        Failure::WeaklySealed => explanation(
            say!(explain.weak_title),
            say!(explain.weakly_sealed_detail),
            say!(explain.weakly_sealed_next),
        ),
        Failure::OtherAccount => explanation(
            say!(explain.other_title),
            say!(explain.other_detail),
            say!(explain.damaged_next),
        ),
        Failure::ForeignKey => explanation(
            say!(explain.foreign_key_title),
            say!(explain.foreign_key_detail),
            say!(explain.foreign_key_next),
        ),
        Failure::NoKey => explanation(
            say!(explain.no_key_title),
            say!(explain.no_key_detail),
            say!(explain.no_key_next),
        ),
        Failure::Worker => explanation(
            say!(explain.worker_title),
            say!(explain.worker_detail),
            say!(explain.worker_next),
        ),
    }
}

/// Words an answer of the server, or its absence.
pub fn explain_api(error: &ApiError) -> Explanation {
    match error {
        ApiError::Offline => explanation(
            say!(explain.offline_title),
            say!(explain.offline_detail),
            say!(explain.offline_next),
        ),
        ApiError::BrokenOff => explanation(
            say!(explain.broken_off_title),
            say!(explain.broken_off_detail),
            say!(explain.offline_next),
        ),
        ApiError::TimedOut => explanation(
            say!(explain.late_title),
            say!(explain.late_detail),
            say!(explain.again_next),
        ),
        ApiError::Cancelled => explanation(
            say!(explain.cancelled_title),
            say!(explain.cancelled_detail),
            say!(explain.again_next),
        ),
        ApiError::SignedOut => explanation(
            say!(explain.ended_title),
            say!(explain.ended_detail),
            say!(explain.ended_next),
        ),
        ApiError::Forbidden { message } => Explanation {
            technical: message.clone(),
            ..explanation(
                say!(explain.forbidden_title),
                say!(explain.forbidden_detail),
                say!(explain.forbidden_next),
            )
        },
        ApiError::NotFound => explanation(
            say!(explain.not_found_title),
            say!(explain.not_found_detail),
            say!(explain.not_found_next),
        ),
        ApiError::Rejected { message, fields } => {
            let said: Vec<String> = if fields.is_empty() {
                vec![message.clone()]
            } else {
                fields
                    .iter()
                    .map(|(field, text)| {
                        if field.is_empty() {
                            text.clone()
                        } else {
                            format!("{field}: {text}")
                        }
                    })
                    .collect()
            };
            let technical = Some(said.join("\n")).filter(|text| !text.trim().is_empty());
            let next_step = match technical {
                Some(_) => say!(explain.rejected_next),
                None => say!(explain.rejected_next_unsaid),
            };
            Explanation {
                technical,
                ..explanation(say!(explain.rejected_title), say!(explain.rejected_detail), next_step)
            }
        }
        ApiError::TooLarge => explanation(
            say!(explain.large_title),
            say!(explain.large_detail),
            say!(explain.large_next),
        ),
        ApiError::TooMany { retry_after } => explanation(
            say!(explain.too_many_title),
            say!(explain.too_many_detail),
            match retry_after {
                Some(seconds @ ..120) => say!(explain.too_many_next, seconds = *seconds),
                Some(seconds @ ..7_200) => say!(explain.too_many_next_minutes, minutes = seconds.div_ceil(60)),
                Some(seconds) => say!(explain.too_many_next_hours, hours = seconds.div_ceil(3_600)),
                None => say!(explain.too_many_next_soon),
            },
        ),
        ApiError::Server { status, request } => Explanation {
            technical: Some(match request {
                Some(request) => format!("HTTP {status}, {request}"),
                None => format!("HTTP {status}"),
            }),
            ..explanation(
                say!(explain.server_title),
                say!(explain.server_detail),
                say!(explain.server_next),
            )
        },
        ApiError::Foreign { what } => Explanation {
            technical: Some((*what).to_owned()),
            ..explanation(
                say!(explain.foreign_title),
                say!(explain.foreign_detail),
                say!(explain.foreign_next),
            )
        },
        ApiError::Unreadable { what, field } => Explanation {
            technical: Some(format!("{what}: {field}")),
            ..explanation(
                say!(explain.unreadable_title),
                say!(explain.unreadable_detail),
                say!(explain.unreadable_next),
            )
        },
    }
}

/// Words why something can't be decrypted or derived.
pub fn explain_crypto(error: CryptoError) -> Explanation {
    match error {
        CryptoError::Refused(Refusal::KdfTooWeak | Refusal::UnknownKdf) => explanation(
            say!(explain.kdf_weak_title),
            say!(explain.kdf_weak_detail),
            say!(explain.kdf_weak_next),
        ),
        CryptoError::Refused(Refusal::KdfTooCostly) => explanation(
            say!(explain.kdf_costly_title),
            say!(explain.kdf_costly_detail),
            say!(explain.official_next),
        ),
        CryptoError::Refused(Refusal::EmptyPassword) => explanation(
            say!(explain.password_title),
            say!(explain.password_empty),
            String::new(),
        ),
        CryptoError::Platform(what) => Explanation {
            technical: Some(what.to_owned()),
            ..explanation(
                say!(explain.platform_title),
                say!(explain.platform_detail),
                say!(explain.platform_next),
            )
        },
        CryptoError::Refused(Refusal::Inconsistent) => explanation(
            say!(explain.contradiction_title),
            say!(explain.contradiction_detail),
            say!(explain.foreign_key_next),
        ),
        CryptoError::Refused(_) => explanation(
            say!(explain.weak_title),
            say!(explain.weak_detail),
            say!(explain.weak_next),
        ),
        CryptoError::Malformed(_) | CryptoError::Undecryptable => explanation(
            say!(explain.sealed_title),
            say!(explain.sealed_detail),
            say!(explain.sealed_next),
        ),
    }
}
