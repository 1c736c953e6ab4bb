//! What a kind of server can do: what it holds, what it promises of an import, and how much it takes at once.
//! Source: contract/import.md "Vaultwarden differences"; contract/vaultwarden.md.

use super::import::Kind;
use crate::api::config::ServerKind;

/// What is known of a server before anything is sent to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abilities {
    /// The type of the highest number that it stores; what is above it would be dropped without a word.
    newest: Kind,
    /// An import is stored whole or not at all.
    pub all_or_nothing: bool,
    /// The largest body of a request, in bytes, where it is known.
    pub largest_body: Option<u64>,
}

impl Abilities {
    pub fn of(server: ServerKind) -> Self {
        match server {
            ServerKind::Bitwarden => Self {
                newest: Kind::Passport,
                all_or_nothing: true,
                largest_body: None,
            },
            ServerKind::Vaultwarden => Self {
                newest: Kind::SshKey,
                all_or_nothing: false,
                largest_body: Some(20_000_000),
            },
            // The contract's types are tried; nothing is promised.
            ServerKind::Other => Self {
                newest: Kind::Passport,
                all_or_nothing: false,
                largest_body: None,
            },
        }
    }

    /// Whether the server stores items of a type.
    pub fn holds(&self, kind: Kind) -> bool {
        kind.number() <= self.newest.number()
    }
}

impl ServerKind {
    /// Whether seats are sold, so that their number means something. Elsewhere it is made up (contract/vaultwarden.md).
    pub fn bills(self) -> bool {
        self != Self::Vaultwarden
    }

    /// Whether the list of members tells when each was added.
    pub fn tells_when_added(self) -> bool {
        self != Self::Vaultwarden
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(server: ServerKind) -> Vec<Kind> {
        let abilities = Abilities::of(server);
        Kind::ALL.into_iter().filter(|kind| abilities.holds(*kind)).collect()
    }

    #[test]
    fn vaultwarden_holds_five_types_and_promises_nothing_of_a_whole() {
        use Kind::{Card, Identity, Login, Note, SshKey};
        assert_eq!(held(ServerKind::Vaultwarden), [Login, Note, Card, Identity, SshKey]);
        let abilities = Abilities::of(ServerKind::Vaultwarden);
        assert!(!abilities.all_or_nothing && abilities.largest_body == Some(20_000_000));
    }

    #[test]
    fn the_others_hold_every_type_and_only_bitwardens_keeps_all_or_nothing() {
        for server in [ServerKind::Bitwarden, ServerKind::Other] {
            assert_eq!(held(server), Kind::ALL);
            assert_eq!(Abilities::of(server).all_or_nothing, server == ServerKind::Bitwarden);
            assert_eq!(Abilities::of(server).largest_body, None);
        }
    }
}
