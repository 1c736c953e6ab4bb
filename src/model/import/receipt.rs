//! What remains of an import: counts, times and the file's digest. Nothing of any item.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::report::{Outcome, Report};

/// The proof of an import, for the person's own records.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    pub client: String,
    /// Who imported.
    pub by: String,
    /// Who approved it, as the person wrote.
    pub approved_by: String,
    pub file: String,
    /// Bytes.
    pub size: u64,
    /// The instant of the server's answer, as on the wire.
    pub at: String,
    /// Milliseconds from the confirmation to the answer.
    pub took_ms: f64,
    pub report: Report,
    pub outcome: Outcome,
    /// The server stores everything or nothing: its answer says that everything is stored. Elsewhere it was sent, and no more is known.
    pub all_or_nothing: bool,
}

/// An instant (milliseconds since 1970 UTC) as on the wire, to the second.
pub fn instant(milliseconds: f64) -> String {
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (milliseconds / 1000.0) as i64;
    OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .and_then(|instant| instant.format(&Rfc3339).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_instant_is_written_as_on_the_wire() {
        assert_eq!(super::instant(1_787_235_379_999.0), "2026-08-20T14:16:19Z");
    }
}
