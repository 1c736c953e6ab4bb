//! The part of an address after the question mark, as names and values.

/// Path and query of an address, without its hash.
pub(super) fn split(address: &str) -> (&str, &str) {
    let address = address.split('#').next().unwrap_or_default();
    address.split_once('?').unwrap_or((address, ""))
}

/// The pairs of a query, in their order.
pub fn parse(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let decoded = |text: &str| decode(&text.replace('+', " "));
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// The pairs as they follow a path: with the question mark, or nothing at all.
pub fn print(pairs: &[(String, String)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(&encode(name));
        text.push('=');
        text.push_str(&encode(value));
    }
    text
}

/// Text with `%XX` read; as it stands where that isn't text.
pub(super) fn decode(text: &str) -> String {
    // Most values need no help, and none is there in tests on the host.
    if !text.contains('%') {
        return text.to_owned();
    }
    js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from)
}

fn encode(text: &str) -> String {
    if text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    {
        return text.to_owned();
    }
    js_sys::encode_uri_component(text).into()
}

#[cfg(test)]
mod tests {
    use super::{parse, print, split};

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn an_address_falls_apart_into_path_and_query() {
        assert_eq!(split("/members?role=owner#top"), ("/members", "role=owner"));
        assert_eq!(split("/members#a?b"), ("/members", ""));
        assert_eq!(split("/members?"), ("/members", ""));
    }

    #[test]
    fn a_query_is_read_in_its_order() {
        assert_eq!(parse("b=1&a=x=y&b=2"), pairs(&[("b", "1"), ("a", "x=y"), ("b", "2")]));
        assert_eq!(parse("search=ann+lee"), pairs(&[("search", "ann lee")]));
        assert_eq!(parse("&flag&&"), pairs(&[("flag", "")]));
        assert_eq!(parse(""), []);
    }

    #[test]
    fn what_is_printed_is_read_again() {
        let query = pairs(&[("sort", "-name"), ("role", "owner")]);
        assert_eq!(print(&query), "?sort=-name&role=owner");
        assert_eq!(parse("sort=-name&role=owner"), query);
        assert_eq!(print(&[]), "");
    }
}
