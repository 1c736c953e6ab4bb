//! Does the demo data hold together: who is there, do all its keys open, and does a second start leave it alone?

use std::collections::BTreeSet;
use std::sync::OnceLock;

use portal_crypto::account::{AccountKeys, open_private_key};
use portal_crypto::encoding::from_base64;
use portal_crypto::{EncString, Kdf, PrivateKey, SharedKey, SymmetricKey, kdf};
use portal_server::clock::Clock;
use portal_server::config::Seed;
use portal_server::db::Db;
use portal_server::identity::secrets;
use portal_server::seed::{self, Small};
use rusqlite::types::FromSql;
use serde_json::Value;

const PASSWORD: &str = "northlight demo password";

fn filled() -> Db {
    let db = Db::open(None).expect("a database in memory");
    seed::fill_small(&db, &Clock::default(), Small { kdf_iterations: 5_000 }).expect("demo data");
    db
}

/// One filled database for all tests that only read.
fn small() -> &'static Db {
    static DB: OnceLock<Db> = OnceLock::new();
    DB.get_or_init(filled)
}

fn one<T: FromSql>(db: &Db, sql: &str, parameter: &str) -> T {
    let parameters: &[&dyn rusqlite::ToSql] = if sql.contains("?1") { &[&parameter] } else { &[] };
    db.call_blocking(|connection| Ok(connection.query_row(sql, parameters, |row| row.get(0))?))
        .expect(sql)
}

fn count(db: &Db, sql: &str) -> i64 {
    one(db, sql, "")
}

/// Rows of as many text columns.
fn rows<const N: usize>(db: &Db, sql: &str) -> Vec<[String; N]> {
    db.call_blocking(|connection| {
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            let mut texts = [const { String::new() }; N];
            for (column, text) in texts.iter_mut().enumerate() {
                *text = row.get(column)?;
            }
            Ok(texts)
        })?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?)
    })
    .expect(sql)
}

struct SignedIn {
    user_key: SymmetricKey,
    private_key: PrivateKey,
}

/// From the password to the private key, as a client does it.
fn sign_in(db: &Db, email: &str) -> SignedIn {
    let number = |column: &str| one::<Option<i64>>(db, &format!("SELECT {column} FROM users WHERE email = ?1"), email);
    let text = |column: &str| {
        one::<Option<String>>(db, &format!("SELECT {column} FROM users WHERE email = ?1"), email).unwrap_or_default()
    };
    let kdf = Kdf::from_parts(
        number("kdf_type").expect("a derivation"),
        number("kdf_iterations"),
        number("kdf_memory"),
        number("kdf_parallelism"),
    )
    .expect("an accepted derivation");
    let master = kdf::derive_blocking(PASSWORD.as_bytes(), &text("salt"), &kdf).expect("a master key");
    assert!(
        secrets::verifies(&text("password_verifier"), &master.server_hash(PASSWORD.as_bytes())),
        "{email}"
    );
    let user_key = master
        .unwrap_user_key(&EncString::new(&text("wrapped_user_key")))
        .expect("a user key");
    let keys = AccountKeys {
        wrapped_private_key: &text("wrapped_private_key"),
        public_key: Some(&text("public_key")),
        has_signature_key_pair: !text("wrapped_signing_key").is_empty(),
        has_security_state: !text("security_state").is_empty(),
    };
    let der = open_private_key(&keys, &user_key).expect("a private key");
    let private_key = PrivateKey::from_pkcs8_blocking(&der).expect("an RSA key");
    assert_eq!(
        private_key.spki(),
        from_base64(&text("public_key")).expect("base64"),
        "{email}"
    );
    SignedIn { user_key, private_key }
}

fn open(text: &str, key: &SymmetricKey) -> String {
    EncString::new(text).decrypt_text(key).expect("a readable text")
}

fn provider_key(db: &Db, email: &str) -> SymmetricKey {
    let sql = "SELECT key FROM provider_users WHERE user_id = (SELECT id FROM users WHERE email = ?1)";
    let shared = SharedKey::parse(&one::<String>(db, sql, email)).expect("a shared key");
    sign_in(db, email)
        .private_key
        .open_blocking(&shared)
        .expect("the provider key")
}

