//! Items: refused to provider users, readable for a person's own clients.

use super::shape::assert_like;
use super::world::*;

/// Every row of contract/provider-access.md 3.1 and 3.2, and the forms around them.
fn denied() -> Vec<(&'static str, String)> {
    let item = format!("/api/ciphers/{ROUTER_ITEM}");
    let mut rows = vec![
        ("GET", item.clone()),
        ("PUT", item.clone()),
        ("POST", item.clone()),
        ("DELETE", item.clone()),
        ("GET", format!("/api/organizations/{ORG}/export")),
        (
            "GET",
            format!("/api/ciphers/organization-details?organizationId={ORG}&includeMemberItems=true"),
        ),
        (
            "GET",
            format!("/api/ciphers/organization-details/assigned?organizationId={ORG}"),
        ),
        ("POST", "/api/ciphers".into()),
        ("DELETE", "/api/ciphers".into()),
        ("POST", format!("/api/ciphers/purge?organizationId={ORG}")),
    ];
    for rest in [
        "create",
        "admin",
        "bulk-collections",
        "delete-admin",
        "delete",
        "import",
        "attachment",
    ] {
        rows.push(("POST", format!("/api/ciphers/{rest}")));
    }
    for rest in ["share", "move", "restore", "restore-admin", "delete-admin", "delete"] {
        rows.push(("PUT", format!("/api/ciphers/{rest}")));
    }
    for rest in [
        "details",
        "full-details",
        "admin",
        "attachment/abc",
        "attachment/abc/admin",
    ] {
        rows.push(("GET", format!("{item}/{rest}")));
    }
    for rest in [
        "admin",
        "collections",
        "collections_v2",
        "collections-admin",
        "share",
        "partial",
        "delete",
        "delete-admin",
        "restore",
        "restore-admin",
        "archive",
    ] {
        rows.push(("PUT", format!("{item}/{rest}")));
        rows.push(("POST", format!("{item}/{rest}")));
    }
    for rest in [
        "attachment",
        "attachment-admin",
        "attachment/v2",
        "attachment/abc/share",
    ] {
        rows.push(("POST", format!("{item}/{rest}")));
    }
    for rest in ["admin", "attachment/abc", "attachment/abc/admin"] {
        rows.push(("DELETE", format!("{item}/{rest}")));
    }
    rows.push(("DELETE", "/api/ciphers/admin".into()));
    rows
}

