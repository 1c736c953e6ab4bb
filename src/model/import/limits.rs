//! Does an item fit the server's greatest lengths, which count encrypted characters?

use super::fault::{Fault, Part, What};
use super::item::{Content, FieldValue, Filled, Item, LONG, MEDIUM, Passkey, SHORT, SSH_KEY};

/// Characters of the EncString (type 2) of so many plain bytes: "2.", 24 of IV, the padded ciphertext, 44 of MAC, two bars.
pub fn encrypted_length(plain: usize) -> usize {
    let padded = (plain / 16 + 1) * 16;
    72 + padded.div_ceil(3) * 4
}

/// The most plain bytes whose EncString has no more characters than this.
pub fn most_plain(encrypted: usize) -> usize {
    let padded = encrypted.saturating_sub(72) / 4 * 3 / 16 * 16;
    padded.saturating_sub(1)
}

/// Refuses a text that would be too long once encrypted.
pub fn fits(text: Option<&str>, limit: usize, part: Part) -> Result<(), Fault> {
    match text {
        Some(text) if encrypted_length(text.len()) > limit => {
            let most = u32::try_from(most_plain(limit)).unwrap_or(u32::MAX);
            Err(Fault::new(part, What::TooLong { most }))
        }
        _ => Ok(()),
    }
}

/// The first text of an item that is too long.
pub fn check(item: &Item) -> Result<(), Fault> {
    fits(Some(&item.name), SHORT, Part::Name)?;
    fits(item.notes.as_deref(), LONG, Part::Notes)?;
    for field in &item.fields {
        fits(field.name.as_deref(), SHORT, Part::CustomField)?;
        if let FieldValue::Text(value) | FieldValue::Hidden(value) = &field.value {
            fits(value.as_deref(), MEDIUM, Part::CustomField)?;
        }
    }
    for old in &item.history {
        fits(Some(&old.password), MEDIUM, Part::PasswordHistory)?;
    }
    let part = Part::Typed(item.kind());
    for (name, text) in item.texts() {
        fits(Some(text), SHORT, part).map_err(|fault| fault.of(name))?;
    }
    match &item.content {
        Content::Login(login) => {
            fits(login.username.as_deref(), SHORT, Part::Username)?;
            fits(login.password.as_deref(), MEDIUM, Part::Password)?;
            fits(login.totp.as_deref(), SHORT, Part::Totp)?;
            for uri in &login.uris {
                fits(Some(&uri.uri), LONG, Part::Website)?;
            }
            login.passkeys.iter().try_for_each(passkey)
        }
        Content::SshKey(key) => {
            let texts = [&key.private, &key.public, &key.fingerprint].map(Filled::as_str);
            let mut texts = texts.into_iter().zip(SSH_KEY);
            texts.try_for_each(|(text, (name, limit))| fits(Some(text), limit, part).map_err(|fault| fault.of(name)))
        }
        _ => Ok(()),
    }
}

/// The first text of a passkey that is too long.
pub fn passkey(passkey: &Passkey) -> Result<(), Fault> {
    let needed = [
        ("credentialId", &passkey.credential_id),
        ("keyType", &passkey.key_type),
        ("keyAlgorithm", &passkey.key_algorithm),
        ("keyCurve", &passkey.key_curve),
        ("keyValue", &passkey.key_value),
        ("rpId", &passkey.rp_id),
        ("counter", &passkey.counter),
    ];
    let optional = [
        ("rpName", &passkey.rp_name),
        ("userHandle", &passkey.user_handle),
        ("userName", &passkey.user_name),
        ("userDisplayName", &passkey.user_display_name),
    ];
    let needed = needed.map(|(name, text)| (name, Some(text.as_str())));
    let optional = optional.map(|(name, text)| (name, text.as_deref()));
    let mut texts = needed.into_iter().chain(optional);
    texts.try_for_each(|(name, text)| fits(text, SHORT, Part::Passkey).map_err(|fault| fault.of(name)))
}

/// Bytes of an item's part of the encrypted body, at least: its texts encrypted, and what stands around them however little of
/// it there is.
pub fn least_body(item: &Item) -> usize {
    /// `{"type":1,"organizationId":"…","name":"","notes":null,"fields":null,"passwordHistory":null,"login":{},"encryptedFor":"…"}`
    const AROUND: usize = 240;
    /// `{"name":"","value":""},`
    const AROUND_PART: usize = 20;
    let text = |text: &str| encrypted_length(text.len());
    let maybe = |some: Option<&String>| some.map_or(0, |some| text(some));
    let texts = |texts: &[(&'static str, String)]| -> usize {
        let sizes = texts.iter().map(|(name, value)| name.len() + text(value));
        sizes.sum()
    };
    let mut size = AROUND + text(&item.name) + maybe(item.notes.as_ref()) + texts(item.texts());
    for field in &item.fields {
        let value = match &field.value {
            FieldValue::Text(value) | FieldValue::Hidden(value) => maybe(value.as_ref()),
            FieldValue::Boolean(_) => text("true"),
            FieldValue::Linked(_) => 0,
        };
        size += AROUND_PART + maybe(field.name.as_ref()) + value;
    }
    for old in &item.history {
        size += AROUND_PART + text(&old.password);
    }
    if let Content::SshKey(key) = &item.content {
        let parts = [&key.private, &key.public, &key.fingerprint];
        size += parts.into_iter().map(|part| text(part.as_str())).sum::<usize>();
    }
    if let Some(login) = item.login() {
        size += maybe(login.username.as_ref()) + maybe(login.password.as_ref()) + maybe(login.totp.as_ref());
        // Each address comes with an encrypted digest of 44 characters.
        for uri in &login.uris {
            size += AROUND_PART + text(&uri.uri) + encrypted_length(44);
        }
        for passkey in &login.passkeys {
            size += AROUND_PART + text(passkey.key_value.as_str()) + text(passkey.credential_id.as_str());
        }
    }
    size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_an_encrypted_text_is_known_beforehand() {
        let key = portal_crypto::SymmetricKey::from_bytes(&[7; 64]).unwrap();
        let mut batch = portal_crypto::batch::BatchEncryptor::new(&key).unwrap();
        for length in [0, 1, 15, 16, 17, 31, 32, 47, 48, 687, 688, 3_695, 3_696, 7_439, 7_440] {
            let sealed = batch.text(&"x".repeat(length)).unwrap();
            assert_eq!(sealed.len(), encrypted_length(length), "{length}");
        }
    }

    #[test]
    fn the_longest_plain_text_fits_and_one_byte_more_does_not() {
        for (limit, most) in [(SHORT, 687), (MEDIUM, 3_695), (LONG, 7_439)] {
            assert_eq!(most_plain(limit), most);
            assert!(encrypted_length(most) <= limit && encrypted_length(most + 1) > limit);
            assert!(fits(Some(&"x".repeat(most)), limit, Part::Name).is_ok());
            // Two bytes in UTF-8: what counts are bytes.
            let swedish = "å".repeat(most / 2 + 1);
            let fault = fits(Some(&swedish), limit, Part::Name).unwrap_err();
            assert_eq!(
                fault.what,
                What::TooLong {
                    most: u32::try_from(most).unwrap()
                }
            );
        }
    }
}
