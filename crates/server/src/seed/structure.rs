//! The groups and collections of one client, and who has access to them.

use rusqlite::params;
use time::{Duration, OffsetDateTime};

use super::client::Scope;
use super::plan::{ClientPlan, Language};
use super::random::Random;
use super::roster::{ADMIN, CONFIRMED, CUSTOM, Member, OWNER, USER};
use super::sealing;
use crate::clock::stamp;
use crate::error::Result;

/// What a collection holds, so that items land where a person would put them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    General,
    Servers,
    Network,
    Finance,
    Marketing,
    Office,
    People,
    Suppliers,
}

/// One collection as far as items and events need it.
pub(super) struct Collection {
    pub id: String,
    pub topic: Topic,
    pub created: OffsetDateTime,
}

/// One group as far as events need it.
pub(super) struct Group {
    pub id: String,
    pub created: OffsetDateTime,
}

/// Topic, and the name in Swedish, English, German and French.
const CATALOGUE: &[(Topic, [&str; 4])] = &[
    (
        Topic::General,
        [
            "Standardsamling",
            "Default collection",
            "Standardsammlung",
            "Collection par défaut",
        ],
    ),
    (Topic::Servers, ["Servrar", "Servers", "Server", "Serveurs"]),
    (
        Topic::Servers,
        ["Servrar/Linux", "Servers/Linux", "Server/Linux", "Serveurs/Linux"],
    ),
    (Topic::Finance, ["Ekonomi", "Finance", "Buchhaltung", "Comptabilité"]),
    (
        Topic::Servers,
        [
            "Servrar/Windows",
            "Servers/Windows",
            "Server/Windows",
            "Serveurs/Windows",
        ],
    ),
    (Topic::Network, ["Nätverk", "Network", "Netzwerk", "Réseau"]),
    (
        Topic::Finance,
        [
            "Ekonomi/Bank",
            "Finance/Banks",
            "Buchhaltung/Banken",
            "Comptabilité/Banques",
        ],
    ),
    (Topic::Office, ["Kontoret", "Office", "Büro", "Bureau"]),
    (
        Topic::Network,
        ["Nätverk/Wi-Fi", "Network/Wi-Fi", "Netzwerk/WLAN", "Réseau/Wi-Fi"],
    ),
    (Topic::Marketing, ["Marknad", "Marketing", "Marketing", "Marketing"]),
    (
        Topic::Marketing,
        [
            "Marknad/Sociala medier",
            "Marketing/Social media",
            "Marketing/Soziale Medien",
            "Marketing/Réseaux sociaux",
        ],
    ),
    (
        Topic::Suppliers,
        ["Leverantörer", "Suppliers", "Lieferanten", "Fournisseurs"],
    ),
    (
        Topic::Suppliers,
        [
            "Leverantörer/Licenser",
            "Suppliers/Licences",
            "Lieferanten/Lizenzen",
            "Fournisseurs/Licences",
        ],
    ),
    (Topic::People, ["Personal", "People", "Personal", "Personnel"]),
    (
        Topic::Finance,
        [
            "Ekonomi/Fakturering",
            "Finance/Invoicing",
            "Buchhaltung/Rechnungen",
            "Comptabilité/Facturation",
        ],
    ),
    (
        Topic::Network,
        [
            "Nätverk/Brandväggar",
            "Network/Firewalls",
            "Netzwerk/Firewalls",
            "Réseau/Pare-feu",
        ],
    ),
    (
        Topic::General,
        ["Ledning", "Management", "Geschäftsführung", "Direction"],
    ),
    (
        Topic::Servers,
        [
            "Servrar/Databaser",
            "Servers/Databases",
            "Server/Datenbanken",
            "Serveurs/Bases de données",
        ],
    ),
    (Topic::General, ["Projekt", "Projects", "Projekte", "Projets"]),
    (
        Topic::General,
        [
            "Projekt/Göteborg/Etapp 2",
            "Projects/Rotterdam/Phase 2",
            "Projekte/Köln/Phase 2",
            "Projets/Lyon/Phase 2",
        ],
    ),
    (
        Topic::Finance,
        [
            "Ekonomi/Lön",
            "Finance/Payroll",
            "Buchhaltung/Löhne",
            "Comptabilité/Paie",
        ],
    ),
    (
        Topic::Office,
        [
            "Kontoret/Larm & passage",
            "Office/Alarm & access",
            "Büro/Alarm & Zutritt",
            "Bureau/Alarme & accès",
        ],
    ),
    (
        Topic::Servers,
        [
            "Servrar/Säkerhetskopior",
            "Servers/Backups",
            "Server/Sicherungen",
            "Serveurs/Sauvegardes",
        ],
    ),
    (
        Topic::General,
        ["Äldre system", "Legacy systems", "Altsysteme", "Anciens systèmes"],
    ),
    (
        Topic::Marketing,
        [
            "Marknad/Webbplatser",
            "Marketing/Websites",
            "Marketing/Webseiten",
            "Marketing/Sites web",
        ],
    ),
    (Topic::Servers, ["Molntjänster", "Cloud", "Cloud", "Cloud"]),
    (
        Topic::Servers,
        ["Molntjänster/AWS", "Cloud/AWS", "Cloud/AWS", "Cloud/AWS"],
    ),
    (
        Topic::Servers,
        ["Molntjänster/Azure", "Cloud/Azure", "Cloud/Azure", "Cloud/Azure"],
    ),
    (
        Topic::People,
        [
            "Personal/Rekrytering",
            "People/Recruitment",
            "Personal/Bewerbungen",
            "Personnel/Recrutement",
        ],
    ),
    (
        Topic::Network,
        ["Nätverk/VPN", "Network/VPN", "Netzwerk/VPN", "Réseau/VPN"],
    ),
];

