//! What is a file, and what stands in it? Only Bitwarden's own unencrypted files are taken.

use std::borrow::Cow;
use std::collections::HashMap;

use portal_crypto::encoding::sha256_hex;

use super::fault::{Fault, Losses, Part, Problem, Row, Told, What};
use super::item::{Item, Kind, SHORT};
use super::name::{self, Origin};
use super::report::Existing;
use super::{halves, json, limits, rows, table};
use crate::api::ids::CollectionId;
use crate::json::message;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 100_000_000;
/// The most items, lines or collections that are read: far more than can be sent, so that they are counted, and few enough for the
/// memory of a file that was made up to fill it.
pub const MOST_ROWS: usize = 500_000;
/// The most fields, addresses and the like in any item.
pub(super) const MOST_PARTS: usize = 1_000;

message! {
    /// The formats taken (contract/import.md, "Bitwarden's own files").
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Source {
        OrganizationJson,
        IndividualJson,
        OrganizationCsv,
        IndividualCsv,
    }
}

impl Source {
    /// Whether the file groups its items in folders instead of collections.
    pub fn has_folders(self) -> bool {
        matches!(self, Self::IndividualJson | Self::IndividualCsv)
    }

    /// The row of an item by its number in the file.
    pub fn row(self, number: u32) -> Row {
        if self.has_lines() {
            Row::Line(number)
        } else {
            Row::Item(number)
        }
    }

    /// Whether rows are lines instead of items.
    pub fn has_lines(self) -> bool {
        matches!(self, Self::OrganizationCsv | Self::IndividualCsv)
    }
}

message! {
    /// Why a file as a whole can't be used.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Unusable {
        Empty,
        TooLarge,
        /// More items, lines or collections than are read.
        TooManyRows,
        /// The browser couldn't read it.
        Unreadable,
        /// Encrypted with the key of an account or an organization.
        AccountEncrypted,
        /// Encrypted with a password of its own.
        PasswordEncrypted,
        /// An archive, which has to be unpacked first.
        Archive,
        /// Not UTF-8, from this line on.
        NotUtf8 {
            line: u32,
        },
        /// JSON that breaks off or isn't well-formed at this place.
        DamagedJson {
            line: u32,
            column: u32,
        },
        /// CSV with a quotation mark that is never closed, in the row that begins at this line.
        DamagedCsv {
            line: u32,
        },
        /// Readable, but none of the formats taken.
        Unknown,
        /// The right format, but without items.
        NoItems,
    }
}

/// Everything in a usable file.
pub struct Parsed {
    pub source: Source,
    /// How names are brought into one form.
    pub compose: Compose,
    /// What can be imported.
    pub items: Vec<Item>,
    /// Names of the file's collections or folders; every name once.
    pub homes: Vec<String>,
    /// The client's own collections that the file names by their ids.
    pub known: HashMap<u32, CollectionId>,
    /// External ids of the others.
    pub external_ids: HashMap<u32, String>,
    pub problems: Vec<Problem>,
    /// What was left out of rows that are taken.
    pub losses: Losses,
    /// Items left out because of a problem.
    pub left_out: u32,
    /// Items that were in the trash.
    pub trashed: u32,
    /// Earlier passwords beyond the five kept, and those without a date.
    pub old_passwords_dropped: u32,
    /// Memberships in a collection that isn't in the file or can't be used.
    pub lost_homes: u32,
    /// Files attached to items, which no such file holds.
    pub attachments: u32,
    /// Items to which parts were added that follow from the others.
    pub completed: u32,
    /// Halves of characters, which no text can hold.
    pub halves: u32,
    /// Logins without a name, named after their website.
    pub named: Told,
    /// Other items without a name, named by [`Parsed::name_rest`].
    pub unnamed: Told,
    /// Items that the server can't hold, by type, left out by [`Parsed::hold_only`].
    pub unheld: [u32; 8],
    /// Hexadecimal SHA-256 of the whole file.
    pub sha256: String,
}

impl Parsed {
    pub(super) fn new(source: Source, compose: Compose) -> Self {
        Self {
            source,
            compose,
            items: Vec::new(),
            homes: Vec::new(),
            known: HashMap::new(),
            external_ids: HashMap::new(),
            problems: Vec::new(),
            losses: Losses::default(),
            left_out: 0,
            trashed: 0,
            old_passwords_dropped: 0,
            lost_homes: 0,
            attachments: 0,
            completed: 0,
            halves: 0,
            named: Told::default(),
            unnamed: Told::default(),
            unheld: [0; 8],
            sha256: String::new(),
        }
    }

