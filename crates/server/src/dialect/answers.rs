//! The common routes' answers as this dialect words them: fields renamed, fixed, added and left out. Source: the recorded
//! exchanges of contract/vaultwarden.md.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::gate::is_everything;
use crate::error::Result;
use crate::state::AppState;

/// Who reaches every collection of an organization, whatever was given to them by name.
#[derive(Default)]
pub struct Everything {
    members: HashSet<String>,
    groups: HashSet<String>,
    /// Owners and admins among the members, in the order of their ids.
    admins: Vec<String>,
}

impl Everything {
    /// Reads it from the database.
    pub async fn of(state: &AppState, organization: &str) -> Result<Self> {
        let organization = organization.to_ascii_lowercase();
        state
            .db
            .call(move |connection| {
                let mut found = Self::default();
                let mut statement = connection
                    .prepare("SELECT id, type, permissions FROM members WHERE organization_id = ?1 ORDER BY id")?;
                let mut rows = statement.query([&organization])?;
                while let Some(row) = rows.next()? {
                    let (id, role): (String, i64) = (row.get(0)?, row.get(1)?);
                    let flags: Option<String> = row.get(2)?;
                    let flags = flags
                        .and_then(|text| serde_json::from_str(&text).ok())
                        .unwrap_or_default();
                    if role < 2 {
                        found.admins.push(id.clone());
                    }
                    if role < 2 || role == 4 && is_everything(&flags) {
                        found.members.insert(id);
                    }
                }
                let mut statement = connection.prepare(
                    "SELECT e.group_id FROM groups_with_everything e JOIN groups g ON g.id = e.group_id
                     WHERE g.organization_id = ?1",
                )?;
                let groups = statement.query_map([&organization], |row| row.get(0))?;
                found.groups = groups.collect::<rusqlite::Result<_>>()?;
                Ok(found)
            })
            .await
    }
}

/// Whether this dialect says anything otherwise there.
pub fn differs(place: &[&str]) -> bool {
    matches!(
        place,
        ["identity", "connect", "token"]
            | ["identity", "accounts", "prelogin", ..]
            | ["api", "config" | "sync" | "organizations" | "collections"]
            | ["api", "accounts", "profile"]
            | ["api", "organizations", ..]
    )
}

/// What is answered to a request that succeeded.
pub fn success(place: &[&str], mut answer: Value, groups: bool, everything: &Everything) -> Value {
    match place {
        ["identity", "connect", "token"] => token(&mut answer),
        ["identity", "accounts", "prelogin", ..] => fix(&mut answer, json!({ "salt": null })),
        ["api", "config"] => config(&mut answer),
        ["api", "accounts", "profile"] => profile(&mut answer, groups),
        ["api", "sync"] => {
            profile(&mut answer["profile"], groups);
            leave_out(&mut answer, &["policiesNew"]);
            each(&mut answer["policies"], policy);
        }
        ["api", "organizations"] => each(&mut answer["data"], |one| membership(one, groups)),
        ["api", "organizations", _] => organization(&mut answer, groups),
        ["api", "organizations", _, "users"] => each(&mut answer["data"], member),
        ["api", "organizations", _, "users", "mini-details"] => each(&mut answer["data"], name),
        ["api", "organizations", _, "users", _] => member(&mut answer),
        ["api", "organizations", _, "groups", "details"] => {
            each(&mut answer["data"], |one| group(one, everything));
        }
        ["api", "organizations", _, "groups", _, "details"] => group(&mut answer, everything),
        ["api", "collections"] => each(&mut answer["data"], |one| {
            fix(
                one,
                json!({ "object": "collection", "type": 0, "defaultUserCollectionEmail": null }),
            );
            leave_out(one, &["readOnly", "hidePasswords", "manage"]);
        }),
        ["api", "organizations", _, "collections"] => each(&mut answer["data"], collection),
        ["api", "organizations", _, "collections", "details"] => each(&mut answer["data"], |one| {
            reached(one, everything);
            let flags = json!({ "readOnly": false, "hidePasswords": false, "manage": true });
            let admins = everything.admins.iter().map(|id| {
                let mut admin = json!({ "id": id });
                fix(&mut admin, flags.clone());
                admin
            });
            if let Some(users) = one["users"].as_array_mut() {
                users.extend(admins);
            }
            fix(one, json!({ "unmanaged": false }));
        }),
        ["api", "organizations", _, "collections", _, "details"] => {
            reached(&mut answer, everything);
            leave_out(&mut answer, &["unmanaged"]);
        }
        ["api", "organizations", _, "collections", _, "users"] => without_full(&mut answer, &everything.members),
        ["api", "organizations", _, "export"] => leave_out(&mut answer, &["object"]),
        _ => {}
    }
    answer
}

