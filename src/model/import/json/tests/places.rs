//! Where the items of a JSON file go.

use super::*;
use crate::api::ids::CollectionId;
use crate::model::import::file::{nfc, parse_for};
use crate::model::import::report;

fn homes_of(parsed: &Parsed) -> Vec<(&str, usize)> {
    let items = |place: u32| parsed.items.iter().filter(|item| item.homes.contains(&place)).count();
    parsed.homes.iter().map(String::as_str).zip((0..).map(items)).collect()
}

#[test]
fn folders_beside_collections_are_places_too() {
    let items = r#"[{"type":2,"name":"n","folderId":"F1","collectionIds":["C1"]},{"type":2,"name":"m","folderId":"f1","collectionIds":[]},
        {"type":2,"name":"o","folderId":"f2","collectionIds":null},{"type":2,"name":"p","collectionIds":["f1"]}]"#;
    let folders = r#"[{"id":"f1","name":"Work"},{"id":"f2","name":"No folder"},{"id":null,"name":"No Folder"},{"name":"Ingen mapp"}]"#;
    for (collections, source, homes, lost) in [
        (
            r#"[{"id":"c1","name":"All"}]"#,
            Source::OrganizationJson,
            vec![("All", 1), ("Work", 3)],
            0,
        ),
        ("[]", Source::IndividualJson, vec![("Work", 3)], 1),
        ("null", Source::IndividualJson, vec![("Work", 3)], 1),
        (r#"{"c1":7}"#, Source::IndividualJson, vec![("Work", 3)], 1),
    ] {
        let file = format!(r#"{{"folders":{folders},"collections":{collections},"items":{items}}}"#);
        let parsed = parse(file.as_bytes(), &mut |_, _| {}).unwrap();
        assert_eq!((parsed.source, parsed.lost_homes), (source, lost), "{collections}");
        assert_eq!(homes_of(&parsed), homes);
        assert_eq!((parsed.problems.len(), parsed.losses.count), (0, 0));
    }
}

#[test]
fn a_collection_named_by_its_id_comes_before_its_name() {
    let own = |digit: &str, name: &str| {
        let id = CollectionId::parse(&format!("{}-11aa-4c61-8d0a-b1f000f6aa10", digit.repeat(8))).unwrap();
        let name = name.to_owned();
        report::Existing { id, name }
    };
    let existing = [own("a", "Servers"), own("b", "Same"), own("c", "Same")];
    let id = |at: usize| existing[at].id.as_str().to_uppercase();
    let file = format!(
        r#"{{"collections":[{{"id":"x","name":"Servers"}},{{"id":"{0}","name":"Renamed"}},{{"id":"{1}","name":"Same"}},{{"id":"{2}","name":"Same"}},
        {{"id":"y","name":"Same"}},{{"id":"z","name":"Renamed","externalId":"ad-1"}}],"items":[
        {{"type":2,"name":"n","collectionIds":["x","{0}"]}},{{"type":2,"name":"m","collectionIds":["{1}","{2}","y"]}},
        {{"type":2,"name":"o","collectionIds":["z"]}}]}}"#,
        id(0),
        id(1),
        id(2),
    );
    let parsed = parse_for(file.as_bytes(), &existing, nfc, &mut |_, _| {}).unwrap();
    assert_eq!(
        homes_of(&parsed),
        [("Servers", 1), ("Same", 1), ("Same", 1), ("Renamed", 1)]
    );
    let homes = report::homes(&parsed, &existing);
    let found: Vec<_> = homes.iter().map(|home| home.existing.as_ref()).collect();
    assert_eq!(
        found,
        [
            Some(&existing[0].id),
            Some(&existing[1].id),
            Some(&existing[2].id),
            None
        ]
    );
    assert_eq!(homes[3].external_id.as_deref(), Some("ad-1"));
}

#[test]
fn external_ids_are_kept_if_the_server_takes_them() {
    let file = format!(
        r#"{{"items":[],"collections":[{{"id":"a","name":"A","externalId":"ad-1"}},{{"id":"b","name":"B","externalId":"{}"}},
        {{"id":"c","name":"A","externalId":"ad-2"}},{{"id":"d","name":"D","externalId":{{}}}},{{"id":"e","name":"E","externalId":"{}"}},7]}}"#,
        "å".repeat(301),
        "å".repeat(300)
    );
    let parsed = parse(file.as_bytes(), &mut |_, _| {}).unwrap();
    let lost = |at, what| Loss {
        row: Row::Collection(at),
        faults: vec![Fault::new(Part::Whole, what).of("externalId")],
    };
    assert_eq!(
        parsed.losses.named,
        [lost(2, What::TooMuch), lost(3, What::Second), lost(4, What::WrongKind)]
    );
    let kept: Vec<_> = report::homes(&parsed, &[])
        .into_iter()
        .map(|home| home.external_id)
        .collect();
    assert_eq!(kept, [Some("ad-1".to_owned()), None, None, Some("å".repeat(300))]);
}
