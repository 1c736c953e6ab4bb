//! Which items a person's own account reaches: his personal ones, and those of his memberships' collections
//! (contract/provider-access.md 3.1: nothing of a client for a provider user).

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use super::shape::{COLUMNS, CipherRow, Rights};
use crate::error::{Error, Result};

/// Every way (member's own or through a group) from a confirmed member of an enabled organization to an item.
const WAYS: &str = "
  SELECT cc.cipher_id, cc.collection_id, a.read_only, a.hide_passwords, a.manage, o.limit_item_deletion
  FROM (SELECT m.organization_id, cm.collection_id, cm.read_only, cm.hide_passwords, cm.manage
          FROM members m JOIN collection_members cm ON cm.member_id = m.id WHERE m.user_id = ?1 AND m.status = 2
        UNION ALL
        SELECT m.organization_id, cg.collection_id, cg.read_only, cg.hide_passwords, cg.manage
          FROM members m JOIN group_members gm ON gm.member_id = m.id JOIN collection_groups cg ON cg.group_id = gm.group_id
         WHERE m.user_id = ?1 AND m.status = 2) a
  JOIN organizations o ON o.id = a.organization_id AND o.enabled = 1
  JOIN collection_ciphers cc ON cc.collection_id = a.collection_id";

/// One reachable item's rights and collections.
struct Reach {
    rights: Rights,
    limited: bool,
    collections: Vec<String>,
}

impl Reach {
    const PERSONAL: Self = Self {
        rights: Rights::ALL,
        limited: false,
        collections: Vec::new(),
    };

    fn may_delete(&self) -> bool {
        self.rights.manage || (self.rights.edit && !self.limited)
    }

    fn details(&self, row: &CipherRow) -> Value {
        row.details(self.rights, self.may_delete(), &self.collections)
    }
}

fn reach(connection: &Connection, user: &str, item: Option<&str>) -> Result<HashMap<String, Reach>> {
    let filter = if item.is_some() {
        " WHERE cc.cipher_id = ?2"
    } else {
        " WHERE ?2 IS NULL"
    };
    let mut statement = connection.prepare(&format!("{WAYS}{filter}"))?;
    let mut rows = statement.query((user, item))?;
    let mut found: HashMap<String, Reach> = HashMap::new();
    while let Some(row) = rows.next()? {
        let (read_only, hidden, manage): (bool, bool, bool) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let entry = found.entry(row.get(0)?).or_insert(Reach {
            rights: Rights {
                edit: false,
                view_password: false,
                manage: false,
            },
            limited: row.get(5)?,
            collections: Vec::new(),
        });
        entry.rights.edit |= !read_only;
        entry.rights.view_password |= !hidden;
        entry.rights.manage |= manage;
        let collection: String = row.get(1)?;
        if !entry.collections.contains(&collection) {
            entry.collections.push(collection);
        }
    }
    Ok(found)
}

/// Everything the account's own clients show, as `cipherDetails`: for `GET /api/ciphers` and sync.
pub fn own(connection: &Connection, user: &str) -> Result<Vec<Value>> {
    let mut out = Vec::new();
    let mut personal = connection.prepare(&format!("SELECT {COLUMNS} FROM ciphers c WHERE c.user_id = ?1"))?;
    for row in personal.query_map([user], CipherRow::read)? {
        out.push(Reach::PERSONAL.details(&row?));
    }
    let reachable = reach(connection, user, None)?;
    let mut shared = connection.prepare(&format!(
        "SELECT {COLUMNS} FROM ciphers c JOIN members m ON m.organization_id = c.organization_id
         WHERE m.user_id = ?1 AND m.status = 2 ORDER BY c.creation_date, c.rowid"
    ))?;
    for row in shared.query_map([user], CipherRow::read)? {
        let row = row?;
        if let Some(way) = reachable.get(&row.id) {
            out.push(way.details(&row));
        }
    }
    Ok(out)
}

/// The items of one organization that a member reaches; with `unassigned`, also those in no collection.
pub fn assigned(connection: &Connection, user: &str, organization: &str, unassigned: bool) -> Result<Vec<Value>> {
    let reachable = reach(connection, user, None)?;
    let mut statement = connection.prepare(&format!(
        "SELECT {COLUMNS}, NOT EXISTS (SELECT 1 FROM collection_ciphers cc WHERE cc.cipher_id = c.id)
         FROM ciphers c WHERE c.organization_id = ?1 ORDER BY c.creation_date, c.rowid"
    ))?;
    let rows = statement.query_map([organization], |row| {
        Ok((CipherRow::read(row)?, row.get::<_, bool>(11)?))
    })?;
    let mut out = Vec::new();
    for row in rows {
        let (row, loose) = row?;
        if let Some(way) = reachable.get(&row.id) {
            out.push(way.details(&row));
        } else if loose && unassigned {
            out.push(Reach::PERSONAL.details(&row));
        }
    }
    Ok(out)
}

/// One item the account reaches; 404 for every other, unknown or not.
pub fn one(connection: &Connection, user: &str, item: &str, with_collections: bool) -> Result<Value> {
    let (row, personal) = connection
        .query_row(
            &format!("SELECT {COLUMNS}, c.user_id IS ?2 FROM ciphers c WHERE c.id = ?1"),
            [item, user],
            |row| Ok((CipherRow::read(row)?, row.get::<_, bool>(11)?)),
        )
        .optional()?
        .ok_or(Error::NotFound)?;
    let way = if personal {
        Reach::PERSONAL
    } else {
        reach(connection, user, Some(item))?
            .remove(item)
            .ok_or(Error::NotFound)?
    };
    Ok(if with_collections {
        way.details(&row)
    } else {
        row.cipher(way.rights, way.may_delete())
    })
}
