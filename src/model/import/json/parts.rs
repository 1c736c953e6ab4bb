//! The parts of an item: custom fields, earlier passwords, the login with its addresses and passkeys, the SSH key.

use portal_crypto::encoding::from_base64_url;
use serde_json::Value;

use super::values::{self, Taker};
use crate::model::import::date::Date;
use crate::model::import::fault::{Fault, Lost, Part, What};
use crate::model::import::item::{
    Field, FieldValue, Filled, Kind, Link, Login, Matching, OldPassword, Passkey, SSH_KEY, SshKey, Uri,
};
use crate::model::import::{limits, ssh};

/// How many earlier passwords an item keeps.
const HISTORY: usize = 5;

pub(super) fn fields(item: &mut Taker<'_>, kind: Kind) -> Vec<Field> {
    const PART: Part = Part::CustomField;
    let list = item.list("fields");
    let fields = list.into_iter();
    fields
        .filter_map(|value| field(Taker::entry(value, PART, item.lost)?, kind))
        .collect()
}

fn field(mut field: Taker<'_>, kind: Kind) -> Option<Field> {
    let name = field.text("name");
    let linked = field.integer("linkedId");
    let value = field.take("value");
    // Without a type it is the simplest one; of an unknown type it may be secret.
    let given = match field.take("type") {
        Value::Null => Some(0),
        given => values::integer(&given).filter(|given| (0..=3).contains(given)),
    };
    if given.is_none() {
        field.lose("type", What::UnknownType);
    }
    if linked.is_some() && given != Some(3) {
        field.lose("linkedId", What::WrongKind);
    }
    let value = match given {
        Some(2) if value.is_null() => FieldValue::Boolean(false),
        Some(2) => match values::flag(&value) {
            Some(flag) => FieldValue::Boolean(flag),
            None => {
                field.lose("type", What::WrongKind);
                FieldValue::Text(text(&mut field, value))
            }
        },
        Some(3) => match linked.and_then(|linked| Link::of(kind, linked)) {
            Some(link) => {
                // It has the value of what it is linked to.
                if text(&mut field, value).is_some() {
                    field.lose("value", What::WrongKind);
                }
                FieldValue::Linked(link)
            }
            None => {
                field.lose("linkedId", What::NoSuchLink);
                FieldValue::Text(text(&mut field, value))
            }
        },
        Some(0) => FieldValue::Text(text(&mut field, value)),
        _ => FieldValue::Hidden(text(&mut field, value)),
    };
    let is_empty = name.is_none() && matches!(value, FieldValue::Text(None) | FieldValue::Hidden(None));
    (!is_empty).then_some(Field { name, value })
}

fn text(field: &mut Taker<'_>, value: Value) -> Option<String> {
    let text = values::text(value);
    let text = text.map_err(|what| Fault::new(field.part, what).of("value"));
    field.lost.or_none(text)
}

/// The earlier passwords kept, latest first as the file has them, and how many are not. Those without a date get the item's.
pub(super) fn history(item: &mut Taker<'_>, changed: Option<&Date>) -> (Vec<OldPassword>, u32) {
    const PART: Part = Part::PasswordHistory;
    let mut kept = Vec::new();
    let mut dropped = 0;
    for value in item.list("passwordHistory") {
        let (password, used) = match value {
            Value::String(password) => (Some(password).filter(|password| !password.is_empty()), None),
            value => {
                let Some(mut old) = Taker::entry(value, PART, item.lost) else {
                    continue;
                };
                (old.text("password"), old.date("lastUsedDate"))
            }
        };
        match (password, used.or_else(|| changed.cloned())) {
            (Some(password), Some(used)) if kept.len() < HISTORY => kept.push(OldPassword { password, used }),
            (None, _) => {}
            _ => dropped += 1,
        }
    }
    (kept, dropped)
}

/// A login, and whether something was added to it.
pub(super) fn login(value: Value, born: Option<&Date>, lost: &mut Lost) -> (Login, bool) {
    let mut map = Taker::of(value, Part::Typed(Kind::Login), lost);
    let mut login = Login {
        username: map.part("username", Part::Username),
        password: map.part("password", Part::Password),
        totp: map.part("totp", Part::Totp),
        password_changed: map.date("passwordRevisionDate"),
        autofill: map.flag("autofillOnPageLoad"),
        ..Login::default()
    };
    for value in map.list("uris") {
        login.uris.extend(uri(value, map.lost));
    }
    let mut added = false;
    for value in map.list("fido2Credentials") {
        let Some(taker) = Taker::entry(value, Part::Passkey, map.lost) else {
            continue;
        };
        let read = passkey(taker, born).and_then(|read| limits::passkey(&read.0).map(|()| read));
        if let Some((passkey, completed)) = map.lost.or_none(read.map(Some)) {
            login.passkeys.push(passkey);
            added |= completed;
        }
    }
    (login, added)
}

