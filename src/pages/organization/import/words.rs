//! How the parts of an import are said. Rows and kinds of fields only, never what they hold.

use crate::api::ApiError;
use crate::model::import::fault::Told;
use crate::model::import::{Block, Fault, Kind, Loss, Outcome, Part, Problem, Report, Row, Source, Unusable, What};
use crate::say;
use crate::text::format::number;

use super::trouble::{Known, Sending, Trouble};

/// "1 item", "12 items".
pub fn items(count: usize) -> String {
    say!(import.items, count = count, n = number(count))
}

pub fn collections(count: usize) -> String {
    say!(import.collections, count = count, n = number(count))
}

/// So many items of a type.
pub fn of_kind(kind: Kind, count: usize) -> String {
    let n = number(count);
    match kind {
        Kind::Login => say!(import.logins, count = count, n = n),
        Kind::Note => say!(import.notes, count = count, n = n),
        Kind::Card => say!(import.cards, count = count, n = n),
        Kind::Identity => say!(import.identities, count = count, n = n),
        Kind::SshKey => say!(import.ssh_keys, count = count, n = n),
        Kind::BankAccount => say!(import.bank_accounts, count = count, n = n),
        Kind::DriversLicense => say!(import.licenses, count = count, n = n),
        Kind::Passport => say!(import.passports, count = count, n = n),
    }
}

/// The name of a type.
pub fn kind(kind: Kind) -> String {
    match kind {
        Kind::Login => say!(import.kind_login),
        Kind::Note => say!(import.kind_note),
        Kind::Card => say!(import.kind_card),
        Kind::Identity => say!(import.kind_identity),
        Kind::SshKey => say!(import.kind_ssh_key),
        Kind::BankAccount => say!(import.kind_bank_account),
        Kind::DriversLicense => say!(import.kind_license),
        Kind::Passport => say!(import.kind_passport),
    }
}

/// The name of an item of this type that has none.
pub fn unnamed(kind: Kind) -> String {
    match kind {
        Kind::Login => say!(import.unnamed_login),
        Kind::Note => say!(import.unnamed_note),
        Kind::Card => say!(import.unnamed_card),
        Kind::Identity => say!(import.unnamed_identity),
        Kind::SshKey => say!(import.unnamed_ssh_key),
        Kind::BankAccount => say!(import.unnamed_bank_account),
        Kind::DriversLicense => say!(import.unnamed_license),
        Kind::Passport => say!(import.unnamed_passport),
    }
}

/// Types that are imported, with their counts.
pub fn kinds(report: &Report) -> Vec<(Kind, usize)> {
    occurring(&report.counts)
}

/// Types that occur, with their counts.
pub fn occurring(counts: &[u32; 8]) -> Vec<(Kind, usize)> {
    let counts = Kind::ALL.into_iter().zip(*counts);
    counts
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| (kind, count as usize))
        .collect()
}

/// "3 logins, 1 card".
pub fn counted(counts: &[u32; 8]) -> String {
    let counted = occurring(counts).into_iter().map(|(kind, count)| of_kind(kind, count));
    counted.collect::<Vec<_>>().join(", ")
}

/// "line 3, line 8 …": the first rows of those that something is told about.
pub fn rows(told: &Told) -> String {
    let rows: Vec<String> = told.rows.iter().map(|told| row(*told)).collect();
    let more = if told.count as usize > rows.len() { " …" } else { "" };
    format!("{}{more}", rows.join(", "))
}

/// The one sentence of the preview.
pub fn summary(report: &Report, outcome: &Outcome, client: &str) -> String {
    if outcome.items == 0 {
        return say!(import.summary_none, client = client);
    }
    let used = outcome.new_collections + outcome.existing_collections;
    say!(
        import.summary,
        items = items(outcome.items),
        client = client,
        kinds = counted(&report.counts),
        collections = collections(used)
    )
}

pub fn source(source: Source) -> String {
    match source {
        Source::OrganizationJson => say!(import.source_organization_json),
        Source::IndividualJson => say!(import.source_individual_json),
        Source::OrganizationCsv => say!(import.source_organization_csv),
        Source::IndividualCsv => say!(import.source_individual_csv),
    }
}

pub fn row(row: Row) -> String {
    match row {
        Row::Item(at) => say!(import.row_item, n = number(at)),
        Row::Line(at) => say!(import.row_line, n = number(at)),
        Row::Collection(at) => say!(import.row_collection, n = number(at)),
    }
}