const GROUPS: [&[&str]; 2] = [
    &[
        "IT-drift",
        "Ekonomi",
        "Ledning",
        "Kundtjänst",
        "Försäljning",
        "Marknad",
        "Personal",
        "Lager & logistik",
        "Produktion",
        "Konsulter",
        "Systemförvaltning",
        "Receptionen",
        "Jour",
        "Styrelsen",
    ],
    &[
        "IT Operations",
        "Finance",
        "Management",
        "Customer Support",
        "Sales",
        "Marketing",
        "People & Culture",
        "Warehouse – Rotterdam",
        "Warehouse – Göteborg",
        "Contractors",
        "Security Champions",
        "Front Desk",
        "On-call",
        "Board",
    ],
];

/// Can edit, can view, view without passwords, edit without passwords (read only, hide passwords).
const RIGHTS: &[(bool, bool)] = &[
    (false, false),
    (false, false),
    (true, false),
    (true, true),
    (false, true),
];

fn tongue(language: Language) -> usize {
    match language {
        Language::Swedish => 0,
        Language::English | Language::Danish => 1,
        Language::German => 2,
        Language::French => 3,
    }
}

fn group_name(plan: &ClientPlan, number: usize) -> String {
    let list = GROUPS[usize::from(plan.language != Language::Swedish)];
    match (number / list.len(), list[number % list.len()]) {
        (0, name) => name.to_owned(),
        (round, name) => format!("{name} – Site {round:02}"),
    }
}

fn collection_name(plan: &ClientPlan, number: usize) -> (Topic, String) {
    let (topic, names) = CATALOGUE[number % CATALOGUE.len()];
    let name = names[tongue(plan.language)];
    match number / CATALOGUE.len() {
        0 => (topic, name.to_owned()),
        round => (topic, format!("Site {round:02}/{name}")),
    }
}

/// Writes the groups with their members.
pub(super) fn write_groups(scope: &Scope, random: &mut Random) -> Result<Vec<Group>> {
    let Scope {
        connection,
        organization,
        plan,
        roster,
        founded,
        ..
    } = *scope;
    let mut insert = connection.prepare_cached("INSERT INTO groups VALUES (?1,?2,?3,?4,?5,?6)")?;
    let mut join = connection.prepare_cached("INSERT OR IGNORE INTO group_members VALUES (?1,?2)")?;
    let mut groups = Vec::with_capacity(plan.groups);
    for number in 0..plan.groups {
        let id = random.id();
        let name = group_name(plan, number);
        let created = random.office_hours(founded, founded + Duration::days((plan.age - 1).min(30)));
        let external = plan.directory.then(|| format!("S-1-5-21-4092-{}", 1_100 + number));
        insert.execute(params![
            id,
            organization,
            name,
            external,
            stamp(created),
            stamp(created)
        ])?;
        // The last group of a client stays empty.
        if number + 1 < plan.groups || plan.groups < 3 {
            let most = (roster.len() / 3).clamp(2, 40) as i64;
            for _ in 0..random.between(2, most) {
                join.execute(params![id, random.pick(roster).id])?;
            }
        }
        groups.push(Group { id, created });
    }
    Ok(groups)
}

