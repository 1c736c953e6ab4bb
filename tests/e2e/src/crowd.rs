//! Many rows: clients and members put straight into the database, as other people's clients would have made them.

use anyhow::Result;

use crate::world::{CLIENT, PROVIDER, World};

/// Ids, numbered, that nothing else in the demo data has.
const IDS: &str = "printf('%08x-0000-4000-8000-%012x', i, i)";

fn numbered(many: u32) -> String {
    format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many})")
}

/// So many more clients of the provider, `Kund 0001` and so on, each like the big one.
pub fn clients(world: &World, many: u32) -> Result<()> {
    let columns = world.texts("SELECT name FROM pragma_table_info(?1) ORDER BY cid", "organizations")?;
    let copied: Vec<String> = columns
        .iter()
        .map(|column| match column.as_str() {
            "id" => IDS.to_owned(),
            "name" => "printf('Kund %04d', i)".to_owned(),
            other => format!("o.{other}"),
        })
        .collect();
    let numbered = numbered(many);
    let (names, values) = (columns.join(", "), copied.join(", "));
    world.change(
        &format!(
            "{numbered} INSERT INTO organizations ({names}) SELECT {values} FROM n JOIN organizations o ON o.name = ?1"
        ),
        CLIENT,
    )?;
    world.change(
        &format!(
            "{numbered} INSERT INTO provider_organizations
             SELECT {IDS}, l.provider_id, {IDS}, l.key, l.settings, l.creation_date, l.revision_date
             FROM n JOIN provider_organizations l ON l.organization_id = (SELECT id FROM organizations WHERE name = ?1)
             JOIN providers p ON p.id = l.provider_id AND p.name = '{PROVIDER}'"
        ),
        CLIENT,
    )
}

/// So many more people invited to an organization, `gast0001@kund.example` and so on.
pub fn members(world: &World, organization: &str, many: u32) -> Result<()> {
    let numbered = numbered(many);
    world.change(
        &format!(
            "{numbered} INSERT INTO members (id, organization_id, email, type, status, creation_date, revision_date)
             SELECT {IDS}, ?1, printf('gast%04d@kund.example', i), 2, 0, o.creation_date, o.revision_date
             FROM n JOIN organizations o ON o.id = ?1"
        ),
        organization,
    )
}