/// The organization's key by way of its provider.
fn client_key(db: &Db, organization: &str) -> SymmetricKey {
    static PROVIDER: OnceLock<SymmetricKey> = OnceLock::new();
    let provider = PROVIDER.get_or_init(|| provider_key(db, "service@northlight.example"));
    let wrapped: String = one(
        db,
        "SELECT key FROM provider_organizations WHERE organization_id = ?1",
        organization,
    );
    EncString::new(&wrapped)
        .unwrap_key(provider)
        .expect("the organization key")
}

#[test]
fn every_provider_user_opens_the_same_provider_key_and_with_it_every_client() {
    let db = small();
    let emails = ["admin", "service", "secure", "newdevice", "modern"].map(|name| format!("{name}@northlight.example"));
    let keys: Vec<_> = emails.iter().map(|email| provider_key(db, email)).collect();
    assert!(keys.windows(2).all(|pair| pair[0] == pair[1]));
    for [organization, wrapped, private, public] in rows::<4>(
        db,
        "SELECT o.id, po.key, o.wrapped_private_key, o.public_key FROM organizations o
         JOIN provider_organizations po ON po.organization_id = o.id",
    ) {
        let key = EncString::new(&wrapped)
            .unwrap_key(&keys[0])
            .expect("the organization key");
        let der = EncString::new(&private)
            .decrypt_bytes(&key)
            .expect("the organization's private key");
        let pair = PrivateKey::from_pkcs8_blocking(&der).expect("an RSA key");
        assert_eq!(pair.spki(), from_base64(&public).expect("base64"));
        let names: Vec<String> = rows::<2>(db, "SELECT organization_id, name FROM collections")
            .into_iter()
            .filter(|[owner, _]| *owner == organization)
            .map(|[_, name]| open(&name, &key))
            .collect();
        assert!(
            names
                .iter()
                .any(|name| name == "Standardsamling" || name == "Default collection"),
            "{names:?}"
        );
    }
}

#[test]
fn an_owners_own_membership_opens_to_the_key_the_provider_holds() {
    let db = small();
    for slug in ["lindqvist-bergstrom", "harbour-street-dental", "maleri-akesson"] {
        let email = format!("owner@{slug}.example");
        let member = "FROM members WHERE user_id = (SELECT id FROM users WHERE email = ?1)";
        let shared =
            SharedKey::parse(&one::<String>(db, &format!("SELECT key {member}"), &email)).expect("a shared key");
        let own = sign_in(db, &email)
            .private_key
            .open_blocking(&shared)
            .expect("the organization key");
        let organization: String = one(db, &format!("SELECT organization_id {member}"), &email);
        assert!(own == client_key(db, &organization), "{email}");
    }
}

#[test]
fn recovery_keys_open_to_the_members_user_keys() {
    let db = small();
    let enrolled = rows::<4>(
        db,
        "SELECT m.reset_password_key, m.organization_id, u.email, o.wrapped_private_key FROM members m
         JOIN users u ON u.id = m.user_id JOIN organizations o ON o.id = m.organization_id
         WHERE m.reset_password_key IS NOT NULL ORDER BY m.id LIMIT 3",
    );
    assert_eq!(enrolled.len(), 3);
    for [recovery, organization, email, private] in enrolled {
        let der = EncString::new(&private)
            .decrypt_bytes(&client_key(db, &organization))
            .expect("a private key");
        let pair = PrivateKey::from_pkcs8_blocking(&der).expect("an RSA key");
        let recovered = pair
            .open_blocking(&SharedKey::parse(&recovery).expect("a shared key"))
            .expect("a user key");
        assert!(recovered == sign_in(db, &email).user_key, "{email}");
    }
}

