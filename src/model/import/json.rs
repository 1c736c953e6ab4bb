//! Reading Bitwarden's unencrypted JSON: organization and individual exports (contract/import.md, "Organization JSON, plain").
//! Item by item, so that one wrong item costs only itself. No error text of the parser is used: it may quote contents.

mod bounded;
mod parts;
mod places;
mod values;
mod whole;

use serde_json::Value;

use places::Places;
use values::Taker;
use whole::{count, raw};

use super::date::Date;
use super::fault::{Fault, Lost, Part, Row, What};
use super::file::{Compose, MOST_PARTS, MOST_ROWS, Parsed, STRETCH, Source, Tell, Unusable};
use super::item::{Content, Item, Kind};
use super::limits;
use super::report::Existing;

/// Reads the text of a file that begins like JSON, for a client that has these collections.
pub(super) fn read(
    text: &str,
    existing: &[Existing],
    compose: Compose,
    tell: &mut Tell<'_>,
) -> Result<Parsed, Unusable> {
    let (text, halves) = super::halves::mend(text);
    let total = count(&text);
    if total > MOST_ROWS {
        return Err(Unusable::TooManyRows);
    }
    let raw = raw(&text, total, tell).map_err(|error| unusable(&error))?;
    match (raw.encrypted, raw.password_protected) {
        (true, true) => return Err(Unusable::PasswordEncrypted),
        (true, false) => return Err(Unusable::AccountEncrypted),
        (false, _) => {}
    }
    let entries = raw.items.ok_or(Unusable::Unknown)?;
    let source = match (&raw.collections, &raw.folders) {
        (None, Some(_)) => Source::IndividualJson,
        (Some(collections), Some(folders)) if collections.is_empty() && !folders.is_empty() => Source::IndividualJson,
        _ => Source::OrganizationJson,
    };
    let mut parsed = Parsed::new(source, compose);
    parsed.halves += halves;
    parsed.losses = raw.losses;
    let places = {
        let (collections, folders) = (raw.collections.unwrap_or_default(), raw.folders.unwrap_or_default());
        Places::of(collections, folders, existing, &mut parsed)
    };
    for (entry, number) in entries.into_iter().zip(1_u32..) {
        let row = Row::Item(number);
        match entry {
            Entry::Trashed => parsed.trashed += 1,
            Entry::Wrong(fault) => parsed.take(row, Err(fault)),
            Entry::Item {
                mut item,
                homes,
                old_passwords_dropped,
                attachments,
                completed,
            } => {
                item.number = number;
                parsed.lost_homes += places.put(&mut item, &homes);
                parsed.old_passwords_dropped += old_passwords_dropped;
                parsed.attachments += attachments;
                parsed.completed += u32::from(completed);
                parsed.take(row, Ok(*item));
            }
        }
    }
    Ok(parsed)
}

/// What is well-formed but shaped otherwise is another format.
fn unusable(error: &serde_json::Error) -> Unusable {
    use serde_json::error::Category;
    match error.classify() {
        Category::Data => Unusable::Unknown,
        Category::Syntax | Category::Eof | Category::Io => Unusable::DamagedJson {
            line: u32::try_from(error.line()).unwrap_or(u32::MAX),
            column: u32::try_from(error.column()).unwrap_or(u32::MAX),
        },
    }
}

enum Entry {
    Trashed,
    Wrong(Fault),
    Item {
        item: Box<Item>,
        homes: ItemHomes,
        old_passwords_dropped: u32,
        attachments: u32,
        /// Whether parts were added that follow from the others.
        completed: bool,
    },
}

/// Where an item stands in the file, by ids.
struct ItemHomes {
    collections: Vec<String>,
    folder: Option<String>,
}

/// An item of the file. Only what keeps the rest from being whole and useful costs all of it.
fn entry(value: Value, lost: &mut Lost) -> Result<Entry, Fault> {
    let Value::Object(map) = value else {
        return Err(Fault::new(Part::Whole, What::WrongKind));
    };
    let mut map = Taker {
        map,
        part: Part::Whole,
        lost,
    };
    if is_trashed(&mut map) {
        return Ok(Entry::Trashed);
    }
    let kind = kind(&mut map)?;
    refuse_endless(&map, kind)?;
    // Without a name it is named later, if there is anything in it.
    let name = map.part("name", Part::Name).unwrap_or_default();
    let (changed, created) = (date(&mut map, "revisionDate"), date(&mut map, "creationDate"));
    let typed = map.take(kind.part());
    let (content, completed) = content(kind, typed, created.as_ref().or(changed.as_ref()), map.lost)?;
    refuse_others(&mut map);
    let (history, old_passwords_dropped) = parts::history(&mut map, changed.as_ref().or(created.as_ref()));
    let item = Item {
        number: 0,
        name,
        notes: map.part("notes", Part::Notes),
        favorite: map.flag("favorite").unwrap_or_default(),
        reprompt: u8::from(map.flag("reprompt").unwrap_or_default()),
        archived: map.date("archivedDate"),
        fields: parts::fields(&mut map, kind),
        history,
        content,
        homes: Vec::new(),
    };
    limits::check(&item)?;
    let attachments = map.list("attachments").len();
    Ok(Entry::Item {
        item: Box::new(item),
        homes: homes(&mut map),
        old_passwords_dropped,
        attachments: u32::try_from(attachments).unwrap_or(u32::MAX),
        completed,
    })
}

