//! What would be imported, by counts; and what stands in the way. Names in it are names of collections, never of items.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::fault::{Loss, NAMED, Problem, Told};
use super::file::{Parsed, Source, composed};
use super::item::Item;
use super::limits;
use crate::api::ids::CollectionId;
use crate::api::import::{MAX_COLLECTIONS, MAX_ITEMS, MAX_RELATIONSHIPS};
use crate::json::message;

message! {
    /// A collection that the client has already.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Existing {
        pub id: CollectionId,
        pub name: String,
    }
}

message! {
    /// Where items go.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub enum Destination {
        /// Into the collections (or folders as collections) that the file names.
        #[default]
        AsInFile,
        /// All into one that exists.
        One(Existing),
        /// Into none.
        Nowhere,
    }
}

message! {
    /// A collection or folder of the file.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Home {
        pub name: String,
        /// The client's own that the file means, by its id or by its name; it is used instead of making another.
        pub existing: Option<CollectionId>,
        /// What a new one is called by a directory that it came from.
        pub external_id: Option<String>,
        pub items: u32,
    }
}

/// How many of a file's collections a report names. The rest is counted.
pub const HOMES_NAMED: usize = 200;

message! {
    /// A file by counts.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Report {
        pub source: Source,
        /// Items to import by type, in the order of `Kind::ALL`.
        pub counts: [u32; 8],
        /// The first of its collections.
        pub homes: Vec<Home>,
        pub new_homes: u32,
        pub existing_homes: u32,
        /// Pairs of an item and a collection.
        pub relationships: u32,
        /// Items that the file puts nowhere.
        pub homeless: u32,
        /// The first of them.
        pub problems: Vec<Problem>,
        pub problem_count: u32,
        /// The first rows of which parts are left out.
        pub losses: Vec<Loss>,
        pub loss_count: u32,
        pub left_out: u32,
        pub trashed: u32,
        pub old_passwords_dropped: u32,
        pub lost_homes: u32,
        pub attachments: u32,
        pub completed: u32,
        pub halves: u32,
        /// Logins named after their website.
        pub named: Told,
        /// Other items named by a plain word.
        pub unnamed: Told,
        /// Items that the server can't hold, by type; they are left out.
        pub unheld: [u32; 8],
        /// Bytes of the encrypted items, at least.
        pub least_body: u32,
        /// Items alike in type, name, user name and password with an earlier one; imported all the same.
        pub duplicates: u32,
        pub sha256: String,
    }
}

/// What stands in the way of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    NothingToImport,
    /// Only types that the server can't hold.
    NothingHeld,
    /// The encrypted body would be larger than the server takes, in bytes.
    TooLarge {
        most: u64,
    },
    TooManyItems {
        items: usize,
        most: usize,
    },
    TooManyCollections {
        collections: usize,
        most: usize,
    },
    TooManyRelationships {
        relationships: usize,
        most: usize,
    },
    /// What the client would have by the server's count, which adds every collection of the request, existing ones too.
    ClientFull {
        collections: usize,
        most: usize,
    },
}

/// What server and plan allow at most, where that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Collections of the client.
    pub collections: Option<usize>,
    /// Bytes of the encrypted body.
    pub body: Option<u64>,
}

/// What an import to a destination would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub items: usize,
    pub new_collections: usize,
    pub existing_collections: usize,
    /// Items that will be in no collection.
    pub unassigned: usize,
    pub blocks: Vec<Block>,
}

/// A file's collections or folders beside those that exist.
pub fn homes(parsed: &Parsed, existing: &[Existing]) -> Vec<Home> {
    let mut per_home = vec![0; parsed.homes.len()];
    for home in parsed.items.iter().flat_map(|item| &item.homes) {
        if let Some(count) = per_home.get_mut(*home as usize) {
            *count += 1;
        }
    }
    let known: HashMap<&str, &CollectionId> = existing.iter().map(|each| (each.name.as_str(), &each.id)).collect();
    let alike: HashMap<_, _> = existing
        .iter()
        .map(|each| (composed(&each.name, parsed.compose), &each.id))
        .collect();
    let homes = parsed
        .homes
        .iter()
        .zip(per_home)
        .zip(0..)
        .map(|((name, items), place)| {
            // An id comes before names, and the very same name before one that is only written otherwise.
            let existing = parsed
                .known
                .get(&place)
                .or_else(|| known.get(name.as_str()).copied())
                .or_else(|| alike.get(&composed(name, parsed.compose)).copied());
            let external_id = existing.is_none().then(|| parsed.external_ids.get(&place).cloned());
            Home {
                name: name.clone(),
                existing: existing.cloned(),
                external_id: external_id.flatten(),
                items,
            }
        });
    homes.collect()
}

