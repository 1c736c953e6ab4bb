//! The dialect without providers: what is missing, what is refused, what is answered otherwise.

use serde_json::{Value, json};

use super::import::{item, path};
use super::shape::{assert_like, golden};
use super::world::*;
use portal_server::config::Dialect;

fn world() -> World {
    World::speaking(Dialect::Vaultwarden)
}

#[tokio::test]
async fn there_are_no_providers_and_nothing_is_reached_through_one() {
    let world = world();
    for path in ["organizations", "billing/subscription", ""] {
        let path = format!("/api/providers/{PROVIDER}/{path}");
        world.refuses(ADMIN, &path, 404, NO_ROUTE).await;
    }
    for path in ["", "/users", "/collections", "/policies"] {
        let answer = world.get(SERVICE, &format!("/api/organizations/{ORG}{path}")).await;
        assert!(answer.status.is_client_error(), "{path}: {answer:?}");
    }
    let profile = world.read(SERVICE, "/api/accounts/profile").await;
    assert_eq!(
        (&profile["providers"], &profile["providerOrganizations"]),
        (&json!([]), &json!([]))
    );
}

const NOT_ALLOWED: &str = "vaultwarden/not_allowed.error.json";
const NO_ROUTE: &str = "vaultwarden/no_route.error.json";
const NOT_FOUND: &str = "vaultwarden/not_found.error.json";
const UNFIT: &str = "vaultwarden/unfit.error.json";
/// The only flags of a custom role that are kept.
const EVERYTHING: [&str; 3] = ["createNewCollections", "editAnyCollection", "deleteAnyCollection"];

impl World {
    async fn refuses(&self, who: &str, path: &str, status: u16, golden: &str) {
        let answer = self.get(who, path).await;
        assert_eq!(answer.status, status, "{who} {path}: {answer:?}");
        answer.assert_error(status, golden);
    }
}

#[tokio::test]
async fn a_profile_has_made_up_seats_and_an_organization_none() {
    let world = World::speaking(Dialect::VaultwardenGroups);
    world.sql(&format!("UPDATE members SET type = 1 WHERE id = '{USER_MEMBER}'"));
    world.custom(&EVERYTHING);
    for (who, golden) in [(OWNER, "owner"), (USER, "admin"), (CUSTOM, "custom")] {
        let profile = world.read(who, "/api/accounts/profile").await;
        let golden = format!("vaultwarden/profile_{golden}.response.json");
        assert_like(&profile, &golden);
        assert_eq!(profile["organizations"][0]["seats"], 20);
        let (permissions, expected) = (
            &profile["organizations"][0]["permissions"],
            super::shape::golden(&golden),
        );
        assert_eq!(permissions, &expected["organizations"][0]["permissions"], "{who}");
    }
    let organization = world.read(OWNER, &format!("/api/organizations/{ORG}")).await;
    assert_like(&organization, "vaultwarden/organization.response.json");
    assert_eq!(
        (&organization["seats"], &organization["planType"]),
        (&Value::Null, &json!(6))
    );
}

#[tokio::test]
async fn too_low_a_role_and_no_sign_in_look_alike_and_say_no_more_than_the_status() {
    let world = world();
    let org = format!("/api/organizations/{ORG}");
    world.sql(&format!("UPDATE members SET type = 1 WHERE id = '{OWNER_MEMBER}'"));
    world.refuses(OWNER, &org, 401, NOT_ALLOWED).await;
    for path in [
        "",
        "/users",
        "/users/mini-details",
        "/collections",
        "/collections/details",
        "/groups",
        "/groups/details",
        "/policies",
        "/export",
    ] {
        for who in [USER, STRANGER, NOBODY] {
            world.refuses(who, &format!("{org}{path}"), 401, NOT_ALLOWED).await;
        }
    }
    for path in ["/policies", "/export", &format!("/users/{USER_MEMBER}")] {
        world.refuses(CUSTOM, &format!("{org}{path}"), 401, NOT_ALLOWED).await;
    }
    let unknown = format!("{org}/collections/{NOWHERE}/details");
    for who in [OWNER, USER, CUSTOM] {
        world.refuses(who, &unknown, 401, NOT_ALLOWED).await;
    }
    world
        .refuses(OWNER, &format!("/api/organizations/{NOWHERE}"), 401, NOT_ALLOWED)
        .await;
    for who in [OWNER, USER] {
        world.read(who, &format!("{org}/public-key")).await;
    }
}

