//! Storing a checked import in one transaction: everything or nothing (contract/import.md "What the server does").

use std::collections::HashMap;

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::body::Import;
use crate::error::{Error, Result};

/// Which of the posted collections exist in the organization, by their place in the body.
pub fn existing(connection: &Connection, organization: &str, import: &Import) -> Result<HashMap<usize, String>> {
    let mut statement = connection
        .prepare("SELECT EXISTS (SELECT 1 FROM collections WHERE id = ?1 AND organization_id = ?2 AND type = 0)")?;
    let mut found = HashMap::new();
    for (index, collection) in import.collections.iter().enumerate() {
        if let Some(id) = collection.id.as_deref().map(str::to_ascii_lowercase)
            && statement.query_row([&id, organization], |row| row.get(0))?
        {
            found.insert(index, id);
        }
    }
    Ok(found)
}

/// Stores it all. `existing` are the collections to use instead of creating; `importer` is the caller's member id, who
/// gets "Can manage" on each new collection (nobody does for a provider user). Folders belong to the importer's personal
/// vault, which this server doesn't keep. No event is written.
pub fn store(
    connection: &mut Connection,
    organization: &str,
    importer: Option<&str>,
    mut import: Import,
    mut places: HashMap<usize, String>,
    now: &str,
) -> Result<()> {
    let transaction = connection.transaction()?;
    {
        let mut collection = transaction.prepare(
            "INSERT INTO collections (id, organization_id, name, external_id, type, creation_date, revision_date)
             VALUES (?1, ?2, ?3, ?4, 0, ?5, ?5)",
        )?;
        let mut access = transaction.prepare(
            "INSERT INTO collection_members (collection_id, member_id, read_only, hide_passwords, manage)
             VALUES (?1, ?2, 0, 0, 1)",
        )?;
        for (index, new) in import.collections.iter().enumerate() {
            if places.contains_key(&index) {
                continue;
            }
            let id = Uuid::new_v4().to_string();
            collection.execute(params![id, organization, new.name, new.external_id, now])?;
            if let Some(member) = importer {
                access.execute([&id, member])?;
            }
            places.insert(index, id);
        }

        let mut cipher = transaction.prepare(
            "INSERT INTO ciphers (id, organization_id, type, data, favorite, reprompt, key, creation_date, revision_date,
               archived_date) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)",
        )?;
        let mut ids = Vec::with_capacity(import.ciphers.len());
        for item in &mut import.ciphers {
            let id = Uuid::new_v4().to_string();
            let data = item.stored().map_err(|error| Error::Internal(error.to_string()))?;
            cipher.execute(params![
                id,
                organization,
                item.kind,
                data,
                item.favorite,
                item.reprompt,
                item.key,
                now,
                item.archived_date
            ])?;
            ids.push(id);
        }

        // The same pair twice is one assignment; an index out of range is skipped.
        let mut place = transaction
            .prepare("INSERT OR IGNORE INTO collection_ciphers (collection_id, cipher_id) VALUES (?1, ?2)")?;
        for pair in &import.collection_relationships {
            let item = usize::try_from(pair.key).ok().and_then(|index| ids.get(index));
            let collection = usize::try_from(pair.value).ok().and_then(|index| places.get(&index));
            if let (Some(item), Some(collection)) = (item, collection) {
                place.execute([collection, item])?;
            }
        }

        // The members' own clients sync when their account's revision grew.
        transaction.execute(
            "UPDATE users SET revision_date = ?2
             WHERE id IN (SELECT user_id FROM members WHERE organization_id = ?1 AND status = 2)",
            [organization, now],
        )?;
    }
    transaction.commit()?;
    Ok(())
}
