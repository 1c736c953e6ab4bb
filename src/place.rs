//! Every address of the product as a type: a place to its address, an address to its place.

use std::cell::RefCell;

use crate::api::ids::{OrganizationId, ProviderId};

thread_local! {
    static BASE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// From now on all addresses begin with this: where a host's page has ours.
pub fn stand_below(base: &str) {
    BASE.set(base.to_owned());
}

/// Where a person can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The start: goes to the one provider or organization, or offers the choice.
    Home,
    /// Provider Portal → Clients.
    Clients(ProviderId),
    /// A page of a client's Admin Console.
    Console(OrganizationId, ConsolePage),
    /// An address of vault items inside a client: answered by the notice of the item rule.
    Items(OrganizationId),
    /// An address of vault items outside any client.
    OwnItems,
}

/// The pages of the Admin Console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConsolePage {
    Overview,
    Members,
    Groups,
    Collections,
    Import,
}

impl ConsolePage {
    /// In the order of the navigation.
    pub const ALL: [Self; 5] = [
        Self::Overview,
        Self::Members,
        Self::Groups,
        Self::Collections,
        Self::Import,
    ];

    /// The last part of the address.
    pub fn segment(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Members => "members",
            Self::Groups => "groups",
            Self::Collections => "collections",
            Self::Import => "import",
        }
    }
}

/// Segments under `/organizations/{id}/` that official clients use for vault items or their export.
const ITEM_SEGMENTS: [&str; 8] = [
    "vault",
    "items",
    "item",
    "ciphers",
    "export",
    "trash",
    "purge",
    "unassigned",
];

impl Place {
    /// The address that a link to it has, without query.
    pub fn href(&self) -> String {
        BASE.with_borrow(|base| format!("{base}{}", self.path()))
    }

    /// The address from the root of the page.
    pub fn path(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::Clients(provider) => format!("/providers/{provider}/clients"),
            Self::Console(organization, page) => format!("/organizations/{organization}/{}", page.segment()),
            Self::Items(organization) => format!("/organizations/{organization}/items"),
            Self::OwnItems => "/vault".to_owned(),
        }
    }

    /// The client an address is inside of, also where it names none of its pages.
    pub fn client_of(path: &str) -> Option<OrganizationId> {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let inside = parts.next() == Some("organizations");
        parts.next().filter(|_| inside).and_then(OrganizationId::parse)
    }

    /// The place of a path; `None` where nothing is.
    pub fn parse(path: &str) -> Option<Self> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => Some(Self::Home),
            ["providers", id] | ["providers", id, "clients"] => Some(Self::Clients(ProviderId::parse(id)?)),
            ["organizations", id] => Some(Self::Console(OrganizationId::parse(id)?, ConsolePage::Overview)),
            ["organizations", id, rest @ ..] => {
                let organization = OrganizationId::parse(id)?;
                if rest.iter().any(|part| ITEM_SEGMENTS.contains(part)) {
                    return Some(Self::Items(organization));
                }
                let page = ConsolePage::ALL.into_iter().find(|page| [page.segment()] == *rest)?;
                Some(Self::Console(organization, page))
            }
            [first, ..] if ITEM_SEGMENTS.contains(first) => Some(Self::OwnItems),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0f3a1b52-11aa-4c61-8d0a-b1f000f6aa10";

    #[test]
    fn every_place_reads_back_from_its_own_address() {
        let organization = OrganizationId::parse(ID).unwrap();
        let mut places = vec![
            Place::Home,
            Place::Clients(ProviderId::parse(ID).unwrap()),
            Place::OwnItems,
        ];
        places.push(Place::Items(organization.clone()));
        places.extend(ConsolePage::ALL.map(|page| Place::Console(organization.clone(), page)));
        for place in places {
            assert_eq!(Place::parse(&place.href()), Some(place));
        }
    }

    #[test]
    fn links_begin_where_the_page_stands() {
        stand_below("/portal");
        assert_eq!(Place::OwnItems.href(), "/portal/vault");
        assert_eq!(Place::Home.href(), "/portal/");
        stand_below("");
    }

    #[test]
    fn typed_item_addresses_lead_to_the_notice_of_the_item_rule() {
        for tail in [
            "vault",
            "items",
            "items/12",
            "settings/tools/export",
            "vault?itemId=3",
            "collections/trash",
        ] {
            let place = Place::parse(&format!("/organizations/{ID}/{tail}"));
            assert!(matches!(place, Some(Place::Items(_))), "{tail}: {place:?}");
        }
        assert_eq!(Place::parse("/vault"), Some(Place::OwnItems));
    }

    #[test]
    fn every_place_that_an_address_names_has_a_path_of_our_own() {
        let lures = [
            "//evil.example",
            "//evil.example/organizations",
            "https://evil.example/",
            "javascript:alert(1)",
            "/\\evil.example",
            "/%2F%2Fevil.example",
            "/organizations/%2F%2Fevil.example/members",
            "/providers/javascript:alert(1)",
            "/vault/../..//evil.example",
            "//",
        ];
        for lure in lures
            .iter()
            .map(|lure| (*lure).to_owned())
            .chain([format!("//organizations/{ID}//members")])
        {
            let href = Place::parse(&lure).map_or_else(|| "/".to_owned(), |place| place.href());
            let ours = href
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"/-".contains(&byte));
            assert!(
                ours && href.starts_with('/') && !href.starts_with("//"),
                "{lure}: {href}"
            );
        }
    }

    #[test]
    fn an_address_with_a_malformed_id_is_no_place() {
        assert_eq!(Place::parse("/providers/../clients"), None);
        assert_eq!(Place::parse("/organizations/not-an-id/members"), None);
    }
}