/// Whether there is a date of deletion, in whatever form.
fn is_trashed(map: &mut Taker<'_>) -> bool {
    match map.take("deletedDate") {
        Value::Null => false,
        Value::Array(_) | Value::Object(_) => {
            map.lose("deletedDate", What::BadDate);
            false
        }
        date => values::flag(&date) != Some(false),
    }
}

/// The type by its number, or, where that is missing, by the only typed part there is.
fn kind(map: &mut Taker<'_>) -> Result<Kind, Fault> {
    let unknown = Fault::new(Part::Type, What::UnknownType);
    match map.take("type") {
        Value::Number(number) => values::integer(&number.into()).and_then(Kind::of),
        Value::String(text) if !text.is_empty() => values::integer(&text.into()).and_then(Kind::of),
        _ => {
            let mut kinds = Kind::ALL.into_iter();
            let mut next = || kinds.find(|kind| map.map.get(kind.part()).is_some_and(Value::is_object));
            next().filter(|_| next().is_none())
        }
    }
    .ok_or(unknown)
}

/// Refuses an item with more parts of one kind than any has that somebody made.
fn refuse_endless(map: &Taker<'_>, kind: Kind) -> Result<(), Fault> {
    let is_endless = |list: Option<&Value>| {
        list.and_then(Value::as_array)
            .is_some_and(|list| list.len() > MOST_PARTS)
    };
    let typed = map.map.get(kind.part());
    for (name, part) in [
        ("fields", Part::CustomField),
        ("passwordHistory", Part::PasswordHistory),
        ("collectionIds", Part::Whole),
        ("attachments", Part::Whole),
    ] {
        if is_endless(map.map.get(name)) {
            return Err(Fault::new(part, What::TooMuch).of(name));
        }
    }
    for (name, part) in [("uris", Part::Website), ("fido2Credentials", Part::Passkey)] {
        if is_endless(typed.and_then(|typed| typed.get(name))) {
            return Err(Fault::new(part, What::TooMuch).of(name));
        }
    }
    Ok(())
}

/// The date of an item itself, which the server gives anew; it only stands in for others.
fn date(map: &mut Taker<'_>, name: &str) -> Option<Date> {
    values::date(&map.take(name)).ok().flatten()
}

/// The typed part, and whether something was added to it.
fn content(kind: Kind, typed: Value, born: Option<&Date>, lost: &mut Lost) -> Result<(Content, bool), Fault> {
    let holder = match kind {
        Kind::Login => {
            let (login, completed) = parts::login(typed, born, lost);
            return Ok((Content::Login(Box::new(login)), completed));
        }
        Kind::SshKey => {
            let (key, completed) = parts::ssh_key(typed, lost)?;
            return Ok((Content::SshKey(Box::new(key)), completed));
        }
        Kind::Note => return Ok((Content::Note, false)),
        Kind::Card => Content::Card,
        Kind::Identity => Content::Identity,
        Kind::BankAccount => Content::BankAccount,
        Kind::DriversLicense => Content::DriversLicense,
        Kind::Passport => Content::Passport,
    };
    let texts = Taker::of(typed, Part::Typed(kind), lost).texts(kind.properties());
    Ok((holder(texts), false))
}

/// Typed parts of other types have no place in an item.
fn refuse_others(map: &mut Taker<'_>) {
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Note) {
        let other = map.take(kind.part());
        let holds = |value: &Value| !value.is_null() && value != "" && !value.as_array().is_some_and(Vec::is_empty);
        if other
            .as_object()
            .map_or(holds(&other), |other| other.values().any(holds))
        {
            map.lost.add(Fault::new(Part::Typed(kind), What::WrongKind));
        }
    }
}

fn homes(map: &mut Taker<'_>) -> ItemHomes {
    let mut collections = Vec::new();
    for value in map.list("collectionIds") {
        match values::text(value) {
            Ok(id) => collections.extend(id),
            Err(what) => map.lose("collectionIds", what),
        }
    }
    let folder = map.text("folderId");
    ItemHomes { collections, folder }
}

#[cfg(test)]
mod tests;
