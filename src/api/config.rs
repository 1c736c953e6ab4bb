//! What the server says of itself: /config, without sign-in. Source: contract/conventions.md 9; contract/vaultwarden.md, "Differences that hold everywhere".

use super::client::Api;
use super::error::ApiError;
use crate::json::record;

/// How the server that comes with this page names itself.
const EMBEDDED: &str = "Provider Portal embedded server";

record! {
    /// `GET /config`, as far as it is used.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ConfigRecord {
        /// Null on Bitwarden's own servers.
        pub server: Option<ServerRecord>,
    }
}

record! {
    /// A server that isn't Bitwarden's own.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ServerRecord {
        pub name: Option<String>,
    }
}

/// Whose behaviour a server has, by its name and never by its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerKind {
    /// Bitwarden's own, or one that keeps the same contract.
    Bitwarden,
    Vaultwarden,
    /// Another one, of which nothing more is known.
    Other,
}

impl ConfigRecord {
    pub fn kind(&self) -> ServerKind {
        let name = self.server.as_ref().and_then(|server| server.name.as_deref());
        let name = name.unwrap_or_default().trim().to_ascii_lowercase();
        if name.is_empty() || name == EMBEDDED.to_ascii_lowercase() || name == "bitwarden" {
            ServerKind::Bitwarden
        } else if name.contains("vaultwarden") {
            ServerKind::Vaultwarden
        } else {
            ServerKind::Other
        }
    }
}

impl Api {
    /// What kind of server answers. Asked once; kept for as long as this handle and its clones live.
    ///
    /// # Errors
    /// When the server doesn't say; the next call asks again.
    pub async fn server_kind(&self) -> Result<ServerKind, ApiError> {
        let mut known = self.server_known().lock().await;
        if let Some(kind) = *known {
            return Ok(kind);
        }
        let record: ConfigRecord = self.get_anonymous("config", "/config").await?.read()?;
        Ok(*known.insert(record.kind()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    fn kind(config: &str) -> ServerKind {
        json::from_str::<ConfigRecord>(config).unwrap().kind()
    }

    #[test]
    fn the_embedded_server_and_the_other_dialect_are_told_apart_by_name() {
        let embedded = kind(include_str!("../../tests/contract/config/config.response.json"));
        assert_eq!(embedded, ServerKind::Bitwarden);
        let other = kind(include_str!("../../tests/contract/vaultwarden/config.response.json"));
        assert_eq!(other, ServerKind::Vaultwarden);
    }

    #[test]
    fn a_server_without_a_name_is_bitwardens_own_and_a_strange_name_promises_nothing() {
        for own in [
            "{}",
            r#"{"server":null}"#,
            r#"{"server":{}}"#,
            r#"{"server":{"name":null}}"#,
            r#"{"server":{"name":" "}}"#,
            r#"{"server":{"name":"Bitwarden"}}"#,
        ] {
            assert_eq!(kind(own), ServerKind::Bitwarden, "{own}");
        }
        for name in ["Vaultwarden", "vaultwarden ", "Vaultwarden (testing)"] {
            let config = format!(r#"{{"server":{{"name":"{name}","url":"https://x"}}}}"#);
            assert_eq!(kind(&config), ServerKind::Vaultwarden, "{name}");
        }
        assert_eq!(kind(r#"{"server":{"name":"Homemade"}}"#), ServerKind::Other);
    }
}