#[tokio::test]
async fn no_item_route_answers_a_provider_user() {
    let world = World::new();
    let before = world.count("SELECT COUNT(*) FROM ciphers");
    for (method, path) in denied() {
        let answer = world.send(NOBODY, method, &path, Vec::new()).await;
        assert!(answer.status == 401 && answer.empty, "{method} {path}: {answer:?}");
        for who in [SERVICE, ADMIN, STRANGER] {
            let answer = world.send(who, method, &path, b"{}".to_vec()).await;
            assert_eq!(answer.status, 404, "{method} {path}");
            answer.assert_error(404, "items/refused.error.json");
        }
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM ciphers"), before);
}

#[tokio::test]
async fn a_provider_user_s_own_items_hold_nothing_of_the_client() {
    let world = World::new();
    assert!(column(&world.read(SERVICE, "/api/ciphers").await, "id").is_empty());
}

#[tokio::test]
async fn the_list_for_reports_is_not_there_for_anybody() {
    let world = World::new();
    let path = format!("/api/ciphers/organization-details?organizationId={ORG}");
    world.assert_needs_sign_in(&path).await;
    world.custom(&["accessImportExport", "editAnyCollection", "accessReports"]);
    for who in [OWNER, CUSTOM, USER] {
        world.assert_not_found(who, &path).await;
    }
}

#[tokio::test]
async fn the_data_string_holds_the_parts_in_pascal_case() {
    let world = World::new();
    let answer = world.read(OWNER, &format!("/api/organizations/{ORG}/export")).await;
    let item = find(&answer["ciphers"], ROUTER_ITEM);
    assert_eq!(item["login"]["uri"], item["login"]["uris"][0]["uri"]);
    let data: serde_json::Value = serde_json::from_str(item["data"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&data["Username"], &data["Uris"][0]["Uri"]),
        (&item["login"]["username"], &item["login"]["uri"])
    );
    assert_eq!(data["Name"], item["name"]);
}

#[tokio::test]
async fn a_person_s_clients_read_what_he_reaches() {
    let world = World::new();
    world.assert_needs_sign_in("/api/ciphers").await;
    assert_eq!(column(&world.read(OWNER, "/api/ciphers").await, "id"), [ROUTER_ITEM]);
    let own = world.read(USER, "/api/ciphers").await;
    assert_eq!(
        column(&own, "id"),
        [PERSONAL_ITEM, ROUTER_ITEM, OFFICE_ITEM, HIDDEN_ITEM]
    );
    for row in own["data"].as_array().unwrap() {
        assert_like(row, "items/cipher_details.response.json");
    }
    let rights = |id: &str| ["edit", "viewPassword"].map(|name| find(&own, id)[name] == true);
    assert_eq!(
        rights(ROUTER_ITEM),
        [false, false],
        "the group reads it without passwords"
    );
    assert_eq!(rights(OFFICE_ITEM), [true, true]);
    assert_eq!(find(&own, ROUTER_ITEM)["permissions"]["delete"], false);
    assert_eq!(find(&own, OFFICE_ITEM)["permissions"]["delete"], true);
    assert_eq!(find(&own, OFFICE_ITEM)["collectionIds"], serde_json::json!([OFFICE]));
}

#[tokio::test]
async fn one_item_is_read_by_whoever_reaches_it() {
    let world = World::new();
    for rest in ["/details", "/full-details"] {
        let one = world.read(OWNER, &format!("/api/ciphers/{ROUTER_ITEM}{rest}")).await;
        assert_like(&one, "items/cipher_details.response.json");
    }
    assert_eq!(
        world.read(OWNER, &format!("/api/ciphers/{ROUTER_ITEM}")).await["object"],
        "cipher"
    );
    world.read(USER, &format!("/api/ciphers/{PERSONAL_ITEM}")).await;
    for (who, id) in [
        (OWNER, OFFICE_ITEM),
        (OWNER, PERSONAL_ITEM),
        (USER, LOOSE_ITEM),
        (USER, NOWHERE),
    ] {
        world.assert_not_found(who, &format!("/api/ciphers/{id}")).await;
    }
}

#[tokio::test]
async fn a_suspended_organization_s_items_reach_no_member() {
    let world = World::new();
    world.sql(&format!("UPDATE organizations SET enabled = 0 WHERE id = '{ORG}'"));
    assert_eq!(column(&world.read(USER, "/api/ciphers").await, "id"), [PERSONAL_ITEM]);
}

#[tokio::test]
async fn members_read_assigned_items_and_owners_the_unassigned_ones_too() {
    let world = World::new();
    let path = format!("/api/ciphers/organization-details/assigned?organizationId={ORG}");
    assert_eq!(
        column(&world.read(USER, &path).await, "id"),
        [ROUTER_ITEM, OFFICE_ITEM, HIDDEN_ITEM]
    );
    assert_eq!(column(&world.read(OWNER, &path).await, "id"), [ROUTER_ITEM, LOOSE_ITEM]);
    world.sql(&format!(
        "UPDATE organizations SET allow_admin_access = 0 WHERE id = '{ORG}'"
    ));
    assert_eq!(column(&world.read(OWNER, &path).await, "id"), [ROUTER_ITEM]);
}

#[tokio::test]
async fn an_export_holds_everything_for_owners_and_the_managed_part_for_members() {
    let world = World::new();
    let path = format!("/api/organizations/{ORG}/export");
    let all = world.read(OWNER, &path).await;
    assert_like(&all, "items/export.response.json");
    assert_eq!(column(&all["collections"], "id"), [SERVERS, OFFICE, ORPHAN]);
    assert_eq!(column(&all["ciphers"], "id"), [ROUTER_ITEM, OFFICE_ITEM, LOOSE_ITEM]);
    let part = world.read(USER, &path).await;
    assert_eq!(column(&part["collections"], "id"), [OFFICE]);
    assert_eq!(column(&part["ciphers"], "id"), [OFFICE_ITEM]);
}
