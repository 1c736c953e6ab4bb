-- Ids are lower-case hyphenated GUIDs (text), instants RFC 3339 UTC text with seven fractional digits, flags 0/1.
-- Everything the clients encrypt is stored as it came; the server never holds a key that opens it.
CREATE TABLE users (
  id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT, email_verified INTEGER NOT NULL DEFAULT 1,
  culture TEXT NOT NULL DEFAULT 'en-US', avatar_color TEXT,
  -- salted hash of the client's master-password hash; NULL while there is no master password
  password_verifier TEXT, salt TEXT NOT NULL,
  kdf_type INTEGER NOT NULL, kdf_iterations INTEGER NOT NULL, kdf_memory INTEGER, kdf_parallelism INTEGER,
  wrapped_user_key TEXT, public_key TEXT, wrapped_private_key TEXT,
  signed_public_key TEXT, wrapped_signing_key TEXT, verifying_key TEXT, security_state TEXT, security_version INTEGER,
  user_key_id TEXT, security_stamp TEXT NOT NULL, force_password_reset INTEGER NOT NULL DEFAULT 0,
  verify_devices INTEGER NOT NULL DEFAULT 1, totp_secret TEXT, email_two_factor TEXT, recovery_code TEXT,
  creation_date TEXT NOT NULL, revision_date TEXT NOT NULL);
CREATE TABLE devices (
  id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, identifier TEXT NOT NULL,
  name TEXT NOT NULL, type INTEGER NOT NULL, push_token TEXT, creation_date TEXT NOT NULL, last_activity_date TEXT,
  UNIQUE (user_id, identifier));
CREATE TABLE refresh_tokens (
  token_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, client_id TEXT NOT NULL,
  device_identifier TEXT NOT NULL, device_type INTEGER NOT NULL, security_stamp TEXT NOT NULL, expires TEXT NOT NULL);
-- One-time codes by mail (purpose: two-factor, new-device, otp) and two-step remember tokens.
CREATE TABLE codes (
  user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, purpose TEXT NOT NULL, code TEXT NOT NULL,
  expires TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (user_id, purpose));
CREATE TABLE remember_tokens (
  token_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  device_identifier TEXT NOT NULL, expires TEXT NOT NULL);
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT, recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, sent TEXT NOT NULL);

CREATE TABLE providers (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, business_name TEXT, billing_email TEXT NOT NULL,
  type INTEGER NOT NULL DEFAULT 0, status INTEGER NOT NULL DEFAULT 2, enabled INTEGER NOT NULL DEFAULT 1,
  use_events INTEGER NOT NULL DEFAULT 1, creation_date TEXT NOT NULL, revision_date TEXT NOT NULL);
CREATE TABLE provider_users (
  id TEXT PRIMARY KEY, provider_id TEXT NOT NULL REFERENCES providers(id) ON DELETE CASCADE,
  user_id TEXT REFERENCES users(id) ON DELETE CASCADE, email TEXT, key TEXT, type INTEGER NOT NULL, status INTEGER NOT NULL,
  creation_date TEXT NOT NULL, revision_date TEXT NOT NULL);
CREATE TABLE provider_plans (
  provider_id TEXT NOT NULL REFERENCES providers(id) ON DELETE CASCADE, plan_type INTEGER NOT NULL,
  seat_minimum INTEGER NOT NULL, purchased_seats INTEGER NOT NULL, PRIMARY KEY (provider_id, plan_type));

CREATE TABLE organizations (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, business_name TEXT, billing_email TEXT NOT NULL, identifier TEXT,
  plan_type INTEGER NOT NULL, plan_name TEXT NOT NULL, product_tier INTEGER NOT NULL,
  seats INTEGER, max_autoscale_seats INTEGER, max_collections INTEGER, max_storage_gb INTEGER,
  enabled INTEGER NOT NULL DEFAULT 1, status INTEGER NOT NULL DEFAULT 2,
  use_policies INTEGER NOT NULL, use_groups INTEGER NOT NULL, use_events INTEGER NOT NULL, use_sso INTEGER NOT NULL,
  use_scim INTEGER NOT NULL, use_reset_password INTEGER NOT NULL, use_custom_permissions INTEGER NOT NULL,
  use_risk_insights INTEGER NOT NULL, use_my_items INTEGER NOT NULL, use_organization_domains INTEGER NOT NULL,
  limit_collection_creation INTEGER NOT NULL DEFAULT 1, limit_collection_deletion INTEGER NOT NULL DEFAULT 1,
  limit_item_deletion INTEGER NOT NULL DEFAULT 0, allow_admin_access INTEGER NOT NULL DEFAULT 1,
  public_key TEXT, wrapped_private_key TEXT, creation_date TEXT NOT NULL, revision_date TEXT NOT NULL);