#[tokio::test]
async fn whoever_does_not_ask_for_json_by_name_gets_a_page() {
    let world = world();
    let request = axum::http::Request::builder()
        .uri("/api/accounts/profile")
        .header("accept", "*/*");
    let response = tower::ServiceExt::oneshot(
        portal_server::run::router(world.state.clone()),
        request.body(axum::body::Body::empty()).unwrap(),
    )
    .await
    .unwrap();
    assert_eq!(response.status(), 401);
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    assert!(kind.starts_with("text/html"), "{kind}");
}

#[tokio::test]
async fn what_is_not_there_is_told_from_what_is_not_found() {
    let world = world();
    let org = format!("/api/organizations/{ORG}");
    for path in ["/subscription", "/nothing", &format!("/collections/{SERVERS}")] {
        world.refuses(OWNER, &format!("{org}{path}"), 404, NO_ROUTE).await;
    }
    world
        .refuses(OWNER, &format!("/api/providers/{PROVIDER}"), 404, NO_ROUTE)
        .await;
    world
        .refuses(OWNER, &format!("{org}/users/pending-auto-confirm"), 422, UNFIT)
        .await;
    let unknown = format!("{org}/users/{NOWHERE}");
    world
        .refuses(OWNER, &unknown, 400, "vaultwarden/unknown_member.error.json")
        .await;
}

#[tokio::test]
async fn members_and_collections_are_for_those_with_access_to_everything() {
    let world = world();
    let users = format!("/api/organizations/{ORG}/users?includeGroups=true&includeCollections=true");
    let collections = format!("/api/organizations/{ORG}/collections");
    let members = world.read(OWNER, &users).await;
    assert_like(&members, "vaultwarden/members.response.json");
    let invited = find(&members, INVITED_MEMBER);
    assert!(invited["userId"].is_string() && invited["permissions"].is_null());
    let owner = find(&members, OWNER_MEMBER);
    assert_eq!((&owner["accessAll"], &owner["collections"]), (&json!(true), &json!([])));
    let names = world
        .read(CUSTOM, &format!("/api/organizations/{ORG}/users/mini-details"))
        .await;
    assert_like(&names, "vaultwarden/member_names.response.json");
    assert_eq!(find(&names, INVITED_MEMBER)["name"], "invited@contoso.example");
    assert_like(
        &world.read(OWNER, &collections).await,
        "vaultwarden/collections.response.json",
    );
    for path in [&users, &collections] {
        world.refuses(CUSTOM, path, 404, NOT_FOUND).await;
    }
    // Of a custom role only this combination is kept.
    world.custom(&["manageUsers", "createNewCollections", "editAnyCollection"]);
    world.refuses(CUSTOM, &users, 404, NOT_FOUND).await;
    world.custom(&EVERYTHING);
    world.read(CUSTOM, &collections).await;
    let members = world.read(OWNER, &users).await;
    let all = find(&members, CUSTOM_MEMBER);
    assert!(all["permissions"]["editAnyCollection"] == true && all["accessAll"] == true);
}

#[tokio::test]
async fn a_collection_names_nobody_who_reaches_everything_and_guesses_what_groups_manage() {
    let world = World::speaking(Dialect::VaultwardenGroups);
    world.sql(&format!(
        "INSERT INTO collection_members VALUES ('{SERVERS}', '{USER_MEMBER}', 1, 0, 0);
         UPDATE collection_groups SET manage = 0 WHERE collection_id = '{OFFICE}'"
    ));
    let one = |id: &str| format!("/api/organizations/{ORG}/collections/{id}/details");
    let servers = world.read(OWNER, &one(SERVERS)).await;
    assert_like(&servers, "vaultwarden/collection.response.json");
    assert_eq!(column(&servers["users"], "id"), [USER_MEMBER]);
    assert_eq!(world.read(OWNER, &one(OFFICE)).await["groups"][0]["manage"], true);
    let all = world
        .read(OWNER, &format!("/api/organizations/{ORG}/collections/details"))
        .await;
    assert_like(&all, "vaultwarden/collections_details.response.json");
    assert_eq!(column(&find(&all, SERVERS)["users"], "id"), [USER_MEMBER, OWNER_MEMBER]);
    assert!(
        all["data"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["unmanaged"] == false)
    );
}

