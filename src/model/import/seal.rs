//! From plain items to the encrypted body, item by item and handed on in parts, so that no memory holds a whole vault twice.
//! Sources: contract/import.md "Body", crypto.md 8.1 and 8.3.

use portal_crypto::batch::{BatchEncryptor, uri_checksum};
use portal_crypto::{CryptoError, SymmetricKey};
use serde::Serialize;

use super::date::Date;
use super::file::Parsed;
use super::item::{Content, FieldValue, Item, Kind, Login, Matching, Passkey, SshKey, Texts};
use super::report::{Destination, Existing, Home};
use crate::api::ids::{CollectionId, OrganizationId, UserId};
use crate::api::import::{
    CipherBody, CollectionBody, FieldBody, LoginBody, Pair, PasskeyBody, PasswordHistoryBody, SecureNoteBody,
    SshKeyBody, TextsBody, TypedBody, UriBody,
};

/// For whom and where.
pub(super) struct Address<'a> {
    pub organization: &'a OrganizationId,
    pub user: &'a UserId,
    pub destination: &'a Destination,
}

/// A part of the body is handed on when it has this many bytes.
const PART: usize = 1 << 20;

/// What is told while a body comes about.
pub(super) enum Told<'a> {
    /// So many items of so many are done; about fifty times.
    Done(usize, usize),
    /// The next part of the body.
    Part(&'a [u8]),
}

/// Encrypts everything into one body, told part by part.
pub(super) fn seal(
    parsed: &Parsed,
    homes: &[Home],
    address: &Address<'_>,
    key: &SymmetricKey,
    mut tell: impl FnMut(Told<'_>),
) -> Result<(), CryptoError> {
    let mut sealer = Sealer {
        batch: BatchEncryptor::new(key)?,
        organization: address.organization.as_str(),
        user: address.user.as_str(),
        key_id: key.key_id(),
    };
    let total = parsed.items.len();
    let step = (total / 50).max(1);
    let mut body = Vec::with_capacity(PART + PART / 16);
    body.extend_from_slice(b"{\"ciphers\":[");
    for (index, item) in parsed.items.iter().enumerate() {
        if index > 0 {
            body.push(b',');
        }
        write(&mut body, &sealer.item(item)?)?;
        if body.len() >= PART {
            tell(Told::Part(&body));
            body.clear();
        }
        if (index + 1) % step == 0 || index + 1 == total {
            tell(Told::Done(index + 1, total));
        }
    }
    body.extend_from_slice(b"],\"collections\":");
    write(&mut body, &sealer.collections(address.destination, homes)?)?;
    body.extend_from_slice(b",\"collectionRelationships\":");
    write(&mut body, &relationships(&parsed.items, address.destination))?;
    body.extend_from_slice(b",\"folders\":[],\"folderRelationships\":[]}");
    tell(Told::Part(&body));
    Ok(())
}

fn write(body: &mut Vec<u8>, part: &impl Serialize) -> Result<(), CryptoError> {
    // Texts and numbers in memory have no way to fail; a body cut short must not be sent if they do.
    serde_json::to_writer(body, part).map_err(|_| CryptoError::Malformed("import body"))
}

fn relationships(items: &[Item], destination: &Destination) -> Vec<Pair> {
    let pairs = items.iter().enumerate();
    match destination {
        Destination::AsInFile => pairs
            .flat_map(|(key, item)| {
                item.homes.iter().map(move |home| Pair {
                    key,
                    value: *home as usize,
                })
            })
            .collect(),
        Destination::One(_) => pairs.map(|(key, _)| Pair { key, value: 0 }).collect(),
        Destination::Nowhere => Vec::new(),
    }
}

struct Sealer<'k> {
    batch: BatchEncryptor<'k>,
    organization: &'k str,
    user: &'k str,
    key_id: String,
}