#[test]
fn every_item_of_a_client_reads_under_its_own_key_or_the_organizations() {
    let db = small();
    let mut own_keys = 0;
    for [organization, data, wrapped] in rows::<3>(
        db,
        "SELECT organization_id, data, coalesce(key, '') FROM ciphers
         WHERE organization_id IN (SELECT organization_id FROM provider_organizations)",
    ) {
        let organization_key = client_key(db, &organization);
        let own = (!wrapped.is_empty()).then(|| EncString::new(&wrapped).unwrap_key(&organization_key).expect("a key"));
        own_keys += usize::from(own.is_some());
        let key = own.as_ref().unwrap_or(&organization_key);
        let item: Value = serde_json::from_str(&data).expect("JSON");
        assert!(!open(item["name"].as_str().expect("a name"), key).is_empty());
        for uri in item["login"]["uris"].as_array().into_iter().flatten() {
            let plain = open(uri["uri"].as_str().expect("an address"), key);
            let checksum = open(uri["uriChecksum"].as_str().expect("a checksum"), key);
            assert_eq!(checksum, portal_crypto::batch::uri_checksum(&plain));
        }
    }
    assert!(own_keys > 0);
}

#[test]
fn the_small_data_has_every_status_and_role_a_suspended_and_a_full_client() {
    let db = small();
    assert_eq!(count(db, "SELECT count(*) FROM provider_organizations"), 3);
    let sizes: BTreeSet<String> =
        rows::<1>(db, "SELECT cast(count(*) AS TEXT) FROM members m JOIN provider_organizations USING (organization_id) GROUP BY organization_id")
            .into_iter()
            .map(|[size]| size)
            .collect();
    assert_eq!(sizes, BTreeSet::from(["1".into(), "30".into(), "5".into()]));
    assert_eq!(
        count(
            db,
            "SELECT count(DISTINCT status) FROM members WHERE status IN (-1, 0, 1, 2, 3)"
        ),
        5
    );
    assert_eq!(
        count(
            db,
            "SELECT count(DISTINCT type) FROM members WHERE type IN (0, 1, 2, 4)"
        ),
        4
    );
    assert_eq!(count(db, "SELECT count(*) FROM organizations WHERE enabled = 0"), 1);
    let occupied = "(SELECT count(*) FROM members m WHERE m.organization_id = o.id AND m.status IN (0, 1, 2))";
    assert_eq!(
        count(
            db,
            &format!("SELECT count(*) FROM organizations o WHERE seats = {occupied}")
        ),
        1
    );
    assert_eq!(
        count(
            db,
            &format!("SELECT count(*) FROM organizations o WHERE seats < {occupied}")
        ),
        0
    );
    assert_eq!(
        count(
            db,
            "SELECT count(*) FROM organizations WHERE name = 'Solo Konsult AB' AND status = 1"
        ),
        1
    );
    // People are what their status says: an account once accepted, a key once confirmed.
    assert_eq!(
        count(
            db,
            "SELECT count(*) FROM members WHERE status IN (0, 3) AND user_id IS NOT NULL"
        ),
        0
    );
    assert_eq!(
        count(
            db,
            "SELECT count(*) FROM members WHERE status IN (1, 2) AND user_id IS NULL"
        ),
        0
    );
    assert_eq!(
        count(db, "SELECT count(*) FROM members WHERE status = 2 AND key IS NULL"),
        0
    );
    assert_eq!(
        count(
            db,
            "SELECT count(*) FROM members WHERE status IN (0, 1, 3) AND key IS NOT NULL"
        ),
        0
    );
    let both = "SELECT count(*) FROM collection_members WHERE manage AND (read_only OR hide_passwords)";
    assert_eq!(count(db, both), 0);
    assert!(count(db, "SELECT count(*) FROM collections WHERE type = 1") > 0);
    assert_eq!(
        count(
            db,
            "SELECT count(*) FROM collections WHERE default_user_email IS NOT NULL"
        ),
        1
    );
}

#[test]
fn events_lie_within_the_last_180_days_and_name_people_who_exist() {
    let db = small();
    let now = Clock::default().now();
    let from = portal_server::clock::stamp(now - time::Duration::days(181));
    let to = portal_server::clock::stamp(now);
    assert!(count(db, "SELECT count(*) FROM events WHERE organization_id IS NOT NULL") > 300);
    assert!(
        count(
            db,
            "SELECT count(*) FROM events WHERE organization_id IS NULL AND provider_id IS NOT NULL"
        ) > 100
    );
    assert_eq!(
        count(
            db,
            &format!("SELECT count(*) FROM events WHERE date < '{from}' OR date > '{to}'")
        ),
        0
    );
    let unknown = "SELECT count(*) FROM events WHERE acting_user_id IS NOT NULL
                   AND acting_user_id NOT IN (SELECT id FROM users)";
    assert_eq!(count(db, unknown), 0);
    let opened = count(db, "SELECT count(*) FROM events WHERE type = 1603");
    assert!(opened > 0);
    assert_eq!(count(db, "SELECT count(*) FROM events WHERE type = 1903"), opened);
}

