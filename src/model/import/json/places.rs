//! The file's collections and folders, and which items stand in them.

use std::collections::HashMap;

use serde_json::Value;

use super::ItemHomes;
use super::values::{self, Taker};
use crate::model::import::fault::{Fault, Lost, Part, Problem, Row, What};
use crate::model::import::file::{Homes, Parsed};
use crate::model::import::item::Item;
use crate::model::import::report::Existing;

/// The longest external id, in characters (contract/import.md, "Body").
const LONGEST_EXTERNAL_ID: usize = 300;
/// What official clients call the place of items without a folder; some files list it among the folders.
const NO_FOLDER: &str = "no folder";

/// A collection or folder as the file has it.
pub(super) struct Listed {
    /// In lower case.
    id: Option<String>,
    name: String,
    external_id: Option<String>,
    lost: Lost,
}

pub(super) fn listed(value: Result<Value, Fault>) -> Result<Listed, Fault> {
    let Value::Object(map) = value? else {
        return Err(Fault::new(Part::Whole, What::WrongKind));
    };
    let mut lost = Lost::default();
    let mut map = Taker {
        map,
        part: Part::Whole,
        lost: &mut lost,
    };
    let id = map.text("id").map(|id| key(&id));
    let name = values::text(map.take("name")).map_err(|what| Fault::new(Part::Name, what))?;
    let mut external_id = map.text("externalId");
    if external_id
        .as_ref()
        .is_some_and(|id| id.chars().count() > LONGEST_EXTERNAL_ID)
    {
        external_id = None;
        map.lose("externalId", What::TooMuch);
    }
    let name = name.unwrap_or_default();
    Ok(Listed {
        id,
        name,
        external_id,
        lost,
    })
}

/// Ids are the same in any casing.
fn key(id: &str) -> String {
    id.trim().to_lowercase()
}

type Lists = Vec<Result<Listed, Fault>>;

/// Positions among the file's homes, by their ids there.
pub(super) struct Places {
    collections: HashMap<String, u32>,
    /// None: the place of items without a folder.
    folders: HashMap<String, Option<u32>>,
}

impl Places {
    /// Finds a place for each. What one of the client's own collections is called in the file doesn't matter: its id comes first.
    pub fn of(collections: Lists, folders: Lists, existing: &[Existing], parsed: &mut Parsed) -> Self {
        let mut homes = Homes::new(parsed.compose);
        let mut places = Self {
            collections: HashMap::new(),
            folders: HashMap::new(),
        };
        let own: HashMap<&str, &Existing> = existing.iter().map(|own| (own.id.as_str(), own)).collect();
        for listed in collections.iter().filter_map(|listed| listed.as_ref().ok()) {
            if let Some(id) = &listed.id
                && let Some(own) = own.get(id.as_str())
                && !places.collections.contains_key(id)
                && let Ok(place) = homes.place_known(own)
            {
                parsed.known.insert(place, own.id.clone());
                places.collections.insert(id.clone(), place);
            }
        }
        for (listed, number) in collections.into_iter().zip(1_u32..) {
            places.collection(listed, Row::Collection(number), &mut homes, parsed);
        }
        for (listed, number) in folders.into_iter().zip(1_u32..) {
            places.folder(listed, Row::Collection(number), &mut homes, parsed);
        }
        parsed.homes = homes.into_names();
        places
    }

    fn collection(&mut self, listed: Result<Listed, Fault>, row: Row, homes: &mut Homes, parsed: &mut Parsed) {
        let placed = listed.and_then(|listed| {
            let own = listed.id.as_ref().and_then(|id| self.collections.get(id));
            let place = own.map_or_else(|| homes.place(&listed.name), |place| Ok(*place))?;
            Ok((listed, place))
        });
        let Some((mut listed, place)) = noted(placed, row, parsed) else {
            return;
        };
        if let Some(external_id) = listed.external_id
            && *parsed.external_ids.entry(place).or_insert_with(|| external_id.clone()) != external_id
        {
            listed.lost.add(Fault::new(Part::Whole, What::Second).of("externalId"));
        }
        parsed.losses.note(row, listed.lost);
        // Without an id nothing points at it; it is created all the same.
        if let Some(id) = listed.id {
            self.collections.insert(id, place);
        }
    }

    fn folder(&mut self, listed: Result<Listed, Fault>, row: Row, homes: &mut Homes, parsed: &mut Parsed) {
        let placed = listed.and_then(|listed| {
            let is_virtual = listed.id.is_none() || listed.name.trim().eq_ignore_ascii_case(NO_FOLDER);
            let place = if is_virtual {
                None
            } else {
                Some(homes.place(&listed.name)?)
            };
            Ok((listed, place))
        });
        if let Some((listed, place)) = noted(placed, row, parsed) {
            parsed.losses.note(row, listed.lost);
            self.folders.extend(listed.id.map(|id| (id, place)));
        }
    }

    /// Puts an item where the file has it. How many of its places there aren't.
    pub fn put(&self, item: &mut Item, homes: &ItemHomes) -> u32 {
        let collection = |id: &String| self.collections.get(id).copied().map(Some);
        let folder = |id: &String| self.folders.get(id).copied();
        let collections = homes.collections.iter().map(|id| key(id));
        let collections = collections.map(|id| collection(&id).or_else(|| folder(&id)));
        let folders = homes.folder.iter().map(|id| key(id));
        let folders = folders.map(|id| folder(&id).or_else(|| collection(&id)));
        let mut lost = 0;
        for place in collections.chain(folders) {
            match place {
                None => lost += 1,
                Some(Some(place)) if !item.homes.contains(&place) => item.homes.push(place),
                Some(_) => {}
            }
        }
        lost
    }
}

/// What is right; what isn't is noted as a problem.
fn noted<T>(placed: Result<T, Fault>, row: Row, parsed: &mut Parsed) -> Option<T> {
    placed
        .map_err(|fault| parsed.problems.push(Problem { row, fault }))
        .ok()
}
