//! One vault item in plain text. Lives in the worker only: no `Debug`, no `Clone`, no way to the page.
//!
//! What official clients need of an item to read it can't be missing here: one part that they can't read keeps them from listing
//! any item of that client.

use super::date::Date;
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
pub const SSH_KEY: [Property; 3] = [("privateKey", MEDIUM), ("publicKey", MEDIUM), ("keyFingerprint", SHORT)];
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

    /// Whether a custom field of such an item can be linked to the property of this number (contract/import.md, `linkedId`).
    pub fn links_to(self, number: i64) -> bool {
        match self {
            Self::Login => matches!(number, 100 | 101),
            Self::Card => matches!(number, 300..=305),
            Self::Identity => matches!(number, 400..=418),
            _ => false,
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

/// Texts by property name, any of which may be missing; empty ones are not in it.
pub type Texts = Vec<(&'static str, String)>;

/// A text that isn't empty, for the parts that official clients need.
pub struct Filled(String);

impl Filled {
    pub fn of(text: String) -> Option<Self> {
        (!text.trim().is_empty()).then_some(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An item. Texts are `None` where empty.
pub struct Item {
    /// Where it stands in the file: item number or line, from 1.
    pub number: u32,
    pub name: String,
    pub notes: Option<String>,
    pub favorite: bool,
    /// 0 none, 1 ask for the master password.
    pub reprompt: u8,
    pub archived: Option<Date>,
    pub fields: Vec<Field>,
    pub history: Vec<OldPassword>,
    pub content: Content,
    /// Positions in the file's list of collections or folders.
    pub homes: Vec<u32>,
}

/// What an item of each type holds beyond every item.
pub enum Content {
    Login(Box<Login>),
    Note,
    Card(Texts),
    Identity(Texts),
    SshKey(Box<SshKey>),
    BankAccount(Texts),
    DriversLicense(Texts),
    Passport(Texts),
}

impl Item {
    pub fn kind(&self) -> Kind {
        match self.content {
            Content::Login(_) => Kind::Login,
            Content::Note => Kind::Note,
            Content::Card(_) => Kind::Card,
            Content::Identity(_) => Kind::Identity,
            Content::SshKey(_) => Kind::SshKey,
            Content::BankAccount(_) => Kind::BankAccount,
            Content::DriversLicense(_) => Kind::DriversLicense,
            Content::Passport(_) => Kind::Passport,
        }
    }

    pub fn login(&self) -> Option<&Login> {
        match &self.content {
            Content::Login(login) => Some(login),
            _ => None,
        }
    }

    /// The typed part, where that is texts that may be missing.
    pub fn texts(&self) -> &[(&'static str, String)] {
        match &self.content {
            Content::Card(texts)
            | Content::Identity(texts)
            | Content::BankAccount(texts)
            | Content::DriversLicense(texts)
            | Content::Passport(texts) => texts,
            Content::Login(_) | Content::Note | Content::SshKey(_) => &[],
        }
    }
}

/// A custom field.
pub struct Field {
    pub name: Option<String>,
    pub value: FieldValue,
}

/// What a custom field of each kind holds.
pub enum FieldValue {
    Text(Option<String>),
    Hidden(Option<String>),
    Boolean(bool),
    Linked(Link),
}

/// The number of a property that items of this type have.
pub struct Link(i64);

impl Link {
    pub fn of(kind: Kind, number: i64) -> Option<Self> {
        kind.links_to(number).then_some(Self(number))
    }

    pub fn number(&self) -> i64 {
        self.0
    }
}

/// An earlier password.
pub struct OldPassword {
    pub password: String,
    pub used: Date,
}

/// What a login holds beyond every item.
#[derive(Default)]
pub struct Login {
    pub uris: Vec<Uri>,
    pub username: Option<String>,
    pub password: Option<String>,
    pub totp: Option<String>,
    pub password_changed: Option<Date>,
    pub autofill: Option<bool>,
    pub passkeys: Vec<Passkey>,
}

/// A website of a login.
pub struct Uri {
    pub uri: String,
    pub matching: Option<Matching>,
}

/// How a website is compared: 0 base domain, 1 host, 2 starts with, 3 exact, 4 regular expression, 5 never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matching(u8);

impl Matching {
    pub fn of(number: i64) -> Option<Self> {
        u8::try_from(number).ok().filter(|number| *number <= 5).map(Self)
    }

    pub fn number(self) -> u8 {
        self.0
    }
}

/// An SSH key. Official clients need each of its parts.
pub struct SshKey {
    pub private: Filled,
    pub public: Filled,
    pub fingerprint: Filled,
}

/// A passkey of a login. Official clients need each part that isn't optional here.
pub struct Passkey {
    pub credential_id: Filled,
    pub key_type: Filled,
    pub key_algorithm: Filled,
    pub key_curve: Filled,
    pub key_value: Filled,
    pub rp_id: Filled,
    pub rp_name: Option<String>,
    pub user_handle: Option<String>,
    pub user_name: Option<String>,
    pub user_display_name: Option<String>,
    /// How often it was used, in digits.
    pub counter: Filled,
    pub discoverable: bool,
    pub created: Date,
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

    #[test]
    fn fields_link_to_what_the_type_has() {
        let links = |kind: Kind| (0..1_000).filter(|number| kind.links_to(*number)).count();
        assert_eq!(Kind::ALL.map(links), [2, 0, 6, 19, 0, 0, 0, 0]);
    }
}