impl Sealer<'_> {
    fn text(&mut self, text: &str) -> Result<String, CryptoError> {
        self.batch.text(text)
    }

    fn maybe(&mut self, text: Option<&str>) -> Result<Option<String>, CryptoError> {
        text.map(|text| self.batch.text(text)).transpose()
    }

    fn collections(&mut self, destination: &Destination, homes: &[Home]) -> Result<Vec<CollectionBody>, CryptoError> {
        let mut one = |id: Option<CollectionId>, name: &str, external_id: Option<String>| {
            Ok(CollectionBody {
                id,
                name: self.text(name)?,
                external_id,
                groups: [],
                users: [],
            })
        };
        match destination {
            Destination::AsInFile => homes
                .iter()
                .map(|home| one(home.existing.clone(), &home.name, home.external_id.clone()))
                .collect(),
            Destination::One(Existing { id, name }) => Ok(vec![one(Some(id.clone()), name, None)?]),
            Destination::Nowhere => Ok(Vec::new()),
        }
    }

    fn item(&mut self, item: &Item) -> Result<CipherBody, CryptoError> {
        Ok(CipherBody {
            kind: item.kind().number(),
            organization_id: self.organization.to_owned(),
            folder_id: None,
            name: self.text(&item.name)?,
            notes: self.maybe(item.notes.as_deref())?,
            favorite: item.favorite,
            reprompt: item.reprompt.min(1),
            key: None,
            fields: self.fields(item)?,
            password_history: self.history(item)?,
            typed: match &item.content {
                Content::Login(login) => TypedBody::Login(self.login(login)?),
                Content::Note => TypedBody::SecureNote(SecureNoteBody { kind: 0 }),
                Content::Card(texts) => TypedBody::Card(self.texts(Kind::Card, texts)?),
                Content::Identity(texts) => TypedBody::Identity(self.texts(Kind::Identity, texts)?),
                Content::SshKey(key) => TypedBody::SshKey(self.ssh_key(key)?),
                Content::BankAccount(texts) => TypedBody::BankAccount(self.texts(Kind::BankAccount, texts)?),
                Content::DriversLicense(texts) => TypedBody::DriversLicense(self.texts(Kind::DriversLicense, texts)?),
                Content::Passport(texts) => TypedBody::Passport(self.texts(Kind::Passport, texts)?),
            },
            archived_date: item.archived.as_ref().map(plain),
            encrypted_for: self.user.to_owned(),
            encrypted_by_key_id: self.key_id.clone(),
        })
    }

    fn fields(&mut self, item: &Item) -> Result<Option<Vec<FieldBody>>, CryptoError> {
        let fields = item.fields.iter().map(|field| {
            let (kind, value, linked_id) = match &field.value {
                FieldValue::Text(text) => (0, text.as_deref(), None),
                FieldValue::Hidden(text) => (1, text.as_deref(), None),
                FieldValue::Boolean(value) => (2, Some(truth(*value)), None),
                FieldValue::Linked(link) => (3, None, Some(link.number())),
            };
            Ok(FieldBody {
                kind,
                name: self.maybe(field.name.as_deref())?,
                value: self.maybe(value)?,
                linked_id,
            })
        });
        fields.collect::<Result<Vec<_>, _>>().map(some_list)
    }

    fn history(&mut self, item: &Item) -> Result<Option<Vec<PasswordHistoryBody>>, CryptoError> {
        let history = item.history.iter().map(|old| {
            Ok(PasswordHistoryBody {
                password: self.text(&old.password)?,
                last_used_date: plain(&old.used),
            })
        });
        history.collect::<Result<Vec<_>, _>>().map(some_list)
    }

    fn login(&mut self, login: &Login) -> Result<LoginBody, CryptoError> {
        let uris = login.uris.iter().map(|uri| {
            Ok(UriBody {
                uri: self.text(&uri.uri)?,
                uri_checksum: self.text(&uri_checksum(&uri.uri))?,
                r#match: uri.matching.map(Matching::number),
            })
        });
        let uris = some_list(uris.collect::<Result<Vec<_>, CryptoError>>()?);
        let passkeys = login.passkeys.iter().map(|passkey| self.passkey(passkey));
        let passkeys = some_list(passkeys.collect::<Result<Vec<_>, _>>()?);
        Ok(LoginBody {
            uris,
            username: self.maybe(login.username.as_deref())?,
            password: self.maybe(login.password.as_deref())?,
            password_revision_date: login.password_changed.as_ref().map(plain),
            totp: self.maybe(login.totp.as_deref())?,
            autofill_on_page_load: login.autofill,
            fido2_credentials: passkeys,
        })
    }

    fn passkey(&mut self, passkey: &Passkey) -> Result<PasskeyBody, CryptoError> {
        Ok(PasskeyBody {
            credential_id: self.text(passkey.credential_id.as_str())?,
            key_type: self.text(passkey.key_type.as_str())?,
            key_algorithm: self.text(passkey.key_algorithm.as_str())?,
            key_curve: self.text(passkey.key_curve.as_str())?,
            key_value: self.text(passkey.key_value.as_str())?,
            rp_id: self.text(passkey.rp_id.as_str())?,
            rp_name: self.maybe(passkey.rp_name.as_deref())?,
            user_handle: self.maybe(passkey.user_handle.as_deref())?,
            user_name: self.maybe(passkey.user_name.as_deref())?,
            user_display_name: self.maybe(passkey.user_display_name.as_deref())?,
            counter: self.text(passkey.counter.as_str())?,
            discoverable: self.text(truth(passkey.discoverable))?,
            creation_date: plain(&passkey.created),
        })
    }

    fn ssh_key(&mut self, key: &SshKey) -> Result<SshKeyBody, CryptoError> {
        Ok(SshKeyBody {
            private_key: self.text(key.private.as_str())?,
            public_key: self.text(key.public.as_str())?,
            key_fingerprint: self.text(key.fingerprint.as_str())?,
        })
    }

    /// Every property of a typed part in the contract's order, null where the item has none.
    fn texts(&mut self, kind: Kind, texts: &Texts) -> Result<TextsBody, CryptoError> {
        let sealed = kind.properties().iter().map(|(name, _)| {
            let text = texts.iter().find(|(known, _)| known == name);
            Ok((*name, self.maybe(text.map(|(_, text)| text.as_str()))?))
        });
        sealed.collect::<Result<Vec<_>, _>>().map(TextsBody)
    }
}

fn plain(date: &Date) -> String {
    date.as_str().to_owned()
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn some_list<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}
