//! The path under which the page is served, taken by whole segments: `/portal` has nothing to do with `/portal-old`.

/// A base as the rest expects it: empty for the root, else with a slash in front and none behind.
pub(super) fn tidy(base: &str) -> String {
    match base.trim_matches('/') {
        "" => String::new(),
        inner => format!("/{inner}"),
    }
}

/// A path without the base in front; `None` where it isn't below the base.
pub(super) fn below<'a>(base: &str, path: &'a str) -> Option<&'a str> {
    match path.strip_prefix(base)? {
        "" => Some("/"),
        rest if rest.starts_with('/') => Some(rest),
        _ => None,
    }
}

/// An address of ours without the base, whether it came with it or not: links have it, the product's own paths don't.
pub(super) fn without<'a>(base: &str, address: &'a str) -> &'a str {
    below(base, address).unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::{below, tidy, without};

    #[test]
    fn an_address_may_come_with_its_base() {
        for address in ["/members?role=owner", "/portal/members?role=owner"] {
            assert_eq!(without("/portal", address), "/members?role=owner");
        }
        assert_eq!(without("/portal", "/portal-old"), "/portal-old");
        assert_eq!(without("", "/members"), "/members");
    }

    #[test]
    fn a_base_takes_whole_segments() {
        assert_eq!(below("/portal", "/portal/members"), Some("/members"));
        assert_eq!(below("/portal", "/portal/"), Some("/"));
        assert_eq!(below("/portal", "/portal"), Some("/"));
        assert_eq!(below("/portal", "/portal-old"), None);
        assert_eq!(below("/portal", "/"), None);
        assert_eq!(below("/a/b", "/a/b/c"), Some("/c"));
        assert_eq!(below("/a/b", "/a/bc"), None);
    }

    #[test]
    fn without_a_base_every_path_is_ours() {
        assert_eq!(below("", "/"), Some("/"));
        assert_eq!(below("", "/members"), Some("/members"));
    }

    #[test]
    fn slashes_around_a_base_do_not_matter() {
        for base in ["portal", "/portal", "/portal/", "portal/"] {
            assert_eq!(tidy(base), "/portal");
        }
        assert_eq!(tidy("/"), "");
        assert_eq!(tidy(""), "");
    }
}