#[tokio::test]
async fn groups_are_switched_off_unless_they_are_switched_on() {
    let world = world();
    let path = format!("/api/organizations/{ORG}/groups");
    for list in [path.clone(), format!("{path}/details")] {
        let answer = world.read(OWNER, &list).await;
        assert_eq!(answer, golden("vaultwarden/groups_off.response.json"));
    }
    let one = world.get(OWNER, &format!("{path}/{GROUP}/users")).await;
    one.assert_error(400, "vaultwarden/groups_off.error.json");
    let made = world.post(OWNER, &path, &json!({ "name": "New" })).await;
    made.assert_error(400, "vaultwarden/groups_off.error.json");

    let with_groups = World::speaking(Dialect::VaultwardenGroups);
    with_groups.sql(&format!("INSERT INTO groups_with_everything VALUES ('{EMPTY_GROUP}')"));
    let answer = with_groups.read(OWNER, &format!("{path}/details")).await;
    assert_like(&answer, "vaultwarden/groups.response.json");
    assert_eq!(find(&answer, EMPTY_GROUP)["accessAll"], true);
    assert_eq!(find(&answer, GROUP)["accessAll"], false);
    assert_like(
        &with_groups.read(OWNER, &path).await,
        "vaultwarden/groups_list.response.json",
    );
    with_groups.refuses(CUSTOM, &path, 404, NOT_FOUND).await;
    with_groups
        .refuses(CUSTOM, &format!("{path}/details"), 404, NOT_FOUND)
        .await;
    let unknown = format!("{path}/{NOWHERE}/details");
    with_groups
        .refuses(OWNER, &unknown, 400, "vaultwarden/unknown_group.error.json")
        .await;
    with_groups.read(OWNER, &format!("{path}/{GROUP}/users")).await;
    let profile = with_groups.read(OWNER, "/api/accounts/profile").await;
    assert_eq!(profile["organizations"][0]["useGroups"], true);
}

#[tokio::test]
async fn sessions_that_were_ended_are_refused_at_once() {
    let world = world();
    let path = "/api/accounts/profile";
    let token = world.token(OWNER);
    let asked = || {
        let request = axum::http::Request::builder()
            .uri(path)
            .header("accept", "application/json")
            .header("authorization", format!("Bearer {token}"));
        tower::ServiceExt::oneshot(
            portal_server::run::router(world.state.clone()),
            request.body(axum::body::Body::empty()).unwrap(),
        )
    };
    assert_eq!(asked().await.unwrap().status(), 200);
    world.sql(&format!(
        "UPDATE users SET security_stamp = 'another' WHERE id = '{OWNER}'"
    ));
    assert_eq!(asked().await.unwrap().status(), 401);
}

#[tokio::test]
async fn policies_come_in_their_full_form_and_unknown_types_are_refused() {
    let world = world();
    world.sql(&format!(
        "DELETE FROM policies;
         INSERT INTO policies (id, organization_id, type, data, enabled, revision_date) VALUES
         ('b1f0a6a1-6f6e-4d0c-9c55-5e5ad2a80d01', '{ORG}', 0, NULL, 1, ''),
         ('b1f0a6a1-6f6e-4d0c-9c55-5e5ad2a80d08', '{ORG}', 8, '{{\"autoEnrollEnabled\":true}}', 1, ''),
         ('b1f0a6a1-6f6e-4d0c-9c55-5e5ad2a80d21', '{ORG}', 21, NULL, 1, '')"
    ));
    let path = format!("/api/organizations/{ORG}/policies");
    let answer = world.read(OWNER, &path).await;
    let mut expected = golden("vaultwarden/policies.response.json");
    for policy in expected["data"].as_array_mut().unwrap() {
        policy["organizationId"] = ORG.into();
    }
    assert_eq!(answer, expected);
    assert_eq!(world.read(OWNER, &format!("{path}/1")).await["enabled"], false);
    let unknown = world.get(OWNER, &format!("{path}/21")).await;
    unknown.assert_error(400, "vaultwarden/policy_type.error.json");
    world
        .refuses(OWNER, &format!("{path}/MasterPassword"), 422, UNFIT)
        .await;
}

fn import(ciphers: Value, collections: Value, relationships: Value) -> Value {
    json!({ "ciphers": ciphers, "collections": collections, "collectionRelationships": relationships })
}

fn collection(id: Option<&str>) -> Value {
    json!({ "id": id, "name": SEALED, "groups": [], "users": [] })
}

#[tokio::test]
async fn an_import_drops_broken_items_without_a_word_and_gives_nobody_a_right() {
    let world = world();
    let mut broken = item();
    broken["name"] = "not encrypted".into();
    let passport = json!({ "type": 8, "name": SEALED, "passport": { "surname": SEALED } });
    let ciphers = json!([broken, item(), passport, item()]);
    let pairs = json!([0, 1, 2, 3].map(|key| json!({ "key": key, "value": 0 })));
    let body = import(ciphers, json!([collection(None)]), pairs);
    let count = |table: &str| world.count(&format!("SELECT COUNT(*) FROM {table}"));
    let before = [
        count("ciphers"),
        count("collection_ciphers"),
        count("collection_members"),
    ];
    let answer = world.post(OWNER, &path(), &body).await;
    assert!(answer.status == 200 && answer.empty, "{answer:?}");
    let after = [
        count("ciphers"),
        count("collection_ciphers"),
        count("collection_members"),
    ];
    assert_eq!(
        [after[0] - before[0], after[1] - before[1], after[2] - before[2]],
        [2, 2, 0]
    );
}