    /// Takes a read item in if it fits the server, else notes why not.
    pub(super) fn take(&mut self, row: Row, item: Result<Item, Fault>) {
        let item = item.and_then(|mut item| {
            let origin = name::settle(&mut item)?;
            limits::check(&item)?;
            Ok((item, origin))
        });
        match item {
            Ok((item, origin)) => {
                if origin == Origin::Website {
                    self.named.note(row);
                }
                self.items.push(item);
            }
            Err(fault) => {
                self.left_out += 1;
                self.problems.push(Problem { row, fault });
            }
        }
    }

    /// Leaves out the items of all types but these.
    pub fn hold_only(&mut self, held: &[Kind]) {
        let unheld = &mut self.unheld;
        self.items.retain(|item| {
            let holds = held.contains(&item.kind());
            unheld[item.kind().index()] += u32::from(!holds);
            holds
        });
    }

    /// Names the items that have no name yet: one word for each type, in the order of `Kind::ALL`.
    pub fn name_rest(&mut self, words: &[String]) {
        for item in self.items.iter_mut().filter(|item| item.name.is_empty()) {
            let word = words
                .get(item.kind().index())
                .map_or(item.kind().part(), String::as_str);
            word.clone_into(&mut item.name);
            self.unnamed.note(self.source.row(item.number));
        }
    }
}

/// Brings a text into Unicode's form NFC. The browser can, and its tables need not be sent along.
pub type Compose = fn(&str) -> String;

/// By what names of collections are compared: letters with a mark may be one character or two.
pub(super) fn composed(name: &str, compose: Compose) -> Cow<'_, str> {
    let name = name.trim();
    if name.is_ascii() {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(compose(name))
    }
}

/// The file's collections or folders as they are met; equal names are one and stay as first written.
pub(super) struct Homes {
    compose: Compose,
    names: Vec<String>,
    places: HashMap<String, u32>,
}

impl Homes {
    pub fn new(compose: Compose) -> Self {
        Self {
            compose,
            names: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// The position of a name, new or known; refused when it can't be a collection's name.
    pub fn place(&mut self, name: &str) -> Result<u32, Fault> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Fault::new(Part::Name, What::Missing));
        }
        limits::fits(Some(name), SHORT, Part::Name)?;
        let key = composed(name, self.compose);
        if let Some(place) = self.places.get(&*key) {
            return Ok(*place);
        }
        if self.names.len() == MOST_ROWS {
            return Err(Fault::new(Part::Name, What::TooMuch));
        }
        let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.places.insert(key.into_owned(), place);
        self.names.push(name.to_owned());
        Ok(place)
    }

    /// The position of one of the client's own collections. Others of its name go there too, unless they are the client's as well.
    pub fn place_known(&mut self, existing: &Existing) -> Result<u32, Fault> {
        if self.names.len() == MOST_ROWS {
            return Err(Fault::new(Part::Name, What::TooMuch));
        }
        let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(existing.name.clone());
        self.places
            .entry(composed(&existing.name, self.compose).into_owned())
            .or_insert(place);
        Ok(place)
    }

    pub fn into_names(self) -> Vec<String> {
        self.names
    }
}

/// Hears how much of a file is read: so much of so much, whatever is counted.
pub type Tell<'t> = dyn FnMut(usize, usize) + 't;

/// Told once in so many rows.
pub(super) const STRETCH: usize = 1_000;

/// Reads a file for a client that has these collections.
pub fn parse_for(
    bytes: &[u8],
    existing: &[Existing],
    compose: Compose,
    tell: &mut Tell<'_>,
) -> Result<Parsed, Unusable> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > MAX_BYTES {
        return Err(Unusable::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Unusable::Archive);
    }
    let (whole, halves) = match str::from_utf8(bytes) {
        Ok(whole) => (Cow::Borrowed(whole), 0),
        Err(_) => {
            let (mended, halves) = halves::mend_bytes(bytes);
            let whole = String::from_utf8(mended).map_err(|error| Unusable::NotUtf8 {
                line: line_at(error.as_bytes(), error.utf8_error().valid_up_to()),
            })?;
            (Cow::Owned(whole), halves)
        }
    };
    let text = whole.strip_prefix('\u{feff}').unwrap_or(&whole);
    let mut parsed = match text.trim_start().chars().next() {
        None => return Err(Unusable::Empty),
        Some('{' | '[') => json::read(text, existing, compose, tell)?,
        Some(_) => table::read(text, compose, tell)?,
    };
    if parsed.items.is_empty() && parsed.problems.is_empty() && parsed.trashed == 0 {
        return Err(Unusable::NoItems);
    }
    parsed.halves = parsed.halves.saturating_add(halves);
    parsed.sha256 = sha256_hex(bytes);
    Ok(parsed)
}

