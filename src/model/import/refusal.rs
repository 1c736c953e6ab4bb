//! Which row of the file does a server's refusal mean? Keys name the item in the body: `Ciphers[12].Login.Password`.

use super::fault::{Part, Row};
use super::item::Kind;

/// The rows and parts that a refusal's fields name. `numbers`: where each item of the body stands in the file.
pub fn rows(fields: &[(String, String)], numbers: &[u32], lines: bool) -> Vec<(Row, Part)> {
    let mut rows: Vec<(Row, Part)> = fields.iter().filter_map(|(key, _)| row(key, numbers, lines)).collect();
    rows.sort_by_key(|(row, _)| *row);
    rows.dedup();
    rows
}

fn row(key: &str, numbers: &[u32], lines: bool) -> Option<(Row, Part)> {
    let (list, rest) = key.split_once('[')?;
    let (index, rest) = rest.split_once(']')?;
    let index: usize = index.parse().ok()?;
    match list.to_ascii_lowercase().as_str() {
        "ciphers" => {
            let number = *numbers.get(index)?;
            let row = if lines { Row::Line(number) } else { Row::Item(number) };
            Some((row, part(rest.trim_start_matches('.'))))
        }
        "collections" => Some((Row::Collection(u32::try_from(index + 1).ok()?), Part::Name)),
        _ => None,
    }
}

fn part(path: &str) -> Part {
    let lower = path.to_ascii_lowercase();
    let first = lower.split(['.', '[']).next().unwrap_or_default();
    match first {
        "type" => Part::Type,
        "name" => Part::Name,
        "notes" => Part::Notes,
        "fields" => Part::CustomField,
        "passwordhistory" => Part::PasswordHistory,
        "login" => match lower.split(['.', '[']).nth(1).unwrap_or_default() {
            "username" => Part::Username,
            "password" | "passwordrevisiondate" => Part::Password,
            "totp" => Part::Totp,
            "uris" => Part::Website,
            "fido2credentials" => Part::Passkey,
            _ => Part::Whole,
        },
        other => Kind::ALL
            .into_iter()
            .find(|kind| !kind.properties().is_empty() && kind.part().eq_ignore_ascii_case(other))
            .map_or(Part::Whole, Part::Typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_fields_are_traced_back_to_rows_of_the_file() {
        let golden = include_str!("../../../tests/contract/import/field.error.json");
        let golden: serde_json::Value = serde_json::from_str(golden).unwrap();
        let fields: Vec<(String, String)> = golden["validationErrors"]
            .as_object()
            .unwrap()
            .keys()
            .map(|key| (key.clone(), String::new()))
            .collect();
        // The file's item 2 was left out, so numbers run ahead of positions.
        let numbers: Vec<u32> = std::iter::once(1).chain(3..40).collect();
        assert_eq!(
            rows(&fields, &numbers, false),
            [
                (Row::Item(5), Part::Name),
                (Row::Item(14), Part::Password),
                (Row::Collection(1), Part::Name),
            ]
        );
    }

    #[test]
    fn every_part_of_an_item_is_known() {
        for (key, part) in [
            ("Ciphers[0].Notes", Part::Notes),
            ("Ciphers[0].Login.Uris[2].UriChecksum", Part::Website),
            ("Ciphers[0].Login.Fido2Credentials[0].KeyValue", Part::Passkey),
            ("Ciphers[0].SSHKey.PrivateKey", Part::Typed(Kind::SshKey)),
            ("Ciphers[0].Fields[0].Value", Part::CustomField),
            ("Ciphers[0].PasswordHistory[0].Password", Part::PasswordHistory),
            ("Ciphers[0].Something", Part::Whole),
        ] {
            assert_eq!(
                rows(&[(key.to_owned(), String::new())], &[7], true),
                [(Row::Line(7), part)],
                "{key}"
            );
        }
        for key in ["", "$", "Ciphers[x].Name", "Ciphers[9].Name", "Folders[0].Name"] {
            assert_eq!(rows(&[(key.to_owned(), String::new())], &[7], true), [], "{key}");
        }
    }
}
