//! Reading Bitwarden's CSV: organization and individual exports, and files with the older column names
//! (contract/import.md, "CSV").

use super::addresses;
use super::date::Date;
use super::fault::{Fault, Lost, Part, Row, What};
use super::file::{Compose, Homes, MOST_PARTS, MOST_ROWS, Parsed, STRETCH, Source, Tell, Unusable};
use super::item::{Content, Field, FieldValue, Item, Kind, Login, Uri};
use super::name;
use super::rows::{self, Rows, TooLong};

/// Where each column stands.
struct Columns {
    width: usize,
    homes: Option<usize>,
    favorite: Option<usize>,
    kind: Option<usize>,
    name: usize,
    notes: Option<usize>,
    fields: Option<usize>,
    reprompt: Option<usize>,
    archived: Option<usize>,
    uri: Option<usize>,
    username: Option<usize>,
    password: Option<usize>,
    totp: Option<usize>,
    source: Source,
}

impl Columns {
    /// Finds them by name; `None` when it isn't the heading of such a file.
    fn of(heading: &rows::Row<'_>) -> Option<Self> {
        let names: Vec<String> = heading.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
        let find = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
        let kind = find(&["type"]);
        let newer = find(&["login_uri", "login_username", "login_password"]);
        let older = kind.and_then(|_| find(&["uri", "username", "password"]));
        newer.or(older)?;
        let (collections, folder) = (find(&["collections"]), find(&["folder"]));
        Some(Self {
            width: names.len(),
            homes: collections.or(folder),
            favorite: find(&["favorite"]),
            kind,
            name: find(&["name"])?,
            notes: find(&["notes"]),
            fields: find(&["fields"]),
            reprompt: find(&["reprompt"]),
            archived: find(&["archiveddate"]),
            uri: find(&["login_uri", "uri"]),
            username: find(&["login_username", "username"]),
            password: find(&["login_password", "password"]),
            totp: find(&["login_totp", "totp"]),
            source: if collections.is_none() && folder.is_some() {
                Source::IndividualCsv
            } else {
                Source::OrganizationCsv
            },
        })
    }
}

/// Spreadsheet programs save with the separator of their language.
const SEPARATORS: &[u8] = b",;\t|";

/// Reads the text of a file that isn't JSON.
pub(super) fn read(text: &str, compose: Compose, tell: &mut Tell<'_>) -> Result<Parsed, Unusable> {
    let (named, text, line) = separator_line(text);
    named
        .iter()
        .chain(SEPARATORS)
        .find_map(|separator| with(text, *separator, line, compose, tell).transpose())
        .unwrap_or(Err(Unusable::Unknown))
}

/// What a first line as `sep=;` says, quoted or not, filled up with empty cells or not: the separator, the text after that line,
/// and in which line of the file it begins.
fn separator_line(text: &str) -> (Option<u8>, &str, u64) {
    let begin = text.trim_start_matches(['\r', '\n']);
    let end = begin.find(['\r', '\n']).unwrap_or(begin.len());
    let (line, rest) = begin.split_at(end);
    let line = line.trim_start_matches([' ', '"']);
    let is_filling =
        |letter: char| u8::try_from(letter).is_ok_and(|byte| SEPARATORS.contains(&byte) || b" \"".contains(&byte));
    let said = match line.split_at_checked(4) {
        Some((name, said)) if name.eq_ignore_ascii_case("sep=") => said,
        _ => return (None, text, 1),
    };
    let mut letters = said.chars();
    let separator = letters
        .next()
        .filter(|letter| letter.is_ascii() && !"\" ".contains(*letter));
    if separator.is_some_and(char::is_alphanumeric) || !letters.all(is_filling) {
        return (None, text, 1);
    }
    let before = &text.as_bytes()[..text.len() - rest.len()];
    (
        separator.and_then(|letter| u8::try_from(letter).ok()),
        rest,
        rows::last_line(before),
    )
}

/// A row of a spreadsheet with nothing in it.
fn is_blank(row: &rows::Row<'_>) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
}

/// The columns by the first row that isn't blank.
fn heading(rows: &mut Rows<'_>) -> Option<Columns> {
    for _ in 0..MOST_ROWS {
        let row = rows.next()?.ok()?;
        if !is_blank(&row) {
            return Columns::of(&row);
        }
    }
    None
}

