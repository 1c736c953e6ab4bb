//! The import request as it is sent, its rules per field, and the form an item is stored in (contract/import.md "Body").

use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize};

use super::encrypted::Errors;
use super::lists;

/// `POST /api/ciphers/import-organization`. Every part may be missing or null.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Import {
    #[serde(deserialize_with = "lists::ciphers")]
    pub ciphers: Vec<Cipher>,
    #[serde(deserialize_with = "lists::at_most::<{ lists::MOST_COLLECTIONS }, _, _>")]
    pub collections: Vec<Collection>,
    #[serde(deserialize_with = "lists::at_most::<{ lists::MOST_RELATIONSHIPS }, _, _>")]
    pub collection_relationships: Vec<Pair>,
    #[serde(deserialize_with = "lists::at_most::<{ lists::MOST_FOLDERS }, _, _>")]
    pub folders: Vec<Collection>,
    #[serde(deserialize_with = "lists::at_most::<{ lists::MOST_RELATIONSHIPS }, _, _>")]
    pub folder_relationships: Vec<Pair>,
}

/// A relationship: an index into `ciphers`, one into `collections` or `folders`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pair {
    #[serde(deserialize_with = "number")]
    pub key: i64,
    #[serde(deserialize_with = "number")]
    pub value: i64,
}

/// A collection or folder; `groups` and `users` are ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Collection {
    pub id: Option<String>,
    pub name: Option<String>,
    pub external_id: Option<String>,
}

/// One item. What isn't stored in columns of its own is serialized back as `ciphers.data`. The typed parts have boxes: an item
/// has one of the eight, and would else take the room of all.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Cipher {
    #[serde(skip_serializing, deserialize_with = "number", rename = "type")]
    pub kind: i64,
    #[serde(skip_serializing)]
    pub organization_id: Option<String>,
    pub name: Option<String>,
    pub notes: Option<String>,
    #[serde(skip_serializing, deserialize_with = "number")]
    pub reprompt: i64,
    #[serde(skip_serializing)]
    pub key: Option<String>,
    #[serde(skip_serializing, deserialize_with = "or_default")]
    pub favorite: bool,
    #[serde(skip_serializing, deserialize_with = "date")]
    pub archived_date: Option<String>,
    #[serde(skip_serializing)]
    pub encrypted_for: Option<String>,
    #[serde(skip_serializing)]
    pub data: Option<String>,
    #[serde(deserialize_with = "lists::inside")]
    pub fields: Option<Vec<Field>>,
    #[serde(deserialize_with = "lists::inside")]
    pub password_history: Option<Vec<Password>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<Box<Login>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secure_note: Option<Box<SecureNote>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<Box<Card>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<Box<Identity>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ssh_key: Option<Box<SshKey>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_account: Option<Box<BankAccount>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drivers_license: Option<Box<DriversLicense>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passport: Option<Box<Passport>>,
}

/// Numbers may come as numbers or as numeric strings; null counts as 0.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Ok(optional_number(deserializer)?.unwrap_or_default())
}

fn optional_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    struct Number;
    impl Visitor<'_> for Number {
        type Value = Option<i64>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("a number")
        }

        fn visit_unit<E: Error>(self) -> Result<Option<i64>, E> {
            Ok(None)
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<Option<i64>, E> {
            Ok(Some(number))
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<Option<i64>, E> {
            i64::try_from(number)
                .map(Some)
                .map_err(|_| E::custom("the number is too large"))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Option<i64>, E> {
            text.trim().parse().map(Some).map_err(|_| E::custom("not a number"))
        }
    }
    deserializer.deserialize_any(Number)
}

fn or_default<'de, T: Deserialize<'de> + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A date as clients write it: ISO 8601, with or without time, kept as sent.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    let day = time::macros::format_description!("[year]-[month]-[day]");
    let valid = |text: &String| {
        text.get(..10)
            .is_some_and(|start| time::Date::parse(start, day).is_ok())
    };
    if text.as_ref().is_none_or(valid) {
        Ok(text)
    } else {
        Err(D::Error::custom("not a date"))
    }
}

