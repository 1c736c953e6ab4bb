//! What a provider user reads of a client, and that nothing here can read an item.

use portal_crypto::EncString;
use provider_portal::api::ApiError;
use provider_portal::api::ids::{OrganizationId, ProviderId};
use provider_portal::model::client::{Client, ClientState};
use provider_portal::model::collection::Collection;
use provider_portal::model::directory::Directory;
use provider_portal::session::Slot;

use super::world::{ADMIN, SERVICE, open, page, state};

#[tokio::test]
async fn the_clients_list_joins_seats_with_the_state_of_each_client() {
    let (api, _) = page();
    let open = open(&api, SERVICE).await;
    let directory = Directory::of(&open.profile);
    let records = api.provider(directory.providers[0].id.clone()).clients().await.unwrap();
    let clients: Vec<Client> = records
        .into_iter()
        .map(|record| Client::of(record, &directory))
        .collect();
    assert_eq!(clients.len(), directory.organizations.len());
    for wanted in [ClientState::Suspended, ClientState::Full] {
        assert!(
            clients.iter().any(|client| client.state == wanted),
            "{wanted:?}: {clients:?}"
        );
    }
}

#[tokio::test]
async fn collection_names_open_with_the_clients_key_and_write_no_access_event() {
    let (api, _) = page();
    let open = open(&api, ADMIN).await;
    let id = open.profile.provider_organizations.as_ref().unwrap()[0].id.clone();
    let before = events(&id);
    let records = api.organization(id.clone()).collections().await.unwrap();
    let key = open.keyring.key(&Slot::Organization(id.clone())).unwrap();
    assert!(!records.is_empty());
    for record in &records {
        assert!(Collection::of(record, Ok(key)).name.readable().is_some(), "{record:?}");
        EncString::parse_strict(&record.name).unwrap();
    }
    assert_eq!(events(&id), before);
}

fn events(organization: &OrganizationId) -> i64 {
    let id = organization.to_string();
    state()
        .db
        .call_blocking(move |connection| {
            let sql = "SELECT count(*) FROM events WHERE organization_id = ?1 AND type IN (1603, 1903)";
            Ok(connection.query_row(sql, [id], |row| row.get(0))?)
        })
        .unwrap()
}

#[tokio::test]
async fn a_foreign_provider_and_a_foreign_organization_are_refused_each_in_its_style() {
    let (api, _) = page();
    open(&api, SERVICE).await;
    let foreign = "12345678-1234-4234-8234-123456789012";
    let clients = api.provider(ProviderId::parse(foreign).unwrap()).clients().await;
    assert_eq!(clients.err(), Some(ApiError::Forbidden { message: None }));
    let organization = api.organization(OrganizationId::parse(foreign).unwrap()).read().await;
    assert_eq!(organization.err(), Some(ApiError::NotFound));
}