impl Report {
    /// Sums a file up, whose collections are these.
    pub fn of(parsed: &Parsed, homes: &[Home]) -> Self {
        let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let mut counts = [0; 8];
        let (mut relationships, mut homeless) = (0, 0);
        for item in &parsed.items {
            counts[item.kind().index()] += 1;
            relationships += counted(item.homes.len());
            homeless += u32::from(item.homes.is_empty());
        }
        let existing = homes.iter().filter(|home| home.existing.is_some()).count();
        Self {
            source: parsed.source,
            counts,
            homes: homes.iter().take(HOMES_NAMED).cloned().collect(),
            new_homes: counted(homes.len() - existing),
            existing_homes: counted(existing),
            relationships,
            homeless,
            problems: parsed.problems.iter().take(NAMED).cloned().collect(),
            problem_count: counted(parsed.problems.len()),
            losses: parsed.losses.named.clone(),
            loss_count: parsed.losses.count,
            left_out: parsed.left_out,
            trashed: parsed.trashed,
            old_passwords_dropped: parsed.old_passwords_dropped,
            lost_homes: parsed.lost_homes,
            attachments: parsed.attachments,
            completed: parsed.completed,
            halves: parsed.halves,
            named: parsed.named.clone(),
            unnamed: parsed.unnamed.clone(),
            unheld: parsed.unheld,
            least_body: counted(parsed.items.iter().map(limits::least_body).sum()),
            duplicates: duplicates(&parsed.items),
            sha256: parsed.sha256.clone(),
        }
    }

    /// Items to import.
    pub fn items(&self) -> usize {
        self.counts.iter().sum::<u32>() as usize
    }

    /// Items that the server can't hold.
    pub fn unheld(&self) -> usize {
        self.unheld.iter().sum::<u32>() as usize
    }

    /// Items that stay behind, for whatever reason.
    pub fn behind(&self) -> usize {
        self.left_out as usize + self.trashed as usize + self.unheld()
    }

    /// What an import would do. `held`: collections the client has now.
    pub fn outcome(&self, destination: &Destination, held: usize, allowed: Allowed) -> Outcome {
        let items = self.items();
        let (new_collections, existing_collections, unassigned, relationships) = match destination {
            Destination::AsInFile => (
                self.new_homes as usize,
                self.existing_homes as usize,
                self.homeless as usize,
                self.relationships as usize,
            ),
            Destination::One(_) => (0, 1, 0, items),
            Destination::Nowhere => (0, 0, items, 0),
        };
        let posted = new_collections + existing_collections;
        let mut blocks = Vec::new();
        if items == 0 && self.unheld() > 0 {
            blocks.push(Block::NothingHeld);
        } else if items == 0 {
            blocks.push(Block::NothingToImport);
        }
        if let Some(most) = allowed.body.filter(|most| u64::from(self.least_body) > *most) {
            blocks.push(Block::TooLarge { most });
        }
        if items > MAX_ITEMS {
            let most = MAX_ITEMS;
            blocks.push(Block::TooManyItems { items, most });
        }
        if posted > MAX_COLLECTIONS {
            blocks.push(Block::TooManyCollections {
                collections: posted,
                most: MAX_COLLECTIONS,
            });
        }
        if relationships > MAX_RELATIONSHIPS {
            let most = MAX_RELATIONSHIPS;
            blocks.push(Block::TooManyRelationships { relationships, most });
        }
        if let Some(most) = allowed.collections.filter(|most| posted > 0 && held + posted > *most) {
            let collections = held + posted;
            blocks.push(Block::ClientFull { collections, most });
        }
        Outcome {
            items,
            new_collections,
            existing_collections,
            unassigned,
            blocks,
        }
    }
}