#[test]
fn two_databases_hold_the_same_data_and_a_second_filling_changes_nothing() {
    let (left, right) = (small(), filled());
    for sql in [
        "SELECT key FROM provider_organizations ORDER BY id",
        "SELECT id FROM members ORDER BY id",
        "SELECT email || name FROM users ORDER BY email",
        "SELECT name FROM collections ORDER BY id",
        "SELECT data FROM ciphers WHERE data NOT LIKE '%lastUsedDate%' ORDER BY id",
    ] {
        // Without the values: they fill pages.
        assert!(rows::<1>(left, sql) == rows::<1>(&right, sql), "{sql}");
    }
    let state = || {
        [
            "users",
            "organizations",
            "members",
            "collections",
            "ciphers",
            "events",
            "policies",
        ]
        .map(|table| count(&right, &format!("SELECT count(*) FROM {table}")))
    };
    let before = state();
    let options = Small { kdf_iterations: 5_000 };
    let again = seed::fill_small(&right, &Clock::default(), options).expect("no filling");
    assert_eq!(state(), before);
    assert!(
        again
            .lines
            .iter()
            .any(|line| line.contains("service@northlight.example"))
    );
    assert!(
        again
            .lines
            .iter()
            .any(|line| line.contains("owner@lindqvist-bergstrom.example"))
    );
    assert!(
        seed::fill(&right, Seed::None, &Clock::default())
            .expect("nothing")
            .lines
            .is_empty()
    );
}

#[test]
#[cfg_attr(debug_assertions, ignore = "takes minutes without optimisation")]
fn the_demo_data_has_twelve_clients_of_one_to_250_members() {
    let db = Db::open(None).expect("a database in memory");
    let started = std::time::Instant::now();
    seed::fill(&db, Seed::Demo, &Clock::default()).expect("demo data");
    println!("filled in {:?}", started.elapsed());
    assert_eq!(count(&db, "SELECT count(*) FROM provider_organizations"), 12);
    let sizes = "SELECT cast(count(*) AS TEXT) FROM members JOIN provider_organizations USING (organization_id)
                 GROUP BY organization_id ORDER BY count(*)";
    let sizes = rows::<1>(&db, sizes);
    assert_eq!((sizes[0][0].as_str(), sizes[11][0].as_str()), ("1", "250"));
    sign_in(&db, "service@northlight.example");
    sign_in(&db, "owner@brightwater-logistics.example");
}

#[test]
#[cfg_attr(debug_assertions, ignore = "takes minutes without optimisation")]
fn the_large_data_has_a_thousand_clients_and_one_of_ten_thousand_members() {
    let db = Db::open(None).expect("a database in memory");
    let started = std::time::Instant::now();
    seed::fill(&db, Seed::Large, &Clock::default()).expect("large data");
    println!("filled in {:?}", started.elapsed());
    assert_eq!(count(&db, "SELECT count(*) FROM provider_organizations"), 1_000);
    let giant = "organization_id = (SELECT id FROM organizations ORDER BY seats DESC LIMIT 1)";
    for (table, wanted) in [
        ("members", 10_000),
        ("groups", 300),
        ("collections", 2_000),
        ("ciphers", 20_000),
    ] {
        assert_eq!(
            count(&db, &format!("SELECT count(*) FROM {table} WHERE {giant}")),
            wanted,
            "{table}"
        );
    }
    let twice = "SELECT count(*) FROM (SELECT 1 FROM members WHERE user_id IS NOT NULL
                 GROUP BY organization_id, user_id HAVING count(*) > 1)";
    assert_eq!(count(&db, twice), 0);
    sign_in(&db, "owner@continental-care.example");
}
