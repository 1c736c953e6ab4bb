//! A server without providers: what it answers is read, and an owner comes to his organization.

use portal_server::config::Dialect;
use provider_portal::api::accounts::ProfileRecord;
use provider_portal::api::collections::CollectionRecord;
use provider_portal::api::config::ServerKind;
use provider_portal::api::groups::GroupRecord;
use provider_portal::api::list::List;
use provider_portal::api::members::MemberRecord;
use provider_portal::api::organizations::OrganizationRecord;
use provider_portal::api::policies::PolicyRecord;
use provider_portal::json as reading;
use provider_portal::model::collection::Collection;
use provider_portal::model::directory::{Directory, Via};
use provider_portal::session::Failure;

use serde_json::{Value, json};

use super::world::{SERVICE, api_over, faulty_server, open, page_before, page_with_faults, sign_in};

const OWNER: &str = "owner@maleri-akesson.example";

macro_rules! golden {
    ($file:literal) => {
        reading::from_str(include_str!(concat!("../contract/vaultwarden/", $file))).unwrap()
    };
}

#[test]
fn every_answer_of_the_dialect_is_read() {
    let profile: ProfileRecord = golden!("profile_owner.response.json");
    let directory = Directory::of(&profile);
    assert!(directory.providers.is_empty() && directory.organizations.len() == 1);
    assert!(directory.organizations[0].via == Via::Membership && directory.organizations[0].seats.is_none());
    let organization: OrganizationRecord = golden!("organization.response.json");
    assert!(organization.plan.is_none() && organization.seats.is_none());
    let members: List<MemberRecord> = golden!("members.response.json");
    assert!(members.data.len() > 1 && members.data.iter().all(|member| member.creation_date.is_none()));
    let collections: List<CollectionRecord> = golden!("collections.response.json");
    assert!(collections.data.iter().all(|collection| collection.kind == 0));
    let groups: List<GroupRecord> = golden!("groups.response.json");
    assert!(!groups.data.is_empty());
    let none: List<GroupRecord> = golden!("groups_off.response.json");
    assert!(none.data.is_empty());
    let policies: List<PolicyRecord> = golden!("policies.response.json");
    assert!(policies.data.iter().any(|policy| policy.data.is_none()));
}

#[tokio::test]
async fn an_owner_signs_in_and_reads_his_organization() {
    for dialect in [Dialect::Vaultwarden, Dialect::VaultwardenGroups] {
        let api = page_before(dialect);
        let open = open(&api, OWNER).await;
        assert_eq!(open.server, ServerKind::Vaultwarden);
        let directory = Directory::of(&open.profile);
        assert!(directory.providers.is_empty());
        let own = &directory.organizations[0];
        assert!(!own.use_groups || dialect.has_groups());
        let organization = api.organization(own.id.clone());
        assert!(organization.read().await.unwrap().plan.is_none());
        assert!(!organization.members().await.unwrap().is_empty());
        assert!(!organization.member_names().await.unwrap().is_empty());
        organization.policies().await.unwrap();
        let key = open.organization_key(&own.id).unwrap();
        let collections = organization.collections().await.unwrap();
        assert!(!collections.is_empty());
        for record in &collections {
            assert!(Collection::of(record, Ok(key)).name.readable().is_some(), "{record:?}");
            organization.collection_access(&record.id).await.unwrap();
        }
        api.refresh().await.unwrap();
    }
}

#[tokio::test]
async fn a_server_is_asked_once_what_it_is_and_again_only_where_it_did_not_say() {
    let (state, _turn) = faulty_server().await;
    let (api, _) = api_over(&state, |transport| Box::new(transport));
    let asked = || {
        state
            .journal
            .entries()
            .iter()
            .filter(|entry| entry.path == "/api/config")
            .count()
    };
    let down = json!([{ "path": "/api/config", "kind": "status", "status": 500 }]);
    state.faults.set(serde_json::from_value(down).unwrap());
    // What isn't said keeps nobody from signing in, and promises nothing.
    assert_eq!(open(&api, OWNER).await.server, ServerKind::Other);
    state.faults.set(Vec::new());
    assert_eq!(api.server_kind().await, Ok(ServerKind::Bitwarden));
    assert_eq!(api.clone().server_kind().await, Ok(ServerKind::Bitwarden));
    assert_eq!(asked(), 2);
}

#[tokio::test]
async fn wrong_password_is_understood_without_a_kind() {
    let api = page_before(Dialect::Vaultwarden);
    assert_eq!(sign_in(&api, OWNER, "wrong").await.err(), Some(Failure::WrongPassword));
}

#[tokio::test]
async fn older_answers_at_the_older_address_are_enough_to_sign_in() {
    let altered = |path: &str, set: Value| json!({ "path": path, "kind": "altered", "set": set });
    let api = page_with_faults(json!([
        { "path": "/identity/accounts/prelogin/password", "kind": "status", "status": 404 },
        altered("/identity/accounts/prelogin", json!({ "/kdfSettings": null, "/salt": null })),
        altered("/identity/connect/token", json!({ "/AccountKeys": null, "/UserDecryptionOptions": null })),
        altered("/api/accounts/profile", json!({ "/accountKeys": null, "/organizationsNew": null })),
    ]));
    let open = open(&api, OWNER).await;
    let own = &Directory::of(&open.profile).organizations[0];
    assert!(open.organization_key(&own.id).is_ok());
}

#[tokio::test]
async fn a_provider_user_finds_nothing_to_administer() {
    let api = page_before(Dialect::Vaultwarden);
    let open = open(&api, SERVICE).await;
    let directory = Directory::of(&open.profile);
    assert!(directory.providers.is_empty() && directory.organizations.is_empty());
}
