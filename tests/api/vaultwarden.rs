//! A server without providers: what it answers is read, and an owner comes to his organization.

use std::sync::{Arc, Mutex};

use portal_server::AppState;
use portal_server::config::Dialect;
use provider_portal::api::accounts::ProfileRecord;
use provider_portal::api::client::TokenEvent;
use provider_portal::api::collections::{CollectionAccessRecord, CollectionRecord};
use provider_portal::api::config::ServerKind;
use provider_portal::api::groups::GroupRecord;
use provider_portal::api::identity::SecondStep;
use provider_portal::api::list::List;
use provider_portal::api::members::{MemberNameRecord, MemberRecord};
use provider_portal::api::organizations::OrganizationRecord;
use provider_portal::api::policies::PolicyRecord;
use provider_portal::api::{Api, ApiError};
use provider_portal::json as reading;
use provider_portal::model::access::reaches_all;
use provider_portal::model::collection::Collection;
use provider_portal::model::directory::{Directory, Via};
use provider_portal::session::unlock::{Answer, Here, begin};
use provider_portal::session::{Failure, Open};
use zeroize::Zeroizing;

use serde_json::{Value, json};

use super::world::{
    PASSWORD, SERVICE, api_over, faulty_server, open, own_state, page_before, page_with_faults, sign_in,
};

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
    let own = &directory.organizations[0];
    assert!(own.via == Via::Membership && own.owner && own.admins_manage_all);
    let profile: ProfileRecord = golden!("profile_admin.response.json");
    assert!(!Directory::of(&profile).organizations[0].owner);
    let profile: ProfileRecord = golden!("profile_custom.response.json");
    let directory = Directory::of(&profile);
    let custom = &profile.organizations.as_ref().unwrap()[0];
    assert!(directory.organizations.is_empty());
    assert_eq!(directory.mere_membership(&custom.id), Some(custom.name.as_str()));
    let organization: OrganizationRecord = golden!("organization.response.json");
    assert!(organization.plan.is_none() && organization.seats.is_none());
    let members: List<MemberRecord> = golden!("members.response.json");
    assert!(members.data.len() > 1 && members.data.iter().all(|member| member.creation_date.is_none()));
    let everywhere = members.data.iter().filter(|member| reaches_all(member));
    assert!(
        everywhere.map(|member| member.kind).eq([4]),
        "one custom member, and no owner or admin"
    );
    let names: List<MemberNameRecord> = golden!("member_names.response.json");
    assert!(names.data.iter().all(|member| member.name.is_some()));
    let collections: List<CollectionRecord> = golden!("collections.response.json");
    assert!(collections.data.iter().all(|collection| collection.kind == 0));
    let collection: CollectionAccessRecord = golden!("collection.response.json");
    assert!(collection.users.is_some() && collection.groups.is_some());
    let groups: List<GroupRecord> = golden!("groups.response.json");
    assert!(groups.data.iter().any(|group| group.access_all) && !groups.data.iter().all(|group| group.access_all));
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
        assert!(!open.server.bills() && !open.server.tells_when_added());
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

/// What became of the tokens, in order: `r` refreshed, `e` ended, `d` doubted.
fn watch(api: &Api) -> Arc<Mutex<String>> {
    let told = Arc::new(Mutex::new(String::new()));
    let log = Arc::clone(&told);
    api.watch(move |event| {
        log.lock().unwrap().push(match event {
            TokenEvent::Refreshed(_) => 'r',
            TokenEvent::Ended => 'e',
            TokenEvent::Doubted(_) => 'd',
        });
    });
    told
}

/// An owner of a server with its own data, so that others aren't disturbed.
async fn owner_of_a_world() -> (AppState, Api, Open) {
    let state = own_state(Dialect::Vaultwarden);
    let (api, _) = api_over(&state, |transport| Box::new(transport));
    let open = open(&api, OWNER).await;
    (state, api, open)
}

fn change(state: &AppState, sql: &str, value: &str) {
    let changed = state
        .db
        .call_blocking(|connection| Ok(connection.execute(sql, [value])?))
        .unwrap();
    assert_eq!(changed, 1, "{sql}");
}