fn duplicates(items: &[Item]) -> u32 {
    let mut seen = HashSet::new();
    let mut count = 0;
    for item in items {
        let mut hasher = DefaultHasher::new();
        let login = item.login();
        (item.kind(), &item.name).hash(&mut hasher);
        login.map(|login| (&login.username, &login.password)).hash(&mut hasher);
        count += u32::from(!seen.insert(hasher.finish()));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::import::file::parse;

    const ANY: Allowed = Allowed {
        collections: None,
        body: None,
    };

    fn existing(name: &str) -> Existing {
        let id = CollectionId::parse("0f3a1b52-11aa-4c61-8d0a-b1f000f6aa10").unwrap();
        Existing {
            id,
            name: name.to_owned(),
        }
    }

    fn report() -> Report {
        let file = b"collections,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n\
            \"Servers,Servers/Linux\",login,a,,,,,u,p,\n\
            Servers,login,a,,,,,u,p,\n\
            ,note,n,text,,,,,,\n\
            servers,login,,,,,,,,\n";
        let parsed = parse(file, &mut |_, _| {}).unwrap();
        Report::of(&parsed, &homes(&parsed, &[existing("Servers"), existing("Else")]))
    }

    #[test]
    fn a_file_is_summed_up_by_counts() {
        let report = report();
        assert_eq!(report.counts, [2, 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!((report.relationships, report.homeless), (3, 1));
        assert_eq!((report.left_out, report.duplicates), (1, 1));
    }

    #[test]
    fn collections_are_matched_by_their_name() {
        let homes = report().homes;
        let seen: Vec<_> = homes
            .iter()
            .map(|home| (home.name.as_str(), home.existing.is_some(), home.items))
            .collect();
        assert_eq!(seen, [("Servers", true, 2), ("Servers/Linux", false, 1)]);
    }

    #[test]
    fn a_name_written_with_other_characters_for_the_same_letters_is_the_same() {
        let file = "collections,type,name,login_uri,login_username,login_password\nCafe\u{301},login,a,,u,p\n\
            Caf\u{e9},login,b,,u,p\ncaf\u{e9},login,c,,u,p\n\u{c5}sa,login,d,,u,p\n";
        let parsed = parse(file.as_bytes(), &mut |_, _| {}).unwrap();
        assert_eq!(parsed.homes, ["Cafe\u{301}", "caf\u{e9}", "\u{c5}sa"]);
        let one = |name: &str, id: &str| Existing {
            id: CollectionId::parse(id).unwrap(),
            name: name.to_owned(),
        };
        let (first, second) = (
            "0f3a1b52-11aa-4c61-8d0a-b1f000f6aa10",
            "0f3a1b52-11aa-4c61-8d0a-b1f000f6aa11",
        );
        let found = |existing: &[Existing]| {
            let homes = homes(&parsed, existing).into_iter();
            homes
                .map(|home| home.existing.map(|id| id.to_string()))
                .collect::<Vec<_>>()
        };
        // Angstrom sign and A with ring are one letter.
        let other = [one("Caf\u{e9}", first), one("\u{212b}sa", second)];
        assert_eq!(found(&other), [Some(first.to_owned()), None, Some(second.to_owned())]);
        let both = [one("Cafe\u{301}", first), one("Caf\u{e9}", second)];
        assert_eq!(found(&both)[0].as_deref(), Some(first));
    }

    #[test]
    fn a_body_that_the_server_cannot_take_is_told_before_sending() {
        let report = report();
        let most = u64::from(report.least_body) - 1;
        let allowed = |body| Allowed {
            collections: None,
            body,
        };
        let blocks = |body| report.outcome(&Destination::Nowhere, 0, allowed(body)).blocks;
        assert_eq!(blocks(Some(most)), [Block::TooLarge { most }]);
        assert_eq!((blocks(Some(most + 1)), blocks(None)), (Vec::new(), Vec::new()));
    }

    #[test]
    fn the_outcome_follows_the_destination() {
        let report = report();
        let as_in_file = report.outcome(&Destination::AsInFile, 2, ANY);
        assert_eq!((as_in_file.new_collections, as_in_file.existing_collections), (1, 1));
        assert_eq!((as_in_file.unassigned, as_in_file.blocks.len()), (1, 0));
        let one = report.outcome(&Destination::One(existing("Else")), 2, ANY);
        assert_eq!(
            (one.new_collections, one.existing_collections, one.unassigned),
            (0, 1, 0)
        );
        let nowhere = report.outcome(&Destination::Nowhere, 2, ANY);
        assert_eq!((nowhere.existing_collections, nowhere.unassigned), (0, 3));
    }

    #[test]
    fn a_client_at_its_limit_of_collections_is_told_before_sending() {
        let report = report();
        let allowed = Allowed {
            collections: Some(10),
            body: None,
        };
        let blocks = |destination: &Destination| report.outcome(destination, 9, allowed).blocks;
        let full = Block::ClientFull {
            collections: 11,
            most: 10,
        };
        assert_eq!(blocks(&Destination::AsInFile), [full]);
        assert_eq!(blocks(&Destination::One(existing("Else"))), []);
        assert_eq!(blocks(&Destination::Nowhere), []);
    }

    #[test]
    fn the_servers_greatest_counts_block() {
        let mut report = report();
        report.counts[0] = 40_001;
        report.relationships = 80_001;
        report.new_homes = 2_000;
        let blocks = report.outcome(&Destination::AsInFile, 0, ANY).blocks;
        assert_eq!(blocks.len(), 3, "{blocks:?}");
        report.counts = [0; 8];
        assert_eq!(
            report.outcome(&Destination::Nowhere, 0, ANY).blocks,
            [Block::NothingToImport]
        );
        report.unheld[6] = 1;
        let outcome = report.outcome(&Destination::Nowhere, 0, ANY);
        assert_eq!((outcome.blocks, report.unheld()), (vec![Block::NothingHeld], 1));
    }
}
