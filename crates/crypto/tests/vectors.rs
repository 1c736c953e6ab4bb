//! Does the library agree, byte for byte, with the 198 known answers of the official software?
//!
//! One test per kind of vector. What must open is opened and compared; where the library lets the random source be
//! chosen it must also write the same text again. What must be refused has to fail, and for the stated reason.

#[path = "vectors/exchange.rs"]
mod exchange;
#[path = "vectors/formats.rs"]
mod formats;
#[path = "vectors/hierarchy.rs"]
mod hierarchy;
#[path = "vectors/items.rs"]
mod items;
#[path = "vectors/passwords.rs"]
mod passwords;
#[path = "vectors/signatures.rs"]
mod signatures;
#[path = "vectors/support.rs"]
mod support;

/// Each line is a test, and the list as a whole is what the last test compares with the file.
macro_rules! kinds {
    ($($name:ident: $count:literal $kind:literal by $check:path;)*) => {
        $(
            #[test]
            fn $name() {
                support::run($kind, $count, $check);
            }
        )*

        const KINDS: &[(&str, usize)] = &[$(($kind, $count)),*];
    };
}

kinds! {
    a_password_and_salt_give_the_official_master_key: 13 "kdf" by passwords::kdf;
    a_master_key_gives_the_official_password_hashes: 2 "password-hash" by passwords::password_hash;
    a_master_key_stretches_to_the_key_that_opens_the_witness: 2 "stretch" by passwords::stretch;
    a_user_key_opens_under_its_master_key_only: 8 "user-key" by passwords::user_key;
    a_new_account_opens_with_its_own_password: 2 "registration" by passwords::registration;
    a_password_protected_export_opens_with_its_password: 1 "export" by passwords::export;

    a_symmetric_key_is_read_from_its_length_and_contents: 14 "symmetric-key" by formats::symmetric_key;
    an_enc_string_opens_under_its_own_key_only: 60 "encstring" by formats::enc_string;
    a_wrapped_key_opens_to_the_wrapped_key: 9 "encstring-key" by formats::wrapped_key;
    an_item_key_that_was_changed_is_refused: 1 "cipher-key" by formats::item_key;
    a_private_key_opens_and_shows_its_public_half: 4 "private-key" by formats::private_key;
    a_shared_key_opens_with_the_private_key_it_was_shared_to: 11 "shared-key" by formats::shared_key;
    a_file_opens_only_when_all_of_it_is_authentic: 12 "file" by formats::file;
    a_fingerprint_is_made_of_the_official_five_words: 8 "fingerprint" by formats::fingerprint;

    a_password_leads_to_the_name_of_a_clients_collection: 1 "provider-chain" by hierarchy::provider_chain;
    a_set_up_provider_is_opened_by_its_first_admin: 1 "provider-setup" by hierarchy::provider_setup;
    a_created_client_opens_under_the_provider_key: 1 "client-organization" by hierarchy::client_organization;
    an_added_client_opens_under_the_provider_key: 1 "client-organization-existing" by hierarchy::client_organization;
    a_confirmed_person_opens_the_key_they_were_given: 3 "confirm" by hierarchy::confirm;
    an_enrolled_member_can_be_recovered_by_the_organization: 1 "enrolment" by hierarchy::enrolment;
    a_recovered_member_opens_their_key_with_the_new_password: 4 "recovery" by hierarchy::recovery;

    a_uri_has_the_official_checksum: 2 "uri-checksum" by items::uri_checksum;
    an_item_opens_field_by_field_with_and_without_its_own_key: 12 "cipher" by items::cipher;
    an_import_by_the_official_client_opens_whole: 1 "import" by items::import;
    a_report_opens_under_its_content_key: 2 "report" by items::report;
    a_report_kept_as_a_file_opens_under_its_content_key: 1 "report-file" by items::report_file;

    a_send_seed_gives_the_official_key_and_link: 3 "send-key" by exchange::send_key;
    a_send_password_is_proved_by_the_official_hash: 2 "send-password" by exchange::send_password;
    a_send_opens_with_the_seed_of_its_link_only: 4 "send-access" by exchange::send_access;
    a_send_of_the_official_clients_opens_for_its_owner: 4 "send-create" by exchange::send_create;

    a_v2_key_set_opens_and_its_signatures_verify: 1 "v2-keys" by signatures::v2_keys;
    a_signed_public_key_counts_only_if_its_signature_verifies: 7 "signed-public-key" by signatures::signed_public_key;
}

#[test]
fn every_kind_in_the_file_is_handled_and_there_are_198_vectors() {
    let mut handled: Vec<_> = KINDS.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect();
    handled.sort();
    assert_eq!(handled, support::kinds_in_file());
    assert_eq!(handled.iter().map(|(_, count)| count).sum::<usize>(), 198);
}