fn uri(value: Value, lost: &mut Lost) -> Option<Uri> {
    if let Value::String(uri) = value {
        return (!uri.is_empty()).then_some(Uri { uri, matching: None });
    }
    let mut map = Taker::entry(value, Part::Website, lost)?;
    let matching = map.integer("match").and_then(|number| {
        let matching = Matching::of(number);
        if matching.is_none() {
            map.lose("match", What::WrongKind);
        }
        matching
    });
    let uri = map.text("uri")?;
    Some(Uri { uri, matching })
}

/// A passkey, and whether something was added to it. What can't be added costs the passkey.
fn passkey(mut map: Taker<'_>, born: Option<&Date>) -> Result<(Passkey, bool), Fault> {
    let missing = |name: &str| Fault::new(Part::Passkey, What::Missing).of(name);
    let mut added = false;
    let mut or = |given: Option<Filled>, text: &str| {
        given.or_else(|| {
            added = true;
            Filled::of(text.to_owned())
        })
    };
    let credential_id = map.filled("credentialId").ok_or(missing("credentialId"))?;
    let key_value = map.filled("keyValue").ok_or(missing("keyValue"))?;
    let rp_id = map.filled("rpId").ok_or(missing("rpId"))?;
    // The format knows this one type; algorithm and curve stand in the key as well.
    let key_type = or(map.filled("keyType"), "public-key").ok_or(missing("keyType"))?;
    let (algorithm, curve) = if is_p256(key_value.as_str()) {
        ("ECDSA", "P-256")
    } else {
        ("", "")
    };
    let key_algorithm = or(map.filled("keyAlgorithm"), algorithm).ok_or(missing("keyAlgorithm"))?;
    let key_curve = or(map.filled("keyCurve"), curve).ok_or(missing("keyCurve"))?;
    // A counter of 0 says that the uses aren't counted.
    let counter = map.take("counter");
    let digits = values::integer(&counter)
        .filter(|count| *count >= 0)
        .map(|count| count.to_string());
    if digits.is_none() && !counter.is_null() && counter != "" {
        map.lose("counter", What::WrongKind);
    }
    let counter = or(digits.and_then(Filled::of), "0").ok_or(missing("counter"))?;
    let user_handle = map.text("userHandle");
    let discoverable = map.flag("discoverable");
    added |= discoverable.is_none();
    if map.map.get("creationDate").is_none_or(Value::is_null) {
        map.lose("creationDate", What::Missing);
    }
    let created = map.date("creationDate");
    let passkey = Passkey {
        credential_id,
        key_type,
        key_algorithm,
        key_curve,
        key_value,
        rp_id,
        rp_name: map.text("rpName"),
        user_name: map.text("userName"),
        user_display_name: map.text("userDisplayName"),
        // Only one that knows its user can be found without being asked for.
        discoverable: discoverable.unwrap_or(user_handle.is_some()),
        user_handle,
        counter,
        created: created.or_else(|| born.cloned()).unwrap_or_else(Date::unknown),
    };
    Ok((passkey, added))
}

/// Whether a private key (PKCS#8 in base64, RFC 5208) says that it is one of the curve P-256.
fn is_p256(key: &str) -> bool {
    const ECDSA_ON_P256: &[u8] = b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
    let start = key.get(..48).unwrap_or_default().replace('+', "-").replace('/', "_");
    let start = from_base64_url(&start).unwrap_or_default();
    start.windows(ECDSA_ON_P256.len()).any(|bytes| bytes == ECDSA_ON_P256)
}

/// An SSH key, and whether something was added to it.
pub(super) fn ssh_key(value: Value, lost: &mut Lost) -> Result<(SshKey, bool), Fault> {
    let mut map = Taker::of(value, Part::Typed(Kind::SshKey), lost);
    // Some programs write the fingerprint under the name it has inside their own code.
    let other = map.filled("fingerprint");
    let [private, public, fingerprint] = SSH_KEY.map(|(name, _)| map.filled(name));
    ssh::complete([private, public, fingerprint.or(other)])
}