#[tokio::test]
async fn too_low_a_role_and_an_ended_session_are_told_apart_by_one_refresh() {
    let (state, api, open) = owner_of_a_world().await;
    let own = Directory::of(&open.profile).organizations[0].id.clone();
    let told = watch(&api);
    let organization = api.organization(own.clone());

    let membership = "UPDATE members SET type = 1 WHERE user_id = ?1";
    change(&state, membership, open.account.id.as_str());
    let forbidden = Some(ApiError::Forbidden { message: None });
    assert_eq!(organization.read().await.err(), forbidden);
    organization.members().await.expect("an admin still reads members");
    assert_eq!(told.lock().unwrap().as_str(), "rd");
    let now = Directory::of(&api.profile().await.unwrap());
    assert!(!now.organization(&own).unwrap().owner);

    change(
        &state,
        "UPDATE members SET type = 2 WHERE user_id = ?1",
        open.account.id.as_str(),
    );
    let (members, collections) = futures::join!(organization.members(), organization.collections());
    assert_eq!(
        (members.err(), collections.err()),
        (forbidden.clone(), forbidden.clone())
    );
    assert_eq!(told.lock().unwrap().as_str(), "rdrdd", "one refresh for both");
    let now = Directory::of(&api.profile().await.unwrap());
    assert!(now.organization(&own).is_none() && now.mere_membership(&own).is_some());

    change(
        &state,
        "UPDATE members SET status = -1 WHERE user_id = ?1",
        open.account.id.as_str(),
    );
    assert_eq!(organization.members().await.err(), forbidden);
    let now = Directory::of(&api.profile().await.unwrap());
    assert!(now.organization(&own).is_none() && now.mere_membership(&own).is_none());
    assert!(api.tokens().is_some(), "still signed in");

    told.lock().unwrap().clear();
    change(
        &state,
        "UPDATE users SET security_stamp = 'other' WHERE id = ?1",
        open.account.id.as_str(),
    );
    assert_eq!(organization.members().await.err(), Some(ApiError::SignedOut));
    assert_eq!(told.lock().unwrap().as_str(), "e");
    assert!(api.tokens().is_none());
}

#[tokio::test]
async fn an_account_that_is_refused_its_own_profile_is_signed_out() {
    let refused = json!([{ "path": "/api/accounts/profile", "kind": "status", "status": 401 }]);
    let api = page_with_faults(json!([]));
    open(&api, OWNER).await;
    let broken = page_with_faults(refused);
    broken.set_tokens(api.tokens());
    let told = watch(&broken);
    assert_eq!(broken.profile().await.err(), Some(ApiError::SignedOut));
    assert_eq!(told.lock().unwrap().as_str(), "re");
}

#[tokio::test]
async fn a_printed_recovery_code_and_a_code_by_mail_open_the_account() {
    let (state, _, open) = owner_of_a_world().await;
    let printed = "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567";
    let account = open.account.id.as_str();
    change(
        &state,
        "UPDATE users SET email_two_factor = email WHERE id = ?1",
        account,
    );
    let (api, _) = api_over(&state, |transport| Box::new(transport));
    let pending = begin(&api, &Here, OWNER, Zeroizing::new(PASSWORD.to_owned()))
        .await
        .unwrap();
    let Answer::SecondStep(challenge) = pending.submit(&api, &Here, None, None).await.unwrap() else {
        panic!("a second step is wanted")
    };
    assert_eq!(challenge.providers, [1]);
    assert_eq!(api.server_kind().await, Ok(ServerKind::Vaultwarden));
    let mails = || {
        let count = "SELECT count(*) FROM outbox";
        let read = state
            .db
            .call_blocking(|connection| Ok(connection.query_row(count, [], |row| row.get::<_, i64>(0))?));
        read.unwrap()
    };
    assert_eq!(mails(), 0, "none before it is asked for");
    pending.send_email_code(&api).await.unwrap();
    assert_eq!(mails(), 1);
    change(
        &state,
        &format!("UPDATE users SET recovery_code = '{printed}' WHERE id = ?1"),
        account,
    );
    let second = SecondStep::typed(8, printed);
    let answer = pending.submit(&api, &Here, Some(&second), None).await.unwrap();
    assert!(matches!(answer, Answer::Open(_)));
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