/// A part of an item made of encrypted strings only, each with its greatest length, and perhaps other properties.
macro_rules! part {
    ($(#[$doc:meta])* $part:ident { $($field:ident: $limit:literal),* $(,)? } $(plain { $($(#[$attr:meta])* $plain:ident: $type:ty),* $(,)? })?) => {
        $(#[$doc])*
        #[derive(Debug, Default, Deserialize, Serialize)]
        #[serde(rename_all = "camelCase", default)]
        pub struct $part {
            $(pub $field: Option<String>,)*
            $($($(#[$attr])* pub $plain: $type,)*)?
        }

        impl $part {
            fn check_texts(&self, path: &str, errors: &mut Errors) {
                $(if let Some(text) = &self.$field {
                    errors.encrypted(path, &pascal(stringify!($field)), Some(text), $limit);
                })*
            }
        }
    };
}

part!(
    /// A website of a login; `match` is 0 to 5 or null.
    Uri { uri: 10_000, uri_checksum: 10_000 } plain {
        #[serde(deserialize_with = "optional_number")]
        r#match: Option<i64>,
    }
);
part!(
    /// Type 1.
    Login { username: 1000, password: 5000, totp: 1000 } plain {
        #[serde(deserialize_with = "lists::inside")]
        uris: Option<Vec<Uri>>,
        #[serde(deserialize_with = "date")]
        password_revision_date: Option<String>,
        autofill_on_page_load: Option<bool>,
        #[serde(deserialize_with = "lists::inside")]
        fido2_credentials: Option<Vec<Passkey>>,
    }
);
part!(
    /// A passkey of a login.
    Passkey {
        credential_id: 1000, key_type: 1000, key_algorithm: 1000, key_curve: 1000, key_value: 1000, rp_id: 1000,
        rp_name: 1000, user_handle: 1000, user_name: 1000, user_display_name: 1000, counter: 1000, discoverable: 1000,
    } plain {
        #[serde(deserialize_with = "date")]
        creation_date: Option<String>,
    }
);
/// Type 2: the text is in `notes`.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SecureNote {
    #[serde(rename = "type", deserialize_with = "number")]
    pub kind: i64,
}

part!(
    /// Type 3.
    Card { cardholder_name: 1000, brand: 1000, number: 1000, exp_month: 1000, exp_year: 1000, code: 1000 }
);
part!(
    /// Type 4.
    Identity {
        title: 1000, first_name: 1000, middle_name: 1000, last_name: 1000, address1: 1000, address2: 1000,
        address3: 1000, city: 1000, state: 1000, postal_code: 1000, country: 1000, company: 1000, email: 1000,
        phone: 1000, ssn: 1000, username: 1000, passport_number: 1000, license_number: 1000,
    }
);
part!(
    /// Type 5.
    SshKey { private_key: 5000, public_key: 5000, key_fingerprint: 1000 }
);
part!(
    /// Type 6.
    BankAccount {
        bank_name: 1000, name_on_account: 1000, account_type: 1000, account_number: 1000, routing_number: 1000,
        branch_number: 1000, pin: 1000, swift_code: 1000, iban: 1000, bank_contact_phone: 1000,
    }
);
part!(
    /// Type 7.
    DriversLicense {
        first_name: 1000, middle_name: 1000, last_name: 1000, date_of_birth: 1000, license_number: 1000,
        issuing_country: 1000, issuing_state: 1000, issue_date: 1000, issuing_authority: 1000, expiration_date: 1000,
        license_class: 1000,
    }
);
part!(
    /// Type 8.
    Passport {
        surname: 1000, given_name: 1000, date_of_birth: 1000, sex: 1000, birth_place: 1000, nationality: 1000,
        passport_number: 1000, passport_type: 1000, issuing_country: 1000, issuing_authority: 1000, issue_date: 1000,
        expiration_date: 1000, national_identification_number: 1000,
    }
);
part!(
    /// A custom field: type 0 text, 1 hidden, 2 boolean, 3 linked to `linkedId`.
    Field { name: 1000, value: 5000 } plain {
        #[serde(rename = "type", deserialize_with = "number")]
        kind: i64,
        #[serde(deserialize_with = "optional_number")]
        linked_id: Option<i64>,
    }
);
part!(
    /// An earlier password.
    Password { password: 5000 } plain {
        #[serde(deserialize_with = "date")]
        last_used_date: Option<String>,
    }
);

/// A field's name as the server's property: `cardholder_name` is `CardholderName`.
fn pascal(field: &str) -> String {
    field.split('_').fold(String::new(), |mut name, word| {
        let mut chars = word.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(chars.as_str());
        name
    })
}

impl Import {
    /// Every rule of every field; an empty answer means the body may be stored.
    pub fn check(&self) -> Errors {
        let mut errors = Errors::default();
        for (index, cipher) in self.ciphers.iter().enumerate() {
            cipher.check(&format!("Ciphers[{index}]"), &mut errors);
        }
        for (list, name) in [(&self.collections, "Collections"), (&self.folders, "Folders")] {
            for (index, each) in list.iter().enumerate() {
                let path = format!("{name}[{index}]");
                errors.require(&path, "Name", each.name.as_ref());
                errors.encrypted(&path, "Name", each.name.as_deref(), 1000);
                errors.plain(&path, "ExternalId", each.external_id.as_deref(), 300);
                if each.id.as_deref().is_some_and(|id| uuid::Uuid::parse_str(id).is_err()) {
                    errors.note(
                        &path,
                        "Id",
                        format!("The value '{}' is not valid.", each.id.as_deref().unwrap_or("")),
                    );
                }
            }
        }
        errors
    }
}

impl Cipher {
    /// About how many parts of this item take room however little is in them; a passkey takes that of several.
    pub(super) fn parts(&self) -> usize {
        let length = |list: Option<usize>| list.unwrap_or_default();
        let login = self.login.as_deref();
        let uris = login.and_then(|login| login.uris.as_ref()).map(Vec::len);
        let passkeys = login.and_then(|login| login.fido2_credentials.as_ref()).map(Vec::len);
        length(self.fields.as_ref().map(Vec::len))
            + length(self.password_history.as_ref().map(Vec::len))
            + length(uris)
            + length(passkeys) * 4
    }

    /// Every rule of this item's fields.
    pub fn check(&self, path: &str, errors: &mut Errors) {
        errors.require(path, "Name", self.name.as_ref());
        errors.encrypted(path, "Name", self.name.as_deref(), 1000);
        errors.encrypted(path, "Notes", self.notes.as_deref(), 10_000);
        errors.encrypted(path, "Key", self.key.as_deref(), usize::MAX);
        errors.plain(path, "OrganizationId", self.organization_id.as_deref(), 36);
        errors.plain(path, "Data", self.data.as_deref(), 500_000);
        for (index, field) in self.fields.iter().flatten().enumerate() {
            field.check_texts(&format!("{path}.Fields[{index}]"), errors);
        }
        for (index, old) in self.password_history.iter().flatten().enumerate() {
            let path = format!("{path}.PasswordHistory[{index}]");
            errors.require(&path, "Password", old.password.as_ref());
            errors.require(&path, "LastUsedDate", old.last_used_date.as_ref());
            old.check_texts(&path, errors);
        }
        if let Some(login) = &self.login {
            login.check(&format!("{path}.Login"), errors);
        }
        macro_rules! check {
            ($($field:ident $name:literal)*) => {$(
                if let Some(part) = &self.$field {
                    part.check_texts(&format!("{path}.{}", $name), errors);
                }
            )*};
        }
        check!(card "Card" identity "Identity" ssh_key "SSHKey" bank_account "BankAccount"
            drivers_license "DriversLicense" passport "Passport");
        if !(1..=8).contains(&self.kind) {
            errors.note(path, "Type", "The field Type is invalid.".into());
        } else if !self.has_part() {
            let place = usize::try_from(self.kind - 1).ok();
            let name = place.and_then(|place| PART_NAMES.get(place)).unwrap_or(&"Type");
            errors.note(path, name, format!("The {name} field is required."));
        }
    }

    /// The typed part that belongs to the type is there, or the opaque `data` in its place.
    fn has_part(&self) -> bool {
        self.data.is_some()
            || match self.kind {
                1 => self.login.is_some(),
                2 => self.secure_note.is_some(),
                3 => self.card.is_some(),
                4 => self.identity.is_some(),
                5 => self.ssh_key.is_some(),
                6 => self.bank_account.is_some(),
                7 => self.drivers_license.is_some(),
                _ => self.passport.is_some(),
            }
    }

    /// What `ciphers.data` keeps: the opaque string as sent, or the parts that belong to the type.
    pub fn stored(&mut self) -> serde_json::Result<String> {
        if let Some(data) = &self.data {
            return serde_json::to_string(data);
        }
        macro_rules! keep {
            ($($kind:literal $field:ident)*) => {$(
                if self.kind != $kind {
                    self.$field = None;
                }
            )*};
        }
        keep!(1 login 2 secure_note 3 card 4 identity 5 ssh_key 6 bank_account 7 drivers_license 8 passport);
        serde_json::to_string(self)
    }
}

/// The typed parts' property names by type, from 1.
const PART_NAMES: [&str; 8] = [
    "Login",
    "SecureNote",
    "Card",
    "Identity",
    "SSHKey",
    "BankAccount",
    "DriversLicense",
    "Passport",
];

impl Login {
    fn check(&self, path: &str, errors: &mut Errors) {
        self.check_texts(path, errors);
        for (index, uri) in self.uris.iter().flatten().enumerate() {
            uri.check_texts(&format!("{path}.Uris[{index}]"), errors);
        }
        for (index, passkey) in self.fido2_credentials.iter().flatten().enumerate() {
            let path = format!("{path}.Fido2Credentials[{index}]");
            passkey.check_texts(&path, errors);
            errors.require(&path, "CreationDate", passkey.creation_date.as_ref());
        }
    }
}
