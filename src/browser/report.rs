//! What the page did last, told to the boot script so that it outlives a crash: routes by their pattern and statuses; never an id,
//! a name, an address with one, or a typed text.

use super::boot;

/// The page that is shown, by the pattern of its address.
pub fn page(pattern: &str) {
    tell("page", pattern);
}

/// A request that is over: its route by pattern, and how it went.
pub fn request(method: &str, address: &str, outcome: &str, milliseconds: f64) {
    tell(
        "request",
        &format!("{method} {} {outcome} {milliseconds:.0} ms", pattern(address)),
    );
}

fn tell(kind: &str, text: &str) {
    // The boot script's own function, which doesn't fail.
    let _ = boot::call("note", &[kind, text]);
}

/// An address without server, query and everything that isn't a word of the routes' own: `/api/organizations/*/users`.
pub fn pattern(address: &str) -> String {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => address,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| if is_word(part) { part } else { "*" })
        .collect();
    parts.join("/")
}

/// Ids have digits and are longer; so has or is whatever else could be told apart.
fn is_word(part: &str) -> bool {
    part.len() <= 30 && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::pattern;

    const ID: &str = "5f0c0a3e-1b7d-4c5e-9d53-aabbccddeeff";

    #[test]
    fn a_route_keeps_its_words_and_loses_server_ids_and_query() {
        let address = format!("https://api.berg.example/api/organizations/{ID}/users?includeGroups=true");
        assert_eq!(pattern(&address), "/api/organizations/*/users");
        assert_eq!(pattern("/identity/connect/token"), "/identity/connect/token");
        assert_eq!(
            pattern(&format!("/organizations/{ID}/members?q=Anna#x")),
            "/organizations/*/members"
        );
        assert_eq!(pattern("https://api.example"), "");
    }

    #[test]
    fn whatever_is_no_word_of_a_route_is_left_out() {
        for part in [
            ID,
            "anna@berg.example",
            "Berg%20AB",
            "Anna",
            "2f",
            "abcdefab-cdef-abcd-efab-cdefabcdefab",
        ] {
            assert_eq!(pattern(&format!("/api/{part}/x")), "/api/*/x", "{part}");
        }
    }
}
