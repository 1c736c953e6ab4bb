//! Where the servers are: one origin for page and API, or what `config.json` beside the page says.
//! Source: contract/conventions.md 1; docs/deploy.md.

use crate::json;

/// Addresses of the services, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Servers {
    pub api: String,
    pub identity: String,
    /// The web vault, where a person finds items of his own; none where nobody has said.
    pub vault: Option<String>,
}

/// Why a `config.json` can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadConfig {
    /// Not JSON, or not an object.
    #[error("unreadable")]
    Unreadable,
    /// An address that isn't one, or that would send secrets in the clear; its name.
    #[error("unusable address: {0}")]
    Address(&'static str),
    /// Something under `branding`; its name.
    #[error("unusable branding: {0}")]
    Branding(&'static str),
}

impl Servers {
    /// The single-origin layout (contract/conventions.md 1).
    pub fn under(origin: &str) -> Self {
        Self {
            api: format!("{origin}/api"),
            identity: format!("{origin}/identity"),
            vault: None,
        }
    }

    /// What a `config.json` says, `{"api": …, "identity": …, "vault": …}`; what it leaves out is as on one origin, and what this
    /// version doesn't know is left alone. An address is a path on the page's origin, or begins with `https://`; this machine
    /// and the page's own origin may go without encryption.
    ///
    /// # Errors
    /// When the text or an address in it can't be used. Nothing is guessed then: a wrong address would get passwords' hashes.
    pub fn read(text: &str, origin: &str) -> Result<Self, BadConfig> {
        let mut servers = Self::under(origin);
        if text.trim().is_empty() {
            return Ok(servers);
        }
        let value = json::parse(text.as_bytes()).map_err(|_| BadConfig::Unreadable)?;
        let object = value.as_object().ok_or(BadConfig::Unreadable)?;
        let address = |name: &'static str| match object.get(name).filter(|value| !value.is_null()) {
            None => Ok(None),
            Some(value) => value
                .as_str()
                .and_then(|address| full_address(address, origin))
                .map(Some)
                .ok_or(BadConfig::Address(name)),
        };
        if let Some(api) = address("api")? {
            servers.api = api;
        }
        if let Some(identity) = address("identity")? {
            servers.identity = identity;
        }
        servers.vault = address("vault")?;
        Ok(servers)
    }
}

fn full_address(address: &str, origin: &str) -> Option<String> {
    let plain = |address: &str| !address.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\\@".contains(c));
    let address = address.trim_end_matches('/');
    if !plain(address) {
        return None;
    }
    if address.is_empty() || address.starts_with('/') && !address.starts_with("//") {
        return Some(format!("{origin}{address}"));
    }
    if address == origin || address.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/')) {
        return Some(address.to_owned());
    }
    let host = |rest: &str| rest.split(['/', ':']).next().unwrap_or_default().to_owned();
    let usable = match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
        (Some(rest), _) => !host(rest).is_empty(),
        (_, Some(rest)) => matches!(host(rest).as_str(), "localhost" | "127.0.0.1"),
        _ => false,
    };
    usable.then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://portal.example";

    #[test]
    fn without_a_config_everything_is_on_the_pages_origin() {
        let servers = Servers::read("", ORIGIN).unwrap();
        assert_eq!(servers, Servers::under(ORIGIN));
        assert_eq!(servers.api, "https://portal.example/api");
        assert_eq!(Servers::read("{}", ORIGIN).unwrap(), servers);
    }

    #[test]
    fn hosts_and_paths_are_taken_and_what_is_unknown_left_alone() {
        let text =
            r#"{"api":"https://api.vault.example/","identity":"/id","vault":"https://vault.example/","colour":1}"#;
        let servers = Servers::read(text, ORIGIN).unwrap();
        assert_eq!(servers.api, "https://api.vault.example");
        assert_eq!(servers.identity, "https://portal.example/id");
        assert_eq!(servers.vault.as_deref(), Some("https://vault.example"));
    }

    #[test]
    fn this_machine_may_go_without_encryption_and_nobody_else() {
        let of = |api: &str| Servers::read(&format!(r#"{{"api":"{api}"}}"#), ORIGIN).map(|servers| servers.api);
        assert_eq!(
            of("http://localhost:8087/api").as_deref(),
            Ok("http://localhost:8087/api")
        );
        for address in [
            "http://api.example",
            "http://localhost.evil.example",
            "//evil.example",
            "javascript:alert(1)",
            "https://",
            "https://a b",
            "https://user@evil.example",
            "https://api.example/?x",
            "api",
        ] {
            assert_eq!(of(address), Err(BadConfig::Address("api")), "{address}");
        }
        assert_eq!(
            Servers::read(r#"{"identity":5}"#, ORIGIN),
            Err(BadConfig::Address("identity"))
        );
    }

    #[test]
    fn what_is_no_json_object_is_unreadable() {
        for text in ["<!doctype html>", "[]", "{"] {
            assert_eq!(Servers::read(text, ORIGIN), Err(BadConfig::Unreadable), "{text}");
        }
    }
}