#[tokio::test]
async fn an_import_needs_lists_of_access_and_has_a_limit_for_notes_alone() {
    let world = world();
    let mut bare = collection(None);
    bare.as_object_mut().unwrap().remove("groups");
    let refused = world
        .post(OWNER, &path(), &import(json!([item()]), json!([bare]), json!([])))
        .await;
    refused.assert_error(422, UNFIT);
    let mut long = item();
    long["notes"] = format!("2.{0}|{0}|{0}", "A".repeat(4_000)).into();
    let refused = world
        .post(OWNER, &path(), &import(json!([long]), json!([]), json!([])))
        .await;
    assert_eq!(refused.status, 400, "{refused:?}");
}

#[tokio::test]
async fn a_relationship_that_leads_nowhere_is_refused_after_everything_is_stored() {
    let world = world();
    let before = world.count("SELECT COUNT(*) FROM ciphers");
    let body = import(
        json!([item(), item()]),
        json!([collection(None)]),
        json!([{ "key": 0, "value": 0 }, { "key": 0, "value": 7 }, { "key": 1, "value": 0 }]),
    );
    let placed = world.count("SELECT COUNT(*) FROM collection_ciphers");
    let answer = world.post(OWNER, &path(), &body).await;
    answer.assert_error(400, "vaultwarden/import_relationship.error.json");
    assert_eq!(world.count("SELECT COUNT(*) FROM ciphers"), before + 2);
    // What came before it stays, what came after it is not looked at.
    assert_eq!(world.count("SELECT COUNT(*) FROM collection_ciphers"), placed + 1);
}

#[tokio::test]
async fn an_import_of_newer_types_alone_is_answered_like_any_other_and_stores_nothing() {
    let world = world();
    let before = world.count("SELECT COUNT(*) FROM ciphers");
    let newer = json!([
        { "type": 6, "name": SEALED, "bankAccount": { "iban": SEALED } },
        { "type": 7, "name": SEALED, "driversLicense": { "licenseNumber": SEALED } },
        { "type": 8, "name": SEALED, "passport": { "surname": SEALED } },
    ]);
    let answer = world.post(OWNER, &path(), &import(newer, json!([]), json!([]))).await;
    assert!(answer.status == 200 && answer.empty, "{answer:?}");
    assert_eq!(world.count("SELECT COUNT(*) FROM ciphers"), before);
}

#[tokio::test]
async fn a_body_over_twenty_megabytes_is_too_large_there() {
    let world = world();
    let before = world.count("SELECT COUNT(*) FROM ciphers");
    let mut long = import(json!([item()]), json!([]), json!([]));
    let around = long.to_string().len() + r#","padding":"""#.len();
    for (length, status) in [(20_000_001, 413), (20_000_000, 200)] {
        long["padding"] = "x".repeat(length - around).into();
        assert_eq!(long.to_string().len(), length);
        assert_eq!(world.post(OWNER, &path(), &long).await.status, status, "{length}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM ciphers"), before + 1);
}

#[tokio::test]
async fn any_confirmed_member_imports_where_he_can_write_and_nobody_else() {
    let world = world();
    let into = |id: Option<&str>| {
        import(
            json!([item()]),
            json!([collection(id)]),
            json!([{ "key": 0, "value": 0 }]),
        )
    };
    for (who, id, status) in [
        (OWNER, None, 200),
        (USER, Some(OFFICE), 200),
        (USER, Some(SERVERS), 400),
        (USER, None, 400),
        (SERVICE, Some(OFFICE), 401),
        (STRANGER, None, 401),
    ] {
        let answer = world.post(who, &path(), &into(id)).await;
        assert_eq!(answer.status, status, "{who} {id:?}: {answer:?}");
    }
}

#[tokio::test]
async fn an_export_is_for_owners_and_admins_and_has_no_kind() {
    let world = world();
    let path = format!("/api/organizations/{ORG}/export");
    let export = world.read(OWNER, &path).await;
    assert!(export.get("object").is_none() && export["collections"].is_array());
    world.refuses(USER, &path, 401, NOT_ALLOWED).await;
}