pub fn part(part: Part) -> String {
    match part {
        Part::Whole => say!(import.part_whole),
        Part::Type => say!(import.part_type),
        Part::Name => say!(import.part_name),
        Part::Notes => say!(import.part_notes),
        Part::Username => say!(import.part_username),
        Part::Password => say!(import.part_password),
        Part::Totp => say!(import.part_totp),
        Part::Website => say!(import.part_website),
        Part::Passkey => say!(import.part_passkey),
        Part::CustomField => say!(import.part_field),
        Part::PasswordHistory => say!(import.part_history),
        Part::Typed(of) => kind(of),
    }
}

fn fault(fault: &Fault) -> String {
    let what = match fault.what {
        What::Missing => say!(import.what_missing),
        What::WrongKind => say!(import.what_wrong_kind),
        What::UnknownType => say!(import.what_unknown_type),
        What::TooLong { most } => say!(import.what_too_long, most = number(most)),
        What::BadDate => say!(import.what_bad_date),
        What::Columns => say!(import.what_columns),
        What::TooMuch => say!(import.what_too_much),
        What::NoSuchLink => say!(import.what_no_such_link),
        What::Second => say!(import.what_second),
    };
    match &fault.property {
        Some(property) if fault.part == Part::Whole => format!("{property}: {what}"),
        Some(property) => format!("{} ({property}): {what}", part(fault.part)),
        None => format!("{}: {what}", part(fault.part)),
    }
}

/// What is wrong with a row that is left out.
pub fn problem(problem: &Problem) -> String {
    format!("{} – {}", row(problem.row), fault(&problem.fault))
}

/// What is left out of a row that is taken.
pub fn loss(loss: &Loss) -> String {
    let faults: Vec<String> = loss.faults.iter().map(fault).collect();
    format!("{} – {}", row(loss.row), faults.join("; "))
}

/// Why a file can't be used, and what to do.
pub fn unusable(why: Unusable) -> (String, String) {
    let most = crate::text::format::bytes(crate::model::import::file::MAX_BYTES);
    match why {
        Unusable::Empty => (say!(import.empty_title), say!(import.empty_text)),
        Unusable::NoItems => (say!(import.no_items_title), say!(import.no_items_text)),
        Unusable::TooLarge => (say!(import.huge_title, most = most), say!(import.huge_text)),
        Unusable::TooManyRows => (
            say!(
                import.endless_title,
                most = number(crate::model::import::file::MOST_ROWS)
            ),
            say!(import.huge_text),
        ),
        Unusable::Unreadable => (say!(import.unreadable_title), say!(import.unreadable_text)),
        Unusable::AccountEncrypted => (say!(import.account_title), say!(import.account_text)),
        Unusable::PasswordEncrypted => (say!(import.protected_title), say!(import.protected_text)),
        Unusable::Archive => (say!(import.archive_title), say!(import.archive_text)),
        Unusable::NotUtf8 { line } => (say!(import.utf8_title), say!(import.utf8_text, line = number(line))),
        Unusable::DamagedJson { line, column } => (
            say!(import.damaged_title),
            say!(import.damaged_json, line = number(line), column = number(column)),
        ),
        Unusable::DamagedCsv { line } => (
            say!(import.damaged_title),
            say!(import.damaged_csv, line = number(line)),
        ),
        Unusable::Unknown => (say!(import.unknown_title), say!(import.unknown_text)),
    }
}

/// What stands in the way of an import.
pub fn block(block: Block, client: &str) -> String {
    let count = |value: usize| number(value);
    match block {
        Block::NothingToImport => say!(import.block_nothing),
        Block::NothingHeld => say!(import.block_unheld),
        Block::TooLarge { most } => say!(import.block_large, most = crate::text::format::bytes(most)),
        Block::TooManyItems { items, most } => say!(import.block_items, n = count(items), most = count(most)),
        Block::TooManyCollections { collections, most } => {
            say!(import.block_collections, n = count(collections), most = count(most))
        }
        Block::TooManyRelationships { relationships, most } => {
            say!(import.block_relationships, n = count(relationships), most = count(most))
        }
        Block::ClientFull { collections, most } => say!(
            import.block_client,
            client = client,
            n = count(collections),
            most = count(most)
        ),
    }
}

