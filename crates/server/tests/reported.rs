//! Events that clients report: members' are kept, provider users' dropped. Source: contract/events.md.

mod common;

use common::TestServer;
use serde_json::{Value, json};

#[tokio::test]
async fn members_reports_are_kept_and_provider_users_dropped() {
    let server = TestServer::new();
    let user = server.add_user("admin@msp.example");
    let owner = server.add_user("owner@client.example");
    let provider = server.add_provider("Example MSP");
    server.add_provider_user(&provider, &user, 0);
    let organization = server.add_organization("Client One", Some(&provider));
    server.add_member(&organization, &owner, 0, 2);
    server.sql(
        "INSERT INTO ciphers (id, organization_id, type, data, creation_date, revision_date) VALUES ('item', ?1, 2, '{}', 'now', 'now')",
        [&organization],
    );
    let reports = json!([
        { "type": 1107, "cipherId": "item", "organizationId": null, "date": "2026-08-14T07:31:05.366Z" },
        { "type": 1602, "cipherId": null, "organizationId": organization, "date": "2026-08-14T07:31:05Z" },
        { "type": 1500, "organizationId": organization, "date": "2026-08-14T07:31:05Z" },
        { "type": 1107, "cipherId": "unknown", "date": "2026-08-14T07:31:05Z" },
        { "type": 1602, "organizationId": organization, "date": "yesterday" },
    ]);
    let count = || server.number("SELECT count(*) FROM events WHERE type IN (1107, 1500, 1602)", []);
    let token = server.token("admin@msp.example").await;
    server
        .post("/events/collect", &token, reports.clone())
        .await
        .expect(200);
    assert_eq!(count(), 0);
    let token = server.token("owner@client.example").await;
    server
        .post("/events/collect", &token, reports.clone())
        .await
        .expect(200);
    assert_eq!(count(), 2);
    assert_eq!(
        server.text("SELECT date FROM events WHERE type = 1107", []),
        "2026-08-14T07:31:05.3660000Z"
    );
    server.post("/events/collect", &token, json!([])).await.expect(400);
    assert_eq!(
        server.post("/events/collect", "", reports).await.expect(401),
        Value::Null
    );
}
