//! One vault item in plain text, as a file holds it. Lives in the worker only: no `Debug`, no `Clone`, no way to the page.

use crate::json::message;

message! {
    /// The eight item types (contract/import.md, "Cipher").
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Kind {
        Login,
        Note,
        Card,
        Identity,
        SshKey,
        BankAccount,
        DriversLicense,
        Passport,
    }
}

/// Greatest encrypted lengths of the contract's table, in characters.
pub const SHORT: usize = 1_000;
pub const MEDIUM: usize = 5_000;
pub const LONG: usize = 10_000;

/// A property of a typed part and its greatest encrypted length.
pub type Property = (&'static str, usize);

const fn short<const N: usize>(names: [&'static str; N]) -> [Property; N] {
    let mut all = [("", SHORT); N];
    let mut at = 0;
    while at < N {
        all[at].0 = names[at];
        at += 1;
    }
    all
}

const CARD: [Property; 6] = short(["cardholderName", "brand", "number", "expMonth", "expYear", "code"]);
const IDENTITY: [Property; 18] = short([
    "title",
    "firstName",
    "middleName",
    "lastName",
    "address1",
    "address2",
    "address3",
    "city",
    "state",
    "postalCode",
    "country",
    "company",
    "email",
    "phone",
    "ssn",
    "username",
    "passportNumber",
    "licenseNumber",
]);
const SSH_KEY: [Property; 3] = [("privateKey", MEDIUM), ("publicKey", MEDIUM), ("keyFingerprint", SHORT)];
const BANK_ACCOUNT: [Property; 10] = short([
    "bankName",
    "nameOnAccount",
    "accountType",
    "accountNumber",
    "routingNumber",
    "branchNumber",
    "pin",
    "swiftCode",
    "iban",
    "bankContactPhone",
]);
const DRIVERS_LICENSE: [Property; 11] = short([
    "firstName",
    "middleName",
    "lastName",
    "dateOfBirth",
    "licenseNumber",
    "issuingCountry",
    "issuingState",
    "issueDate",
    "issuingAuthority",
    "expirationDate",
    "licenseClass",
]);
const PASSPORT: [Property; 13] = short([
    "surname",
    "givenName",
    "dateOfBirth",
    "sex",
    "birthPlace",
    "nationality",
    "passportNumber",
    "passportType",
    "issuingCountry",
    "issuingAuthority",
    "issueDate",
    "expirationDate",
    "nationalIdentificationNumber",
]);
/// The encrypted properties of a passkey; its `creationDate` stays plain.
pub const PASSKEY: [Property; 12] = short([
    "credentialId",
    "keyType",
    "keyAlgorithm",
    "keyCurve",
    "keyValue",
    "rpId",
    "rpName",
    "userHandle",
    "userName",
    "userDisplayName",
    "counter",
    "discoverable",
]);

impl Kind {
    /// In the order of their numbers on the wire.
    pub const ALL: [Self; 8] = [
        Self::Login,
        Self::Note,
        Self::Card,
        Self::Identity,
        Self::SshKey,
        Self::BankAccount,
        Self::DriversLicense,
        Self::Passport,
    ];

    /// Its position in [`Kind::ALL`], from 0.
    pub fn index(self) -> usize {
        self as usize
    }

    /// Its number on the wire, from 1.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The type with this number.
    pub fn of(number: i64) -> Option<Self> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        Self::ALL.get(index).copied()
    }

    /// The property that holds its typed part, in files and on the wire.
    pub fn part(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Note => "secureNote",
            Self::Card => "card",
            Self::Identity => "identity",
            Self::SshKey => "sshKey",
            Self::BankAccount => "bankAccount",
            Self::DriversLicense => "driversLicense",
            Self::Passport => "passport",
        }
    }

    /// What the typed part holds, where that is texts alone.
    pub fn properties(self) -> &'static [Property] {
        match self {
            Self::Login | Self::Note => &[],
            Self::Card => &CARD,
            Self::Identity => &IDENTITY,
            Self::SshKey => &SSH_KEY,
            Self::BankAccount => &BANK_ACCOUNT,
            Self::DriversLicense => &DRIVERS_LICENSE,
            Self::Passport => &PASSPORT,
        }
    }
}

/// Texts by property name; empty ones are not in it.
pub type Texts = Vec<(&'static str, String)>;

/// An item. Texts are `None` where empty.
pub struct Item {
    /// Where it stands in the file: item number or line, from 1.
    pub number: u32,
    pub kind: Kind,
    pub name: String,
    pub notes: Option<String>,
    pub favorite: bool,
    /// 0 none, 1 ask for the master password.
    pub reprompt: u8,
    pub archived: Option<String>,
    pub fields: Vec<Field>,
    pub history: Vec<OldPassword>,
    /// Of a login only.
    pub login: Option<Box<Login>>,
    /// The typed part of the other types.
    pub texts: Texts,
    /// Positions in the file's list of collections or folders.
    pub homes: Vec<u32>,
}

/// A custom field.
pub struct Field {
    /// 0 text, 1 hidden, 2 boolean, 3 linked.
    pub kind: u8,
    pub name: Option<String>,
    pub value: Option<String>,
    pub linked: Option<i64>,
}

/// An earlier password.
pub struct OldPassword {
    pub password: String,
    pub used: String,
}

/// What a login holds beyond every item.
#[derive(Default)]
pub struct Login {
    pub uris: Vec<Uri>,
    pub username: Option<String>,
    pub password: Option<String>,
    pub totp: Option<String>,
    pub password_changed: Option<String>,
    pub autofill: Option<bool>,
    pub passkeys: Vec<Passkey>,
}

/// A website of a login.
pub struct Uri {
    pub uri: String,
    /// 0 base domain, 1 host, 2 starts with, 3 exact, 4 regular expression, 5 never; `None` the default.
    pub matching: Option<u8>,
}

/// A passkey of a login.
pub struct Passkey {
    pub texts: Texts,
    pub created: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_found_by_its_number_and_no_other() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of(i64::from(kind.number())), Some(kind));
        }
        assert_eq!([0, 9, -1, i64::MIN].map(Kind::of), [None; 4]);
    }
}