/// What happened, in a title and a text.
pub fn trouble(trouble: &Trouble, client: &str) -> (String, String) {
    match trouble {
        Trouble::Unusable(why) => unusable(*why),
        Trouble::Before(failure) => {
            let explained = crate::text::explain::explain(failure);
            (explained.title.clone(), explained.text())
        }
        Trouble::TooLarge { most } => (
            say!(import.much_title),
            say!(import.block_large, most = crate::text::format::bytes(*most)),
        ),
        Trouble::Refused { error, rows } => refused(error, rows.is_empty(), client),
        Trouble::Unanswered { error, .. } => match (error, trouble.hardly_left()) {
            (ApiError::Cancelled, true) => (say!(import.stopped_title), say!(import.stopped_early)),
            (ApiError::Cancelled, false) => (say!(import.stopped_title), say!(import.stopped_text)),
            (ApiError::TimedOut, _) => (say!(import.late_title), say!(import.late_text)),
            (_, true) => (say!(import.broken_title), say!(import.broken_early)),
            (_, false) => (say!(import.broken_title), say!(import.broken_text)),
        },
    }
}

fn refused(error: &ApiError, no_rows: bool, client: &str) -> (String, String) {
    match error {
        ApiError::Forbidden { .. } | ApiError::NotFound => {
            (say!(import.refused_title, client = client), say!(import.refused_text))
        }
        ApiError::Rejected { message, .. } if message.contains("privileges") => {
            (say!(import.refused_title, client = client), say!(import.refused_text))
        }
        ApiError::Rejected { message, .. } if message.contains("this much data") => {
            (say!(import.much_title), say!(import.much_text))
        }
        ApiError::TooLarge => (say!(import.much_title), say!(import.much_text)),
        ApiError::Rejected { message, .. } if message.contains("maximum of") => {
            (say!(import.full_title, client = client), say!(import.full_text))
        }
        ApiError::Rejected { .. } if !no_rows => (say!(import.rows_title), say!(import.rows_text)),
        // Not that nothing was changed: what is known of that is said apart.
        ApiError::Server { .. } => (say!(explain.server_title), say!(import.server_text)),
        other => {
            let explained = crate::text::explain::explain_api(other);
            (explained.title.clone(), explained.text())
        }
    }
}

/// The server's own words, for "Details".
pub fn technical(trouble: &Trouble) -> Option<String> {
    match trouble {
        Trouble::Refused { error, .. } | Trouble::Unanswered { error, .. } => {
            crate::text::explain::explain_api(error).technical
        }
        Trouble::Before(failure) => crate::text::explain::explain(failure).technical,
        Trouble::Unusable(_) | Trouble::TooLarge { .. } => None,
    }
}

/// What is known of the outcome, in a title and a text.
pub fn known(trouble: &Trouble, sending: Sending, client: &str) -> (String, String) {
    match trouble.known(sending) {
        Known::NothingSent => (say!(import.known_nothing_sent), say!(import.known_start_over)),
        Known::NothingImported => {
            let part = match trouble {
                Trouble::Unanswered { share, .. } if !trouble.hardly_left() => {
                    say!(import.known_partly, share = crate::text::format::percent(*share))
                }
                _ => say!(import.known_start_over),
            };
            (say!(import.known_nothing_imported, client = client), part)
        }
        Known::Unclear => (
            say!(import.known_unclear),
            say!(import.known_unclear_text, client = client),
        ),
        Known::Part => (
            say!(import.known_part, client = client),
            say!(import.known_part_text, client = client, n = number(sending.items)),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_fails_is_not_said_to_have_changed_nothing() {
        let error = ApiError::Server {
            status: 500,
            request: None,
        };
        let rows = Vec::new();
        let (_, text) = trouble(&Trouble::Refused { error, rows }, "Acme");
        assert!(!text.contains(&say!(explain.server_detail)), "{text}");
    }

    fn stopped(share: f64) -> Trouble {
        Trouble::Unanswered {
            error: ApiError::Cancelled,
            share,
            whole: false,
        }
    }

    #[test]
    fn of_an_import_that_was_stopped_at_once_nothing_is_said_to_have_been_on_its_way() {
        let early = stopped(0.004);
        let (_, happened) = trouble(&early, "Lindqvist");
        assert_eq!(happened, say!(import.stopped_early));
        let whole = Sending {
            items: 5,
            all_or_nothing: true,
        };
        assert_eq!(known(&early, whole, "Lindqvist").1, say!(import.known_start_over));
        assert_eq!(trouble(&stopped(0.5), "Lindqvist").1, say!(import.stopped_text));
    }

    #[test]
    fn a_refusal_for_its_size_says_what_helps_and_names_no_limit_to_raise() {
        let error = ApiError::TooLarge;
        let rows = Vec::new();
        let said = trouble(&Trouble::Refused { error, rows }, "Lindqvist");
        assert_eq!(said, (say!(import.much_title), say!(import.much_text)));
    }
}
