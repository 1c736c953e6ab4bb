//! CSV files for people: every cell quoted, formulas defused, direction kept inside its cell, a byte-order mark for spreadsheet
//! programs.

use super::direction::{enclosed, has_controls, is_control};

/// A file of these rows; the first is the heading, whose words are written without soft hyphens.
pub fn write(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(vec![0xef, 0xbb, 0xbf]);
    for (line, row) in rows.into_iter().enumerate() {
        let cells = row.iter().map(|cell| match line {
            0 => tame(&cell.replace(SOFT_HYPHEN, "")),
            _ => tame(cell),
        });
        // A vector takes every write.
        let _ = writer.write_record(cells);
    }
    writer
        .into_inner()
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_default()
}

/// Where a page may divide a word.
const SOFT_HYPHEN: char = '\u{ad}';

/// What begins a formula, or is dropped by a spreadsheet in front of one; in East Asia also in full width.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A cell with marks of direction is isolated, so that a program that shows whole lines doesn't turn its neighbours. Others stay
/// as they are, for whoever looks them up.
fn tame(cell: &str) -> String {
    let cell = defuse(cell);
    if has_controls(&cell) { enclosed(&cell) } else { cell }
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe before it; also where marks that nobody sees hide its
/// beginning.
fn defuse(cell: &str) -> String {
    if cell.trim_start_matches(is_control).starts_with(FORMULA) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// `contoso-dental-members-2026-11-22.csv`: letters and digits of the owner's folded name, what it holds, and the date.
pub fn file_name(owner: &str, what: &str, date: &str) -> String {
    let mut slug = String::new();
    for letter in owner.chars() {
        if letter.is_alphanumeric() {
            slug.extend(letter.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let parts = [slug.trim_matches('-'), what, date];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}.csv", parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_would_run_as_formulas_are_defused() {
        let file = write([
            vec!["Name".to_owned()],
            vec!["=HYPERLINK(\"x\")".to_owned()],
            vec!["Åke; \"A\"".to_owned()],
        ]);
        assert_eq!(
            file,
            "\u{feff}\"Name\"\n\"'=HYPERLINK(\"\"x\"\")\"\n\"Åke; \"\"A\"\"\"\n"
        );
    }

    #[test]
    fn only_the_heading_loses_its_soft_hyphens() {
        let file = write([vec!["Konto\u{ad}namn".to_owned()], vec!["Sam\u{ad}ir".to_owned()]]);
        assert_eq!(file, "\u{feff}\"Kontonamn\"\n\"Sam\u{ad}ir\"\n");
    }

    #[test]
    fn no_beginning_of_a_formula_is_left_bare() {
        for start in FORMULA {
            assert_eq!(defuse(&format!("{start}1")), format!("'{start}1"));
        }
        assert_eq!(defuse("a=1"), "a=1");
        assert_eq!(defuse("\u{202e}=1"), "'\u{202e}=1");
    }

    #[test]
    fn a_cells_direction_ends_with_the_cell_and_its_text_stays_whole() {
        let file = write([
            vec!["Name".to_owned(), "Plan".to_owned()],
            vec!["a\u{202e}b".to_owned(), "c\u{2069}\u{2067}d".to_owned()],
            vec!["שלום".to_owned(), "e".to_owned()],
        ]);
        assert_eq!(
            file,
            "\u{feff}\"Name\",\"Plan\"\n\"\u{2068}a\u{202e}b\u{2069}\",\"\u{2068}\u{2068}c\u{2069}\u{2067}d\u{2069}\u{2069}\"\n\"שלום\",\"e\"\n"
        );
    }

    #[test]
    fn a_files_name_has_nothing_that_a_file_system_refuses() {
        assert_eq!(
            file_name("asa & partners <law>", "members", "2026-11-22"),
            "asa-partners-law-members-2026-11-22.csv"
        );
        assert_eq!(file_name("///", "members", "2026-11-22"), "members-2026-11-22.csv");
    }
}
