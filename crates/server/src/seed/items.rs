//! The vault items of one client: believable, and encrypted as an official client would (crypto/crypto.md section 8).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::params;
use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime};

use super::client::Scope;
use super::contents::{self, Content};
use super::random::Random;
use super::sealing::{self, Key};
use super::structure::Collection;
use crate::clock::stamp;
use crate::error::Result;

/// Writes the client's items into its collections; answers their ids and dates for the event log.
pub(super) fn write(
    scope: &Scope,
    collections: &[Collection],
    random: &mut Random,
) -> Result<Vec<(String, OffsetDateTime)>> {
    let Scope {
        connection,
        organization,
        plan,
        founded,
        now,
        ..
    } = *scope;
    let mut insert =
        connection.prepare_cached("INSERT INTO ciphers VALUES (?1,NULL,?2,?3,?4,0,?5,?6,?7,?8,?9,NULL)")?;
    let mut place = connection.prepare_cached("INSERT OR IGNORE INTO collection_ciphers VALUES (?1,?2)")?;
    let mut written = Vec::with_capacity(plan.items);
    for number in 0..plan.items {
        let content = contents::draw(plan, number, random);
        let own_key = random.chance(22).then(|| sealing::new_key(random)).transpose()?;
        let wrapped = own_key
            .as_ref()
            .map(|key| sealing::wrap(scope.key, key, random))
            .transpose()?;
        let created = random.office_hours(founded, now - Duration::hours(2));
        let revised = if random.chance(60) {
            created
        } else {
            random.office_hours(created, now - Duration::hours(1))
        };
        let data = encrypt(&content, own_key.as_ref().unwrap_or(scope.key), created, random)?;
        let deleted = random
            .chance(4)
            .then(|| stamp(random.office_hours(revised.max(now - Duration::days(29)), now)));
        let id = random.id();
        insert.execute(params![
            id,
            organization,
            content.kind,
            data.to_string(),
            i64::from(random.chance(6)),
            wrapped,
            stamp(created),
            stamp(revised),
            deleted,
        ])?;
        for collection in homes(&content, collections, random) {
            place.execute(params![collection, id])?;
        }
        written.push((id, created));
    }
    Ok(written)
}

/// One collection of the item's topic, now and then a second one; a few items lie in none.
fn homes<'a>(content: &Content, collections: &'a [Collection], random: &mut Random) -> Vec<&'a str> {
    if collections.is_empty() || random.chance(2) {
        return Vec::new();
    }
    let fitting: Vec<&Collection> = collections
        .iter()
        .filter(|collection| collection.topic == content.topic)
        .collect();
    let first = if fitting.is_empty() {
        random.pick(collections)
    } else {
        random.pick(&fitting)
    };
    let mut homes = vec![first.id.as_str()];
    if random.chance(8) {
        homes.push(random.pick(collections).id.as_str());
    }
    homes
}

/// The item as the client sends it: every text its own encrypted string, in the wire's property names.
fn encrypt(content: &Content, key: &Key, created: OffsetDateTime, random: &mut Random) -> Result<Value> {
    let mut data = Map::new();
    data.insert("name".into(), sealed(key, &content.name, random)?);
    data.insert("notes".into(), optional(key, content.notes.as_deref(), random)?);
    let mut part = Map::new();
    for (field, text) in &content.part {
        part.insert((*field).into(), optional(key, text.as_deref(), random)?);
    }
    match content.kind {
        1 => {
            let mut uris = Vec::with_capacity(content.uris.len());
            for uri in &content.uris {
                let checksum = STANDARD.encode(contents::sha256(uri.as_bytes()));
                uris.push(json!({
                    "uri": sealed(key, uri, random)?,
                    "uriChecksum": sealed(key, &checksum, random)?,
                    "match": null,
                }));
            }
            part.insert("uris".into(), Value::Array(uris));
            part.insert("passwordRevisionDate".into(), Value::Null);
            part.insert("autofillOnPageLoad".into(), Value::Null);
            part.insert("fido2Credentials".into(), Value::Null);
        }
        2 => {
            part.insert("type".into(), json!(0));
        }
        _ => {}
    }
    let place = ["login", "secureNote", "card", "identity", "sshKey"][content.kind as usize - 1];
    data.insert(place.into(), Value::Object(part));
    let mut fields = Vec::with_capacity(content.fields.len());
    for (kind, name, value) in &content.fields {
        fields.push(json!({
            "type": kind,
            "name": sealed(key, name, random)?,
            "value": sealed(key, value, random)?,
            "linkedId": null,
        }));
    }
    data.insert("fields".into(), list(fields));
    let mut history = Vec::with_capacity(content.history.len());
    for (age, password) in content.history.iter().enumerate() {
        let used = created + Duration::hours(age as i64 + 1);
        history.push(json!({ "password": sealed(key, password, random)?, "lastUsedDate": stamp(used) }));
    }
    data.insert("passwordHistory".into(), list(history));
    Ok(Value::Object(data))
}

fn list(entries: Vec<Value>) -> Value {
    if entries.is_empty() {
        Value::Null
    } else {
        Value::Array(entries)
    }
}

fn sealed(key: &Key, text: &str, random: &mut Random) -> Result<Value> {
    sealing::text(key, text, random).map(Value::String)
}

/// Missing and empty values are left out, not encrypted.
fn optional(key: &Key, text: Option<&str>, random: &mut Random) -> Result<Value> {
    match text {
        Some(text) if !text.is_empty() => sealed(key, text, random),
        _ => Ok(Value::Null),
    }
}