/// The line, from 1, in which a byte stands.
fn line_at(bytes: &[u8], at: usize) -> u32 {
    u32::try_from(rows::last_line(&bytes[..at])).unwrap_or(u32::MAX)
}

/// Reads a file for a client without collections.
#[cfg(test)]
pub fn parse(bytes: &[u8], tell: &mut Tell<'_>) -> Result<Parsed, Unusable> {
    parse_for(bytes, &[], nfc, tell)
}

/// The same as the browser's, for tests on the host.
#[cfg(test)]
pub fn nfc(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unusable(bytes: &[u8]) -> Option<Unusable> {
        parse(bytes, &mut |_, _| {}).err()
    }

    #[test]
    fn files_that_are_no_vault_files_are_told_apart() {
        for (bytes, why) in [
            (&b""[..], Unusable::Empty),
            (b"\xef\xbb\xbf \r\n\t", Unusable::Empty),
            (b"PK\x03\x04rest", Unusable::Archive),
            (b"\xff\xfe{\0", Unusable::NotUtf8 { line: 1 }),
            (b"name,type\nK\xf6k,login", Unusable::NotUtf8 { line: 2 }),
            (b"name,type\r\n\r\nK\xf6k,login", Unusable::NotUtf8 { line: 3 }),
            (b"name,type\ra,login\rK\xf6k,login", Unusable::NotUtf8 { line: 3 }),
            (b"<html>", Unusable::Unknown),
            (b"hello", Unusable::Unknown),
            (b"[]", Unusable::Unknown),
            (b"{}", Unusable::Unknown),
            (b"{\"items\": 3}", Unusable::Unknown),
            (b"{\"items\": []}", Unusable::NoItems),
            (b"{\"items\": null, \"collections\": []}", Unusable::NoItems),
            (b"name,url,username,password,note\na,b,c,d,e", Unusable::Unknown),
        ] {
            assert_eq!(unusable(bytes), Some(why), "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn encrypted_files_are_told_by_their_kind_wherever_the_mark_stands() {
        let account = br#"{"items":[{"type":1,"name":"2.a|b|c"}],"collections":[],"encrypted":true,"encKeyValidation_DO_NOT_EDIT":"2.a|b|c"}"#;
        assert_eq!(unusable(account), Some(Unusable::AccountEncrypted));
        let password = br#"{"encrypted":true,"passwordProtected":true,"salt":"MTI=","kdfType":0,"data":"2.a|b|c"}"#;
        assert_eq!(unusable(password), Some(Unusable::PasswordEncrypted));
    }

    #[test]
    fn damaged_json_is_shown_by_line_and_column() {
        let broken = b"{\n  \"items\": [\n    {\"type\": 1,, \"name\": \"x\"}\n  ]\n}";
        assert_eq!(unusable(broken), Some(Unusable::DamagedJson { line: 3, column: 16 }));
        let cut = b"{\n  \"items\": [ {\"type\": 1, \"name\": \"x";
        assert!(matches!(unusable(cut), Some(Unusable::DamagedJson { line: 2, .. })));
        let trailing = b"{\"items\":[]} x";
        assert!(matches!(unusable(trailing), Some(Unusable::DamagedJson { .. })));
    }

    #[test]
    fn a_file_above_the_limit_is_refused_unread() {
        let bytes = vec![b' '; usize::try_from(MAX_BYTES).unwrap() + 1];
        assert_eq!(unusable(&bytes), Some(Unusable::TooLarge));
    }

    #[test]
    fn halves_of_characters_cost_only_themselves_in_every_format() {
        for file in [
            &b"{\"items\":[{\"type\":2,\"name\":\"a\xed\xa0\xbdb\",\"notes\":\"\\ud83d\"}]}"[..],
            b"name,type,login_password,notes\na\xed\xa0\xbdb,note,,\xed\xb8\x80\n",
        ] {
            let parsed = parse(file, &mut |_, _| {}).unwrap();
            assert_eq!((parsed.items[0].name.as_str(), parsed.halves), ("a\u{fffd}b", 2));
            assert_eq!(parsed.items[0].notes.as_deref(), Some("\u{fffd}"));
            assert_eq!(parsed.sha256, sha256_hex(file), "the digest is the file's own");
        }
    }
}