fn with(
    text: &str,
    separator: u8,
    line: u64,
    compose: Compose,
    tell: &mut Tell<'_>,
) -> Result<Option<Parsed>, Unusable> {
    let mut rows = Rows::of(text, separator, line);
    let Some(columns) = heading(&mut rows) else {
        return Ok(None);
    };
    let mut parsed = Parsed::new(columns.source, compose);
    let mut homes = Homes::new(compose);
    let (mut last, mut read) = (1, 0);
    while let Some(row) = rows.next() {
        if read == MOST_ROWS {
            return Err(Unusable::TooManyRows);
        }
        read += 1;
        let mut lost = Lost::default();
        let (line, item) = match row {
            Ok(row) if is_blank(&row) => continue,
            Ok(row) => (row.line, item(&row, &columns, &mut homes, &mut lost)),
            Err(TooLong { line }) => (line, Err(Fault::new(Part::Whole, What::TooMuch))),
        };
        last = number(line);
        let row = Row::Line(last);
        if item.is_ok() {
            parsed.losses.note(row, lost);
        }
        parsed.take(row, item);
        if read % STRETCH == 0 {
            // Rows aren't counted beforehand; bytes are.
            tell(text.len() - rows.left(), text.len());
        }
    }
    // A quotation mark in text is doubled, so a whole file has an even number of them.
    if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        return Err(Unusable::DamagedCsv { line: last });
    }
    parsed.homes = homes.into_names();
    Ok(Some(parsed))
}

/// A line's number; no file that is read has more lines than that.
fn number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// The item of a row. Cells that are missing at the end are empty.
fn item(row: &rows::Row<'_>, columns: &Columns, homes: &mut Homes, lost: &mut Lost) -> Result<Item, Fault> {
    if row.iter().skip(columns.width).any(|cell| !cell.trim().is_empty()) {
        return Err(Fault::new(Part::Whole, What::Columns));
    }
    let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).filter(|cell| !cell.is_empty());
    let owned = |at: Option<usize>| cell(at).map(str::to_owned);
    let kind = match cell(columns.kind)
        .map(|kind| kind.trim().to_ascii_lowercase())
        .as_deref()
    {
        None | Some("login" | "") => Kind::Login,
        Some("note" | "securenote") => Kind::Note,
        Some(_) => return Err(Fault::new(Part::Type, What::UnknownType)),
    };
    let archived = cell(columns.archived).and_then(|text| {
        let date = Date::read(text);
        if date.is_none() {
            lost.add(Fault::new(Part::Whole, What::BadDate).of("archivedDate"));
        }
        date
    });
    let content = if kind == Kind::Login {
        Content::Login(Box::new(Login {
            uris: addresses::split(cell(columns.uri).unwrap_or_default())
                .map(|uri| Uri {
                    uri: uri.to_owned(),
                    matching: None,
                })
                .collect(),
            username: owned(columns.username),
            password: owned(columns.password),
            totp: owned(columns.totp),
            ..Login::default()
        }))
    } else {
        Content::Note
    };
    let mut item = Item {
        number: number(row.line),
        name: owned(Some(columns.name)).unwrap_or_default(),
        notes: owned(columns.notes),
        favorite: cell(columns.favorite).is_some_and(is_yes),
        reprompt: u8::from(cell(columns.reprompt).is_some_and(is_yes)),
        archived,
        fields: cell(columns.fields)
            .unwrap_or_default()
            .lines()
            .filter_map(field)
            .collect(),
        history: Vec::new(),
        content,
        homes: Vec::new(),
    };
    let uris = item.login().map_or(0, |login| login.uris.len());
    if item.fields.len() > MOST_PARTS || uris > MOST_PARTS {
        return Err(Fault::new(Part::Whole, What::TooMuch));
    }
    // A row that is left out brings no collections along.
    if item.name.trim().is_empty() && !name::has_content(&item) {
        return Err(Fault::new(Part::Name, What::Missing));
    }
    super::limits::check(&item)?;
    if columns.source.has_folders() {
        if let Some(folder) = cell(columns.homes) {
            item.homes
                .push(homes.place(folder).map_err(|fault| fault.of("folder"))?);
        }
    } else {
        for name in split(cell(columns.homes)) {
            let place = homes.place(name).map_err(|fault| fault.of("collections"))?;
            if !item.homes.contains(&place) {
                item.homes.push(place);
            }
        }
    }
    Ok(item)
}

fn is_yes(cell: &str) -> bool {
    matches!(cell.trim(), "1" | "true" | "TRUE" | "True")
}

/// The parts of a cell whose values are joined by commas.
fn split(cell: Option<&str>) -> impl Iterator<Item = &str> {
    cell.unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// One line of `fields`: `name: value`.
fn field(line: &str) -> Option<Field> {
    if line.trim().is_empty() {
        return None;
    }
    let (name, value) = match line.split_once(": ") {
        Some((name, value)) => (name, value),
        None => line.strip_suffix(':').map_or(("", line), |name| (name, "")),
    };
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Some(Field {
        name: some(name),
        value: FieldValue::Text(some(value)),
    })
}

#[cfg(test)]
mod tests;