fn each(list: &mut Value, change: impl Fn(&mut Value)) {
    list.as_array_mut().into_iter().flatten().for_each(change);
}

fn leave_out(answer: &mut Value, names: &[&str]) {
    if let Value::Object(answer) = answer {
        answer.retain(|name, _| !names.contains(&name.as_str()));
    }
}

/// Sets these properties.
fn fix(answer: &mut Value, values: Value) {
    if let (Value::Object(answer), Value::Object(values)) = (answer, values) {
        answer.extend(values);
    }
}

/// A sign-in has more than the common answer, and names of a password policy in another casing.
fn token(answer: &mut Value) {
    if answer.get("Kdf").is_none() {
        return;
    }
    fix(answer, json!({ "ResetMasterPassword": false }));
    if let Some(policy) = answer["MasterPasswordPolicy"].as_object() {
        let renamed = policy.iter().map(|(name, value)| {
            let mut letters = name.chars();
            let first = letters
                .next()
                .filter(|_| name != "Object")
                .map(|letter| letter.to_ascii_lowercase());
            let name = first.map_or_else(|| name.clone(), |first| first.to_string() + letters.as_str());
            (name, value.clone())
        });
        answer["MasterPasswordPolicy"] = Value::Object(renamed.collect::<Map<_, _>>());
    }
    if let Some(pair) = answer.pointer_mut("/AccountKeys/publicKeyEncryptionKeyPair") {
        fix(pair, json!({ "Object": "publicKeyEncryptionKeyPair" }));
    }
    let kdf = json!({ "Memory": answer["KdfMemory"], "Parallelism": answer["KdfParallelism"] });
    if let Some(unlock) = answer.pointer_mut("/UserDecryptionOptions/MasterPasswordUnlock") {
        let key = unlock["MasterKeyEncryptedUserKey"].clone();
        fix(unlock, json!({ "MasterKeyWrappedUserKey": key }));
        fix(&mut unlock["Kdf"], kdf);
    }
}

fn config(answer: &mut Value) {
    let server = json!({ "name": "Vaultwarden", "url": "https://github.com/dani-garcia/vaultwarden" });
    fix(answer, json!({ "version": "2026.6.0", "server": server }));
    leave_out(answer, &["communication"]);
}

fn profile(answer: &mut Value, groups: bool) {
    leave_out(answer, &["organizationsNew", "verifyDevices"]);
    fix(answer, json!({ "_status": 0, "premium": true }));
    if let Some(pair) = answer.pointer_mut("/accountKeys/publicKeyEncryptionKeyPair") {
        fix(pair, json!({ "object": "publicKeyEncryptionKeyPair" }));
    }
    // A change of the profile answers without lists.
    if !answer["organizations"].is_null() {
        each(&mut answer["organizations"], |one| membership(one, groups));
        fix(answer, json!({ "providers": [], "providerOrganizations": [] }));
    }
}

/// What the organization itself and a membership of it have in common.
fn abilities(answer: &mut Value, groups: bool) {
    let fixed = json!({
        "maxStorageGb": 32767, "useSso": false, "useScim": false, "useDirectory": false, "useKeyConnector": false,
        "useSecretsManager": false, "useOrganizationDomains": false, "useMyItems": false, "useInviteLinks": false,
        "usePam": false, "usePhishingBlocker": false, "useDisableSMAdsForUsers": true, "limitCollectionCreation": true,
        "limitCollectionDeletion": true, "limitItemDeletion": false, "allowAdminAccessToAllCollectionItems": true,
    });
    fix(answer, fixed);
    if !groups {
        fix(answer, json!({ "useGroups": false }));
    }
    leave_out(answer, &["useAutomaticUserConfirmation"]);
}