/// Writes the shared collections with everybody's access, then the personal ones where the policy asks for them.
pub(super) fn write_collections(scope: &Scope, groups: &[Group], random: &mut Random) -> Result<Vec<Collection>> {
    let Scope {
        plan, roster, founded, ..
    } = *scope;
    let mut collections = Vec::with_capacity(plan.collections);
    for number in 0..plan.collections {
        let (topic, name) = collection_name(plan, number);
        let created = random.office_hours(founded, founded + Duration::days((plan.age - 1).min(120)));
        let external = (plan.directory && number % 5 == 3).then(|| format!("share-{number:03}"));
        let id = insert(scope, &name, (external, 0, None), created, random)?;
        let managed = number + plan.unmanaged < plan.collections;
        give_access(scope, &id, managed, groups, random)?;
        collections.push(Collection { id, topic, created });
    }
    if plan.enforces(5) {
        write_personal(scope, roster, random)?;
    }
    Ok(collections)
}

/// The owner manages every collection but the ones nobody manages.
fn give_access(scope: &Scope, collection: &str, managed: bool, groups: &[Group], random: &mut Random) -> Result<()> {
    let Scope { connection, roster, .. } = *scope;
    let mut to_member =
        connection.prepare_cached("INSERT OR IGNORE INTO collection_members VALUES (?1,?2,?3,?4,?5)")?;
    let mut to_group = connection.prepare_cached("INSERT OR IGNORE INTO collection_groups VALUES (?1,?2,?3,?4,?5)")?;
    if managed && let Some(owner) = roster.first() {
        to_member.execute(params![collection, owner.id, false, false, true])?;
    }
    for _ in 0..random.between(0, (roster.len() as i64 / 2).min(5)) {
        let member = random.pick(roster);
        let (manage, read_only, hide_passwords) = right(managed, if member.role == ADMIN { 70 } else { 15 }, random);
        to_member.execute(params![collection, member.id, read_only, hide_passwords, manage])?;
    }
    if !groups.is_empty() {
        for _ in 0..random.between(1, 3) {
            let (manage, read_only, hide_passwords) = right(managed, 15, random);
            to_group.execute(params![
                collection,
                random.pick(groups).id,
                read_only,
                hide_passwords,
                manage
            ])?;
        }
    }
    Ok(())
}

/// (manage, read only, hide passwords); manage excludes the other two.
fn right(managed: bool, percent: u32, random: &mut Random) -> (bool, bool, bool) {
    if managed && random.chance(percent) {
        return (true, false, false);
    }
    let (read_only, hide_passwords) = *random.pick(RIGHTS);
    (false, read_only, hide_passwords)
}

/// "My items": one for each confirmed member the policy binds, and the one a former member left behind.
fn write_personal(scope: &Scope, roster: &[Member], random: &mut Random) -> Result<()> {
    let Scope {
        connection,
        plan,
        founded,
        now,
        ..
    } = *scope;
    let name = if plan.language == Language::Swedish {
        "Mina objekt"
    } else {
        "My items"
    };
    let bound = |member: &&Member| member.status == CONFIRMED && matches!(member.role, USER | CUSTOM);
    let mut owns = connection.prepare_cached("INSERT INTO collection_members VALUES (?1,?2,?3,?4,?5)")?;
    for member in roster.iter().filter(bound) {
        let id = insert(scope, name, (None, 1, None), member.created, random)?;
        owns.execute(params![id, member.id, false, false, true])?;
    }
    let left = format!("former.colleague@{}", plan.domain());
    let created = random.office_hours(founded, now - Duration::days(10));
    let id = insert(scope, name, (None, 0, Some(left)), created, random)?;
    if let Some(owner) = roster.iter().find(|member| member.role == OWNER) {
        owns.execute(params![id, owner.id, false, false, true])?;
    }
    Ok(())
}

/// One collection: name, (external id, type, address of the member who left it); answers its id.
fn insert(
    scope: &Scope,
    name: &str,
    (external, kind, left_by): (Option<String>, i64, Option<String>),
    created: OffsetDateTime,
    random: &mut Random,
) -> Result<String> {
    let id = random.id();
    let sealed = sealing::text(scope.key, name, random)?;
    let created = stamp(created);
    scope
        .connection
        .prepare_cached("INSERT INTO collections VALUES (?1,?2,?3,?4,?5,?6,?7,?8)")?
        .execute(params![
            id,
            scope.organization,
            sealed,
            external,
            kind,
            left_by,
            created,
            created
        ])?;
    Ok(id)
}
