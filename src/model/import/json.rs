//! Reading Bitwarden's unencrypted JSON: organization and individual exports (contract/import.md, "Organization JSON, plain").
//! Item by item, so that one wrong item costs only itself. No error text of the parser is used: it may quote contents.

mod bounded;
mod whole;

use std::collections::HashMap;

use serde_json::{Map, Value};

use whole::{count, raw};

use super::fault::{Fault, Part, Problem, Row, What};
use super::file::{Homes, MOST_PARTS, MOST_ROWS, Parsed, STRETCH, Source, Tell, Unusable};
use super::item::{Field, Item, Kind, Login, OldPassword, PASSKEY, Passkey, Property, Texts, Uri};

/// How many earlier passwords an item keeps.
const HISTORY: usize = 5;

/// Reads the text of a file that begins like JSON.
pub(super) fn read(text: &str, tell: &mut Tell<'_>) -> Result<Parsed, Unusable> {
    let total = count(text);
    if total > MOST_ROWS {
        return Err(Unusable::TooManyRows);
    }
    let raw = raw(text, total, tell).map_err(|error| unusable(&error))?;
    match (raw.encrypted, raw.password_protected) {
        (true, true) => return Err(Unusable::PasswordEncrypted),
        (true, false) => return Err(Unusable::AccountEncrypted),
        (false, _) => {}
    }
    let entries = raw.items.ok_or(Unusable::Unknown)?;
    let (source, homes) = match (raw.collections, raw.folders) {
        (None, Some(folders)) => (Source::IndividualJson, folders),
        (collections, _) => (Source::OrganizationJson, collections.unwrap_or_default()),
    };
    let mut parsed = Parsed::new(source);
    let places = places(homes, &mut parsed);
    for (entry, number) in entries.into_iter().zip(1_u32..) {
        let row = Row::Item(number);
        match entry {
            Entry::Trashed => parsed.trashed += 1,
            Entry::Wrong(fault) => parsed.take(row, Err(fault)),
            Entry::Item {
                mut item,
                homes,
                old_passwords_dropped,
            } => {
                item.number = number;
                for home in homes {
                    match places.get(&home) {
                        Some(place) if item.homes.contains(place) => {}
                        Some(place) => item.homes.push(*place),
                        None => parsed.lost_homes += 1,
                    }
                }
                parsed.old_passwords_dropped += old_passwords_dropped;
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

/// Positions of the file's collections by their ids there.
fn places(listed: Vec<Result<Listed, Fault>>, parsed: &mut Parsed) -> HashMap<String, u32> {
    let mut places = HashMap::new();
    let mut homes = Homes::default();
    for (listed, number) in listed.into_iter().zip(1_u32..) {
        let place = listed.and_then(|(id, name)| Ok((id, homes.place(&name)?)));
        match place {
            Ok((Some(id), place)) => {
                places.insert(id, place);
            }
            // Without an id nothing points at it; it is created all the same.
            Ok((None, _)) => {}
            Err(fault) => parsed.problems.push(Problem {
                row: Row::Collection(number),
                fault,
            }),
        }
    }
    parsed.homes = homes.into_names();
    places
}

/// A collection or folder: its id in the file, and its name.
type Listed = (Option<String>, String);

enum Entry {
    Trashed,
    Wrong(Fault),
    Item {
        item: Box<Item>,
        /// Ids of its collections, or of its folder.
        homes: Vec<String>,
        old_passwords_dropped: u32,
    },
}

fn listed(value: Result<Value, Fault>) -> Result<Listed, Fault> {
    let mut map = object(value?, Part::Whole)?;
    let id = text(&mut map, "id", Part::Whole)?;
    let name = text(&mut map, "name", Part::Name)?.unwrap_or_default();
    Ok((id, name))
}

fn entry(value: Value) -> Result<Entry, Fault> {
    let mut map = object(value, Part::Whole)?;
    if map.get("deletedDate").is_some_and(|date| !date.is_null()) {
        return Ok(Entry::Trashed);
    }
    let kind = map
        .remove("type")
        .and_then(|kind| integer(&kind))
        .and_then(Kind::of)
        .ok_or(Fault::new(Part::Type, What::UnknownType))?;
    // Without a name it is named later, if there is anything in it.
    let name = text(&mut map, "name", Part::Name)?.unwrap_or_default();
    let (history, old_passwords_dropped) = history(&mut map)?;
    let typed = map.remove(kind.part()).unwrap_or(Value::Null);
    let (login, texts) = match kind {
        Kind::Login => (Some(Box::new(login(typed)?)), Texts::new()),
        Kind::Note => (None, Texts::new()),
        _ => {
            let part = Part::Typed(kind);
            let mut typed = optional_object(typed, part)?;
            // Some programs write the fingerprint under the name it has inside their own code.
            if let (Kind::SshKey, Some(value)) = (kind, typed.remove("fingerprint")) {
                typed.entry("keyFingerprint").or_insert(value);
            }
            (None, texts(&mut typed, kind.properties(), part)?)
        }
    };
    let item = Item {
        number: 0,
        kind,
        name,
        notes: text(&mut map, "notes", Part::Notes)?,
        favorite: map.get("favorite") == Some(&Value::Bool(true)),
        reprompt: u8::from(map.get("reprompt").and_then(integer) == Some(1)),
        archived: date(&mut map, "archivedDate", Part::Whole)?,
        fields: fields(&mut map)?,
        history,
        login,
        texts,
        homes: Vec::new(),
    };
    Ok(Entry::Item {
        item: Box::new(item),
        homes: homes(&mut map)?,
        old_passwords_dropped,
    })
}

fn homes(map: &mut Map<String, Value>) -> Result<Vec<String>, Fault> {
    let mut homes = Vec::new();
    for value in list(map, "collectionIds", Part::Whole)? {
        match value {
            Value::String(id) => homes.push(id),
            Value::Null => {}
            _ => return Err(Fault::new(Part::Whole, What::WrongKind).of("collectionIds")),
        }
    }
    if homes.is_empty() {
        homes.extend(text(map, "folderId", Part::Whole)?);
    }
    Ok(homes)
}

fn fields(map: &mut Map<String, Value>) -> Result<Vec<Field>, Fault> {
    const PART: Part = Part::CustomField;
    let mut fields = Vec::new();
    for value in list(map, "fields", PART)? {
        let mut field = object(value, PART)?;
        let kind = field.get("type").and_then(integer).unwrap_or(0);
        fields.push(Field {
            kind: u8::try_from(kind)
                .ok()
                .filter(|kind| *kind <= 3)
                .ok_or(Fault::new(PART, What::UnknownType))?,
            name: text(&mut field, "name", PART)?,
            value: text(&mut field, "value", PART)?,
            linked: field.get("linkedId").and_then(integer),
        });
    }
    Ok(fields)
}

/// The earlier passwords kept, latest first as the file has them, and how many are not.
fn history(map: &mut Map<String, Value>) -> Result<(Vec<OldPassword>, u32), Fault> {
    const PART: Part = Part::PasswordHistory;
    let mut kept = Vec::new();
    let mut dropped = 0;
    for value in list(map, "passwordHistory", PART)? {
        let mut old = object(value, PART)?;
        let used = date(&mut old, "lastUsedDate", PART)?;
        match (text(&mut old, "password", PART)?, used) {
            (Some(password), Some(used)) if kept.len() < HISTORY => kept.push(OldPassword { password, used }),
            (None, _) => {}
            _ => dropped += 1,
        }
    }
    Ok((kept, dropped))
}

fn login(value: Value) -> Result<Login, Fault> {
    let mut map = optional_object(value, Part::Whole)?;
    let mut login = Login {
        username: text(&mut map, "username", Part::Username)?,
        password: text(&mut map, "password", Part::Password)?,
        totp: text(&mut map, "totp", Part::Totp)?,
        password_changed: date(&mut map, "passwordRevisionDate", Part::Password)?,
        autofill: map.get("autofillOnPageLoad").and_then(Value::as_bool),
        ..Login::default()
    };
    for value in list(&mut map, "uris", Part::Website)? {
        let mut uri = object(value, Part::Website)?;
        let matching = uri.get("match").and_then(integer);
        if let Some(text) = text(&mut uri, "uri", Part::Website)? {
            login.uris.push(Uri {
                uri: text,
                matching: matching
                    .and_then(|matching| u8::try_from(matching).ok())
                    .filter(|matching| *matching <= 5),
            });
        }
    }
    for value in list(&mut map, "fido2Credentials", Part::Passkey)? {
        let mut passkey = object(value, Part::Passkey)?;
        login.passkeys.push(Passkey {
            created: date(&mut passkey, "creationDate", Part::Passkey)?
                .ok_or(Fault::new(Part::Passkey, What::Missing).of("creationDate"))?,
            texts: texts(&mut passkey, &PASSKEY, Part::Passkey)?,
        });
    }
    Ok(login)
}

fn texts(map: &mut Map<String, Value>, properties: &'static [Property], part: Part) -> Result<Texts, Fault> {
    let mut texts = Texts::new();
    for (name, _) in properties {
        if let Some(text) = text(map, name, part).map_err(|fault| fault.of(name))? {
            texts.push((name, text));
        }
    }
    Ok(texts)
}

fn object(value: Value, part: Part) -> Result<Map<String, Value>, Fault> {
    match value {
        Value::Object(map) => Ok(map),
        _ => Err(Fault::new(part, What::WrongKind)),
    }
}

fn optional_object(value: Value, part: Part) -> Result<Map<String, Value>, Fault> {
    match value {
        Value::Null => Ok(Map::new()),
        value => object(value, part),
    }
}

fn list(map: &mut Map<String, Value>, name: &str, part: Part) -> Result<Vec<Value>, Fault> {
    match map.remove(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(list)) if list.len() > MOST_PARTS => Err(Fault::new(part, What::TooMuch).of(name)),
        Some(Value::Array(list)) => Ok(list),
        Some(_) => Err(Fault::new(part, What::WrongKind)),
    }
}

/// A text; numbers and booleans as their text, empty as none.
fn text(map: &mut Map<String, Value>, name: &str, part: Part) -> Result<Option<String>, Fault> {
    match map.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(Value::Bool(value)) => Ok(Some(value.to_string())),
        Some(Value::Array(_) | Value::Object(_)) => Err(Fault::new(part, What::WrongKind)),
    }
}

fn date(map: &mut Map<String, Value>, name: &str, part: Part) -> Result<Option<String>, Fault> {
    let date = text(map, name, part)?;
    if date.as_deref().is_none_or(is_date) {
        Ok(date)
    } else {
        Err(Fault::new(part, What::BadDate).of(name))
    }
}

/// ISO 8601, with or without time, with or without zone.
pub(super) fn is_date(text: &str) -> bool {
    use time::OffsetDateTime;
    use time::format_description::well_known::Rfc3339;
    let parses = |text: &str| OffsetDateTime::parse(text, &Rfc3339).is_ok();
    text.is_ascii()
        && (parses(text) || parses(&format!("{text}Z")) || (text.len() == 10 && parses(&format!("{text}T00:00:00Z"))))
}

fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

#[cfg(test)]
mod tests;
