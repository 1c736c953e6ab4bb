//! Names for items that come without one: a login is named after its website, anything else by a plain word.
//! An item without a name can't be stored (contract/import.md, "Cipher"); one with nothing in it isn't worth a name.

use super::fault::{Fault, Part, What};
use super::item::{Content, Item, SHORT};
use super::limits::fits;

/// Where an item's name comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    File,
    Website,
    /// It has none yet and gets a word of the person's language.
    Word,
}

/// Names an item after its website where the file has no name for it; says where the name comes from.
///
/// # Errors
/// When the item has nothing but its type.
pub fn settle(item: &mut Item) -> Result<Origin, Fault> {
    if !item.name.trim().is_empty() {
        return Ok(Origin::File);
    }
    if !has_content(item) {
        return Err(Fault::new(Part::Name, What::Missing));
    }
    let websites = item.login().into_iter().flat_map(|login| &login.uris);
    let host = websites
        .filter_map(|website| host(&website.uri))
        .find(|host| fits(Some(host), SHORT, Part::Name).is_ok());
    if let Some(host) = host {
        item.name = host.to_owned();
        Ok(Origin::Website)
    } else {
        item.name.clear();
        Ok(Origin::Word)
    }
}

/// Whether there is anything in an item that its loss would be one.
pub fn has_content(item: &Item) -> bool {
    let typed = match &item.content {
        Content::Login(login) => {
            let texts = [&login.username, &login.password, &login.totp];
            texts.into_iter().any(Option::is_some) || !login.uris.is_empty() || !login.passkeys.is_empty()
        }
        Content::SshKey(_) => true,
        _ => !item.texts().is_empty(),
    };
    typed || item.notes.is_some() || !item.fields.is_empty() || !item.history.is_empty()
}

/// The host in an address, with or without a scheme; none where there is nothing of the kind.
fn host(address: &str) -> Option<&str> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest).trim();
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !host.ends_with(':') => host,
        _ => host,
    };
    let host = host.trim().trim_matches('.');
    (!host.is_empty() && !host.contains(|letter: char| letter.is_whitespace() || letter.is_control())).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::import::fault::{Row, Told};
    use crate::model::import::file::{Parsed, parse};

    fn read(items: &str) -> Parsed {
        parse(format!(r#"{{"items":[{items}]}}"#).as_bytes(), &mut |_, _| {}).unwrap()
    }

    fn login(addresses: &[&str]) -> String {
        let uris: Vec<_> = addresses.iter().map(|uri| serde_json::json!({ "uri": uri })).collect();
        serde_json::json!({ "type": 1, "name": " ", "login": { "uris": uris } }).to_string()
    }

    #[test]
    fn a_login_is_named_after_the_host_of_its_first_usable_address() {
        for (addresses, name) in [
            (&["https://nameless.example"][..], "nameless.example"),
            (&["https://anna:secret@shop.example:8443/a?b#c"], "shop.example"),
            (&["feed.example/login"], "feed.example"),
            (&["intranet"], "intranet"),
            (&["http://[::1]:80/"], "[::1]"),
            (&["[fe80::1]"], "[fe80::1]"),
            (&["androidapp://com.example.app"], "com.example.app"),
            (&["https://räksmörgås.example/å"], "räksmörgås.example"),
            (&["https:///nothing", "https://second.example."], "second.example"),
        ] {
            let parsed = read(&login(addresses));
            assert_eq!(parsed.items[0].name, name, "{addresses:?}");
            let told = Told {
                count: 1,
                rows: vec![Row::Item(1)],
            };
            assert_eq!(parsed.named, told, "{addresses:?}");
        }
    }

    #[test]
    fn without_a_host_a_word_will_do_and_without_content_nothing_will() {
        let mut parsed = read(&format!(
            r#"{},{},{{"type":2,"name":null,"fields":[{{"value":"v"}}]}},{{"type":2,"notes":""}},{{"type":3,"name":"","card":{{"code":"1"}}}}"#,
            login(&["://", "two words", &"x".repeat(700)]),
            login(&[]),
        ));
        assert_eq!((parsed.named.count, parsed.items.len()), (0, 3));
        let missing = Fault::new(Part::Name, What::Missing);
        let left_out: Vec<_> = parsed.problems.iter().map(|problem| problem.row).collect();
        assert_eq!(left_out, [Row::Item(2), Row::Item(4)]);
        assert!(parsed.problems.iter().all(|problem| problem.fault == missing));

        let words: Vec<String> = (1..=8).map(|at| format!("Word {at}")).collect();
        parsed.name_rest(&words);
        let names: Vec<_> = parsed.items.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names, ["Word 1", "Word 2", "Word 3"]);
        assert_eq!(parsed.unnamed.rows, [Row::Item(1), Row::Item(3), Row::Item(5)]);
    }
}