/// Seats are made up here and never counted.
const SEATS: i64 = 20;

fn membership(answer: &mut Value, groups: bool) {
    abilities(answer, groups);
    let everything = permissions(answer);
    // Only what the role may not do anyway is limited.
    let limited = answer["type"] != 0 && answer["type"] != 1 && !everything;
    let claimed = answer["userIsClaimedByOrganization"].clone();
    let fixed = json!({
        "seats": SEATS, "providerId": null, "providerName": null, "providerType": null,
        "useActivateAutofillPolicy": false, "useAdminSponsoredFamilies": false, "useRiskInsights": false,
        "limitCollectionCreation": limited, "userIsManagedByOrganization": claimed,
    });
    fix(answer, fixed);
    leave_out(
        answer,
        &["accessPam", "isAdminInitiated", "ssoEnabled", "ssoMemberDecryptionType"],
    );
}

fn organization(answer: &mut Value, groups: bool) {
    abilities(answer, groups);
    let names = [
        "plan",
        "useDisableSmAdsForUsers",
        "useRiskInsights",
        "useAdminSponsoredFamilies",
    ];
    leave_out(answer, &names);
    fix(answer, json!({ "planType": 6, "seats": null }));
}

/// All false, but for the one custom role that is kept. Whether it is that one.
fn permissions(answer: &mut Value) -> bool {
    let flags = serde_json::from_value(answer["permissions"].clone()).unwrap_or_default();
    let everything = answer["type"] == 4 && is_everything(&flags);
    fix(
        answer,
        json!({ "permissions": {
            "accessEventLogs": false, "accessImportExport": false, "accessReports": false,
            "createNewCollections": everything, "editAnyCollection": everything, "deleteAnyCollection": everything,
            "manageGroups": false, "managePolicies": false, "manageSso": false, "manageUsers": false,
            "manageResetPassword": false, "manageScim": false,
        } }),
    );
    everything
}

fn member(answer: &mut Value) {
    let everything = permissions(answer);
    let admin = answer["type"] == 0 || answer["type"] == 1;
    if !everything {
        fix(answer, json!({ "permissions": null }));
    }
    // An invited person has an account from the beginning.
    if answer["userId"].is_null() {
        fix(answer, json!({ "userId": answer["id"] }));
    }
    if admin || everything {
        fix(answer, json!({ "collections": [] }));
    }
    fix(
        answer,
        json!({ "accessAll": admin || everything, "managedByOrganization": false }),
    );
    leave_out(answer, &["accessPam", "revocationReason", "creationDate"]);
}

/// Whoever has no name yet goes by the address.
fn name(answer: &mut Value) {
    if answer["name"].is_null() {
        fix(answer, json!({ "name": answer["email"] }));
    }
    if answer["userId"].is_null() {
        fix(answer, json!({ "userId": answer["id"] }));
    }
}

fn group(answer: &mut Value, everything: &Everything) {
    let all = answer["id"].as_str().is_some_and(|id| everything.groups.contains(id));
    fix(answer, json!({ "accessAll": all }));
}

fn collection(answer: &mut Value) {
    fix(answer, json!({ "type": 0, "defaultUserCollectionEmail": null }));
}

/// A collection with who was given it: nobody who reaches everything anyway, and "manage" of groups guessed from the rest.
fn reached(answer: &mut Value, everything: &Everything) {
    collection(answer);
    fix(
        answer,
        json!({ "assigned": true, "readOnly": false, "hidePasswords": false, "manage": true }),
    );
    without_full(&mut answer["users"], &everything.members);
    each(&mut answer["groups"], |one| {
        let manage = one["readOnly"] == false && one["hidePasswords"] == false;
        fix(one, json!({ "manage": manage }));
    });
}

fn without_full(users: &mut Value, full: &HashSet<String>) {
    if let Some(users) = users.as_array_mut() {
        users.retain(|user| !user["id"].as_str().is_some_and(|id| full.contains(id)));
    }
}

fn policy(answer: &mut Value) {
    fix(answer, json!({ "revisionDate": null }));
}