CREATE TABLE provider_organizations (
  id TEXT PRIMARY KEY, provider_id TEXT NOT NULL REFERENCES providers(id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL UNIQUE REFERENCES organizations(id) ON DELETE CASCADE, key TEXT, settings TEXT,
  creation_date TEXT NOT NULL, revision_date TEXT NOT NULL);
CREATE TABLE members (
  id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  user_id TEXT REFERENCES users(id) ON DELETE SET NULL, email TEXT, key TEXT, reset_password_key TEXT,
  type INTEGER NOT NULL, status INTEGER NOT NULL, status_before_revoke INTEGER, revocation_reason INTEGER,
  permissions TEXT, external_id TEXT, access_secrets_manager INTEGER NOT NULL DEFAULT 0,
  creation_date TEXT NOT NULL, revision_date TEXT NOT NULL);
CREATE INDEX members_of_organization ON members (organization_id, status);
CREATE INDEX memberships_of_user ON members (user_id);
CREATE TABLE groups (
  id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  name TEXT NOT NULL, external_id TEXT, creation_date TEXT NOT NULL, revision_date TEXT NOT NULL);
CREATE INDEX groups_of_organization ON groups (organization_id);
CREATE TABLE group_members (
  group_id TEXT NOT NULL REFERENCES groups(id) ON DELETE CASCADE,
  member_id TEXT NOT NULL REFERENCES members(id) ON DELETE CASCADE, PRIMARY KEY (group_id, member_id));
CREATE INDEX groups_of_member ON group_members (member_id);
-- type 0 shared, 1 a member's "My items"
CREATE TABLE collections (
  id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  name TEXT NOT NULL, external_id TEXT, type INTEGER NOT NULL DEFAULT 0, default_user_email TEXT,
  creation_date TEXT NOT NULL, revision_date TEXT NOT NULL);
CREATE INDEX collections_of_organization ON collections (organization_id);
CREATE TABLE collection_members (
  collection_id TEXT NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
  member_id TEXT NOT NULL REFERENCES members(id) ON DELETE CASCADE,
  read_only INTEGER NOT NULL, hide_passwords INTEGER NOT NULL, manage INTEGER NOT NULL, PRIMARY KEY (collection_id, member_id));
CREATE INDEX collections_of_member ON collection_members (member_id);
CREATE TABLE collection_groups (
  collection_id TEXT NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
  group_id TEXT NOT NULL REFERENCES groups(id) ON DELETE CASCADE,
  read_only INTEGER NOT NULL, hide_passwords INTEGER NOT NULL, manage INTEGER NOT NULL, PRIMARY KEY (collection_id, group_id));
CREATE INDEX collections_of_group ON collection_groups (group_id);
-- data: the encrypted typed part, fields, history and so on as the JSON the client sent
CREATE TABLE ciphers (
  id TEXT PRIMARY KEY, user_id TEXT REFERENCES users(id) ON DELETE CASCADE,
  organization_id TEXT REFERENCES organizations(id) ON DELETE CASCADE, type INTEGER NOT NULL, data TEXT NOT NULL,
  favorite INTEGER NOT NULL DEFAULT 0, reprompt INTEGER NOT NULL DEFAULT 0, key TEXT,
  creation_date TEXT NOT NULL, revision_date TEXT NOT NULL, deleted_date TEXT, archived_date TEXT);
CREATE INDEX ciphers_of_organization ON ciphers (organization_id);
CREATE TABLE collection_ciphers (
  collection_id TEXT NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
  cipher_id TEXT NOT NULL REFERENCES ciphers(id) ON DELETE CASCADE, PRIMARY KEY (collection_id, cipher_id));
CREATE INDEX collections_of_cipher ON collection_ciphers (cipher_id);
CREATE TABLE policies (
  id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  type INTEGER NOT NULL, data TEXT, enabled INTEGER NOT NULL, revision_date TEXT NOT NULL, UNIQUE (organization_id, type));
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT, type INTEGER NOT NULL, date TEXT NOT NULL, user_id TEXT, organization_id TEXT,
  provider_id TEXT, cipher_id TEXT, collection_id TEXT, group_id TEXT, policy_id TEXT, member_id TEXT, provider_user_id TEXT,
  provider_organization_id TEXT, acting_user_id TEXT, device_type INTEGER, ip_address TEXT, system_user INTEGER,
  domain_name TEXT, send_id TEXT);
CREATE INDEX events_of_organization ON events (organization_id, date);
CREATE INDEX events_of_provider ON events (provider_id, date);
