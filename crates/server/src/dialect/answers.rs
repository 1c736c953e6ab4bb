//! The common routes' answers as this dialect words them: fields renamed, fixed, added and left out.

use serde_json::{Map, Value, json};

/// What is answered to a request that succeeded; `None` where the dialects agree.
pub fn success(place: &[&str], mut answer: Value, groups: bool) -> Option<Value> {
    match place {
        ["identity", "connect", "token"] => answer = camel_case(answer),
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
        ["api", "organizations", _, "users", id] if *id != "mini-details" => member(&mut answer),
        ["api", "organizations", _, "groups"] | ["api", "organizations", _, "groups", "details"] => {
            each(&mut answer["data"], group);
        }
        ["api", "organizations", _, "groups", _] | ["api", "organizations", _, "groups", _, "details"] => {
            group(&mut answer);
        }
        ["api", "collections"] | ["api", "organizations", _, "collections"] => each(&mut answer["data"], collection),
        ["api", "organizations", _, "export"] => leave_out(&mut answer, &["object"]),
        _ => return None,
    }
    Some(answer)
}

/// A refused sign-in says what is wrong in words alone, without a kind. A second step that is wanted has the common form.
pub fn refusal(place: &[&str], answer: Value) -> Option<Value> {
    let asks = answer.get("TwoFactorProviders2").is_some();
    if place != ["identity", "connect", "token"] || asks {
        return None;
    }
    let said = answer["ErrorModel"]["Message"].as_str().unwrap_or_default();
    Some(json!({
        "error": "", "error_description": "", "message": said, "validationErrors": { "": [said] },
        "errorModel": { "message": said, "object": "error" }, "exceptionMessage": null, "exceptionStackTrace": null,
        "innerExceptionMessage": null, "object": "error",
    }))
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

/// This dialect's casing of the token endpoint.
fn camel_case(value: Value) -> Value {
    let Value::Object(properties) = value else { return value };
    let renamed = properties.into_iter().map(|(name, inner)| {
        let mut letters = name.chars();
        let first = letters.next().map(|letter| letter.to_ascii_lowercase());
        (first.into_iter().chain(letters).collect(), camel_case(inner))
    });
    Value::Object(renamed.collect::<Map<_, _>>())
}

fn config(answer: &mut Value) {
    let server = json!({ "name": "Vaultwarden", "url": "https://github.com/dani-garcia/vaultwarden" });
    fix(answer, json!({ "version": "2026.6.0", "server": server }));
    leave_out(answer, &["communication"]);
}

fn profile(answer: &mut Value, groups: bool) {
    leave_out(answer, &["organizationsNew", "verifyDevices"]);
    // A change of the profile answers without lists.
    if !answer["organizations"].is_null() {
        each(&mut answer["organizations"], |one| membership(one, groups));
        fix(answer, json!({ "providers": [], "providerOrganizations": [] }));
    }
}

/// What the organization itself and a membership of it have in common.
fn abilities(answer: &mut Value, groups: bool) {
    let fixed = json!({
        "seats": null, "maxStorageGb": 32767, "useSso": false, "useScim": false, "useSecretsManager": false,
        "useOrganizationDomains": false, "useMyItems": false, "limitCollectionCreation": true,
        "limitCollectionDeletion": true, "allowAdminAccessToAllCollectionItems": true,
    });
    fix(answer, fixed);
    if !groups {
        fix(answer, json!({ "useGroups": false }));
    }
    leave_out(
        answer,
        &[
            "useRiskInsights",
            "useAdminSponsoredFamilies",
            "useAutomaticUserConfirmation",
        ],
    );
}

fn membership(answer: &mut Value, groups: bool) {
    abilities(answer, groups);
    permissions(answer);
    fix(
        answer,
        json!({ "providerId": null, "providerName": null, "providerType": null }),
    );
}

fn organization(answer: &mut Value, groups: bool) {
    abilities(answer, groups);
    leave_out(answer, &["plan", "secretsManagerPlan", "useDisableSmAdsForUsers"]);
    fix(answer, json!({ "planType": 6, "useDisableSMAdsForUsers": false }));
}

/// Null, but for the one custom role that is kept.
fn permissions(answer: &mut Value) {
    let flag = |name: &str| answer["permissions"][name] == true;
    let everything = flag("createNewCollections") && flag("editAnyCollection") && flag("deleteAnyCollection");
    if answer["type"] != 4 || !everything {
        fix(answer, json!({ "permissions": null }));
    }
}

fn member(answer: &mut Value) {
    permissions(answer);
    // An invited person has an account from the beginning.
    if answer["userId"].is_null() {
        fix(answer, json!({ "userId": answer["id"] }));
    }
    fix(
        answer,
        json!({ "accessAll": answer["type"] == 0 || answer["type"] == 1, "managedByOrganization": false }),
    );
    leave_out(answer, &["accessPam", "revocationReason", "creationDate"]);
}

fn group(answer: &mut Value) {
    fix(answer, json!({ "accessAll": false }));
}

fn collection(answer: &mut Value) {
    fix(answer, json!({ "type": 0 }));
    leave_out(answer, &["defaultUserCollectionEmail"]);
}

fn policy(answer: &mut Value) {
    fix(answer, json!({ "revisionDate": null }));
}
