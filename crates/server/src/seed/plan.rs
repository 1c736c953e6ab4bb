//! Which clients the demo data consists of: twelve companies, and what is remarkable about each.

use std::borrow::Cow;

/// What a client pays for, and thereby which pages it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tier {
    Teams,
    Enterprise,
}

/// What the people there speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Swedish,
    English,
    German,
    French,
    Danish,
}

/// Seats assigned to the client.
#[derive(Clone, Copy, Debug)]
pub(super) enum Seats {
    /// This many more than are taken.
    Spare(i64),
    /// As many as are taken.
    Full,
}

/// One policy: type, data as JSON text (empty for none) and whether it is on. Source: contract/policies.md.
pub(super) type Policy = (i64, &'static str, bool);

/// What one client is made from.
#[derive(Clone, Debug)]
pub(super) struct ClientPlan {
    pub name: Cow<'static, str>,
    /// Host part of its e-mail addresses, before `.example`.
    pub slug: Cow<'static, str>,
    pub tier: Tier,
    pub language: Language,
    /// Rows in the member list, whatever their status.
    pub members: usize,
    pub seats: Seats,
    pub enabled: bool,
    /// Days since it became a client.
    pub age: i64,
    pub groups: usize,
    pub collections: usize,
    /// How many of the collections nobody can manage.
    pub unmanaged: usize,
    pub items: usize,
    /// Events of everyday work; those that explain the data come on top.
    pub events: usize,
    pub policies: &'static [Policy],
    /// Members, groups and collections carry ids of a directory.
    pub directory: bool,
    /// Owners and admins may manage every collection.
    pub admin_access: bool,
}

const PASSWORDS: &str = r#"{"minComplexity":3,"minLength":14,"requireLower":true,"requireUpper":true,"requireNumbers":true,"requireSpecial":false,"enforceOnLogin":false}"#;
const GENERATOR: &str = r#"{"overridePasswordType":"password","minLength":20,"useUpper":true,"useLower":true,"useNumbers":true,"useSpecial":true,"minNumbers":1,"minSpecial":1,"minNumberWords":4,"capitalize":true,"includeNumber":true}"#;
const TIMEOUT: &str = r#"{"type":"custom","minutes":240,"action":"lock"}"#;
const ENROLL: &str = r#"{"autoEnrollEnabled":true}"#;
const NO_ENROLL: &str = r#"{"autoEnrollEnabled":false}"#;

const NONE: &[Policy] = &[];
/// Recovery with automatic enrolment, two-step login required.
const STRICT: &[Policy] = &[
    (0, "", true),
    (1, PASSWORDS, true),
    (2, GENERATOR, true),
    (3, "", true),
    (8, ENROLL, true),
    (9, TIMEOUT, true),
    (10, "", true),
    (13, "", true),
    (14, "", false),
];
const RECOVERY: &[Policy] = &[
    (1, PASSWORDS, true),
    (3, "", true),
    (8, NO_ENROLL, true),
    (7, r#"{"disableHideEmail":true}"#, true),
    (6, "", false),
];
/// Members keep everything in the organization.
const OWNERSHIP: &[Policy] = &[
    (3, "", true),
    (5, "", true),
    (8, ENROLL, true),
    (2, GENERATOR, true),
    (15, "", true),
    (11, "", false),
];
const MILD: &[Policy] = &[
    (1, PASSWORDS, false),
    (2, GENERATOR, true),
    (9, TIMEOUT, false),
    (16, r#"{"uriMatchDetection":1}"#, false),
];

const BASE: ClientPlan = ClientPlan {
    name: Cow::Borrowed(""),
    slug: Cow::Borrowed(""),
    tier: Tier::Teams,
    language: Language::Swedish,
    members: 1,
    seats: Seats::Spare(0),
    enabled: true,
    age: 400,
    groups: 0,
    collections: 4,
    unmanaged: 0,
    items: 20,
    events: 300,
    policies: NONE,
    directory: false,
    admin_access: true,
};

/// The twelve clients of "Northlight IT".
pub(super) fn demo() -> Vec<ClientPlan> {
    vec![
        ClientPlan {
            name: "Brightwater Logistics Ltd".into(),
            slug: "brightwater-logistics".into(),
            tier: Tier::Enterprise,
            language: Language::English,
            members: 250,
            seats: Seats::Spare(18),
            age: 402,
            groups: 14,
            collections: 40,
            unmanaged: 3,
            items: 400,
            events: 2_600,
            policies: STRICT,
            directory: true,
            ..BASE
        },
        ClientPlan {
            name: "Advokatfirman Lindqvist, Bergström & Partners KB".into(),
            slug: "lindqvist-bergstrom".into(),
            tier: Tier::Enterprise,
            members: 28,
            seats: Seats::Spare(4),
            age: 371,
            groups: 6,
            collections: 18,
            unmanaged: 1,
            items: 160,
            events: 1_100,
            policies: OWNERSHIP,
            ..BASE
        },
        ClientPlan {
            name: "Nordhavn Shipping A/S".into(),
            slug: "nordhavn-shipping".into(),
            tier: Tier::Enterprise,
            language: Language::Danish,
            members: 48,
            seats: Seats::Full,
            age: 340,
            groups: 9,
            collections: 24,
            unmanaged: 2,
            items: 220,
            events: 1_700,
            policies: RECOVERY,
            ..BASE
        },
        ClientPlan {
            name: "Västerviks Energi och Återvinning AB".into(),
            slug: "vastervik-energi".into(),
            tier: Tier::Enterprise,
            members: 36,
            seats: Seats::Spare(6),
            age: 310,
            groups: 8,
            collections: 22,
            unmanaged: 1,
            items: 180,
            events: 1_400,
            policies: RECOVERY,
            directory: true,
            admin_access: false,
            ..BASE
        },
        ClientPlan {
            name: "Hällefors Mekaniska Verkstad AB".into(),
            slug: "hallefors-mekaniska".into(),
            tier: Tier::Enterprise,
            members: 24,
            seats: Seats::Spare(5),
            age: 262,
            groups: 5,
            collections: 16,
            items: 140,
            events: 1_000,
            policies: MILD,
            ..BASE
        },
        ClientPlan {
            name: "Holzbau Grünwald GmbH & Co. KG".into(),
            slug: "holzbau-gruenwald".into(),
            tier: Tier::Enterprise,
            language: Language::German,
            members: 18,
            seats: Seats::Spare(10),
            age: 150,
            groups: 4,
            collections: 12,
            unmanaged: 1,
            items: 90,
            events: 800,
            policies: MILD,
            ..BASE
        },
        ClientPlan {
            name: "Harbour Street Dental Group".into(),
            slug: "harbour-street-dental".into(),
            language: Language::English,
            members: 20,
            seats: Seats::Spare(3),
            enabled: false,
            age: 330,
            collections: 9,
            items: 60,
            events: 600,
            ..BASE
        },
        ClientPlan {
            name: "Öresund Tand- & Käkkirurgi AB".into(),
            slug: "oresund-tand".into(),
            members: 14,
            seats: Seats::Spare(2),
            age: 210,
            collections: 8,
            unmanaged: 1,
            items: 48,
            events: 500,
            ..BASE
        },
        ClientPlan {
            name: "Stiftelsen Slussens Kulturarv och Byggnadsvård Öst".into(),
            slug: "slussens-kulturarv".into(),
            members: 9,
            seats: Seats::Spare(6),
            age: 118,
            collections: 6,
            items: 36,
            events: 420,
            ..BASE
        },
        ClientPlan {
            name: "Fjällnära Vandring & Äventyr".into(),
            slug: "fjallnara".into(),
            members: 6,
            seats: Seats::Spare(4),
            age: 86,
            collections: 5,
            items: 30,
            events: 380,
            ..BASE
        },
        ClientPlan {
            name: "Atelier Dubois-Lefèvre SARL".into(),
            slug: "dubois-lefevre".into(),
            language: Language::French,
            members: 3,
            seats: Seats::Spare(2),
            age: 61,
            collections: 4,
            items: 24,
            events: 320,
            ..BASE
        },
        ClientPlan {
            name: "Måleri Åkesson".into(),
            slug: "maleri-akesson".into(),
            members: 1,
            seats: Seats::Spare(1),
            age: 23,
            collections: 2,
            items: 20,
            events: 260,
            ..BASE
        },
    ]
}

/// An organization of its own, managed by nobody.
pub(super) fn solo() -> ClientPlan {
    ClientPlan {
        name: "Solo Konsult AB".into(),
        slug: "solo".into(),
        tier: Tier::Enterprise,
        members: 4,
        seats: Seats::Spare(1),
        age: 500,
        groups: 2,
        collections: 4,
        items: 24,
        events: 260,
        policies: MILD,
        ..BASE
    }
}

/// Three clients with the variety of the twelve, for tests: suspended, full, and one with everything.
pub(super) fn small() -> Vec<ClientPlan> {
    vec![
        ClientPlan {
            name: "Advokatfirman Lindqvist, Bergström & Partners KB".into(),
            slug: "lindqvist-bergstrom".into(),
            tier: Tier::Enterprise,
            members: 30,
            seats: Seats::Spare(4),
            age: 371,
            groups: 5,
            collections: 12,
            unmanaged: 1,
            items: 60,
            events: 300,
            policies: OWNERSHIP,
            directory: true,
            ..BASE
        },
        ClientPlan {
            name: "Harbour Street Dental Group".into(),
            slug: "harbour-street-dental".into(),
            language: Language::English,
            members: 5,
            seats: Seats::Spare(3),
            enabled: false,
            age: 330,
            collections: 5,
            items: 20,
            events: 120,
            ..BASE
        },
        ClientPlan {
            name: "Måleri Åkesson".into(),
            slug: "maleri-akesson".into(),
            members: 1,
            seats: Seats::Full,
            age: 23,
            collections: 2,
            items: 20,
            events: 60,
            ..BASE
        },
    ]
}

#[rustfmt::skip]
const LARGE_TRADES: &[&str] = &[
    "Bygg", "Redovisning", "Måleri", "Logistics", "Dental", "Arkitekter", "Åkeri", "Consulting", "El & Automation",
    "Fastigheter", "Bageri", "Law", "Trädgård", "Media", "Plåt", "Veterinär", "Engineering", "Möbler", "Trading", "Städ",
];
#[rustfmt::skip]
const LARGE_PLACES: &[&str] = &[
    "Åmål", "Lund", "Norrköping", "Bristol", "Gävle", "Örebro", "Kalmar", "Leeds", "Skövde", "Umeå", "Borås", "Cork",
    "Växjö", "Luleå", "Halmstad", "Aarhus", "Ystad", "Falun", "Derby", "Visby", "Mora", "Kiruna", "Ghent", "Lübeck", "Karlstad",
];

/// A thousand clients: one of 10,000 members first, the others of 1 to 60.
pub(super) fn large() -> Vec<ClientPlan> {
    let giant = ClientPlan {
        name: "Continental Care & Hospitals Group".into(),
        slug: "continental-care".into(),
        tier: Tier::Enterprise,
        language: Language::English,
        members: 10_000,
        seats: Seats::Spare(500),
        age: 420,
        groups: 300,
        collections: 2_000,
        unmanaged: 40,
        items: 20_000,
        events: 20_000,
        policies: MILD,
        directory: true,
        ..BASE
    };
    let mut clients = vec![giant];
    for number in 1..1_000_usize {
        let trade = LARGE_TRADES[number % LARGE_TRADES.len()];
        let place = LARGE_PLACES[(number / LARGE_TRADES.len()) % LARGE_PLACES.len()];
        let tier = if number % 3 == 0 { Tier::Enterprise } else { Tier::Teams };
        // Squares make small clients common and large ones rare.
        let scale = (number * 37) % 60;
        let members = 1 + scale * scale / 60;
        let suffix = if number > LARGE_TRADES.len() * LARGE_PLACES.len() {
            " Syd"
        } else {
            ""
        };
        clients.push(ClientPlan {
            name: format!("{trade} i {place}{suffix} AB").into(),
            slug: format!("client-{number:03}").into(),
            tier,
            members,
            seats: if number % 97 == 0 {
                Seats::Full
            } else {
                Seats::Spare((number % 7) as i64)
            },
            enabled: number % 83 != 0,
            age: 20 + (number % 380) as i64,
            groups: if tier == Tier::Enterprise { 2 + number % 4 } else { 0 },
            collections: 3 + number % 6,
            items: 5 + number % 20,
            events: 10 + number % 20,
            policies: if tier == Tier::Enterprise { MILD } else { NONE },
            ..BASE
        });
    }
    clients
}

impl ClientPlan {
    /// Whether this policy is on.
    pub(super) fn enforces(&self, kind: i64) -> bool {
        self.policies
            .iter()
            .any(|(number, _, enabled)| *number == kind && *enabled)
    }

    /// `client.example`.
    pub(super) fn domain(&self) -> String {
        format!("{}.example", self.slug)
    }
}
