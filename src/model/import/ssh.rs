//! What is missing of an SSH key and follows from its private key: the public key and its fingerprint (SHA-256, as official
//! clients show it).

use portal_crypto::encoding::{from_base64, sha256_base64, to_base64};
use ssh_key::public::{EcdsaPublicKey, Ed25519PublicKey, KeyData, RsaPublicKey};
use ssh_key::{Mpint, PublicKey};
use zeroize::Zeroizing;

use super::fault::{Fault, Part, What};
use super::item::{Filled, Kind, SSH_KEY, SshKey};

/// The parts as the file has them, in the order of `SSH_KEY`, made whole. True: something was added.
pub fn complete([private, public, fingerprint]: [Option<Filled>; 3]) -> Result<(SshKey, bool), Fault> {
    let missing = |at: usize| Fault::new(Part::Typed(Kind::SshKey), What::Missing).of(SSH_KEY[at].0);
    let private = private.ok_or(missing(0))?;
    let (public, fingerprint, added) = match (public, fingerprint) {
        (Some(public), Some(fingerprint)) => (public, fingerprint, false),
        (Some(public), None) => {
            let key = openssh_line(public.as_str());
            let key = key.or_else(|| public_key(private.as_str())).ok_or(missing(2))?;
            (public, digest(&key).ok_or(missing(2))?, true)
        }
        (None, fingerprint) => {
            let key = public_key(private.as_str()).ok_or(missing(1))?;
            let public = line_of(&key).ok_or(missing(1))?;
            let fingerprint = fingerprint.or_else(|| digest(&key)).ok_or(missing(2))?;
            (public, fingerprint, true)
        }
    };
    let key = SshKey {
        private,
        public,
        fingerprint,
    };
    Ok((key, added))
}

// The three forms are written and read here, around the one binary form that the crate reads and writes: with the crate's own of
// each, every kind of key would be in the worker three times.

/// OpenSSH's line of a public key: the algorithm, the key in base64, and perhaps a comment.
fn openssh_line(line: &str) -> Option<PublicKey> {
    let mut words = line.split_whitespace();
    let algorithm = words.next()?;
    let key = PublicKey::from_bytes(&from_base64(words.next()?).ok()?).ok()?;
    (key.algorithm().as_str() == algorithm).then_some(key)
}

fn line_of(key: &PublicKey) -> Option<Filled> {
    let bytes = key.to_bytes().ok()?;
    Filled::of(format!("{} {}", key.algorithm().as_str(), to_base64(&bytes)))
}

/// The fingerprint as OpenSSH prints it: the digest in base64 without its padding.
fn digest(key: &PublicKey) -> Option<Filled> {
    let digest = sha256_base64(&key.to_bytes().ok()?);
    Filled::of(format!("SHA256:{}", digest.trim_end_matches('=')))
}

/// The public key of a private one in any of the forms that programs write. One with a passphrase holds it in OpenSSH's form only.
fn public_key(private: &str) -> Option<PublicKey> {
    let (label, bytes) = unwrap(private)?;
    let data = match label.as_str() {
        "OPENSSH PRIVATE KEY" => return openssh(&bytes),
        "RSA PRIVATE KEY" => rsa(&bytes)?,
        "EC PRIVATE KEY" => elliptic(&bytes)?,
        "PRIVATE KEY" => pkcs8(&bytes)?,
        _ => return None,
    };
    Some(PublicKey::new(data, String::new()))
}

/// The label and the bytes of a PEM text, however its lines are broken.
fn unwrap(pem: &str) -> Option<(String, Zeroizing<Vec<u8>>)> {
    // Some files hold the line breaks as the two characters of their escape.
    let pem = Zeroizing::new(pem.replace("\\r", "").replace("\\n", "\n"));
    let (label, rest) = pem.trim().strip_prefix("-----BEGIN ")?.split_once("-----")?;
    let (body, end) = rest.split_once("-----END ")?;
    if end.strip_suffix("-----") != Some(label) {
        return None;
    }
    let mut squeezed = Zeroizing::new(String::with_capacity(body.len()));
    squeezed.extend(body.chars().filter(|letter| !letter.is_whitespace()));
    Some((label.to_owned(), Zeroizing::new(from_base64(&squeezed).ok()?)))
}

/// OpenSSH's form has the public key before the private one, which may be encrypted (PROTOCOL.key of OpenSSH): a mark, the cipher, the
/// derivation and its options, how many keys there are, and the two. Reading the private one as well would cost 10 kB on the wire.
fn openssh(bytes: &[u8]) -> Option<PublicKey> {
    let mut rest = bytes.strip_prefix(b"openssh-key-v1\0")?;
    for _ in 0..3 {
        part(&mut rest)?;
    }
    rest = rest.strip_prefix(&[0, 0, 0, 1])?;
    let public = part(&mut rest)?;
    part(&mut rest).filter(|private| !private.is_empty())?;
    PublicKey::from_bytes(public).ok()
}

/// Bytes behind their length.
fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk()?;
    let (part, after) = after.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    *rest = after;
    Some(part)
}

fn pkcs8(bytes: &[u8]) -> Option<KeyData> {
    const RSA: pkcs8::ObjectIdentifier = pkcs8::ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
    const ELLIPTIC: pkcs8::ObjectIdentifier = pkcs8::ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
    const ED25519: pkcs8::ObjectIdentifier = pkcs8::ObjectIdentifier::new_unwrap("1.3.101.112");
    let info = pkcs8::PrivateKeyInfoRef::try_from(bytes).ok()?;
    let inner = info.private_key.as_bytes();
    match info.algorithm.oid {
        RSA => rsa(inner),
        ELLIPTIC => elliptic(inner),
        ED25519 => {
            // An octet string in the octet string (RFC 8410, 7).
            let seed: [u8; 32] = inner.strip_prefix(&[4, 32])?.try_into().ok()?;
            let pair = ed25519_compact::KeyPair::from_seed(ed25519_compact::Seed::new(seed));
            Some(KeyData::Ed25519(Ed25519PublicKey(*pair.pk)))
        }
        _ => None,
    }
}

fn rsa(bytes: &[u8]) -> Option<KeyData> {
    let key = pkcs1::RsaPrivateKey::try_from(bytes).ok()?;
    let number = |number: pkcs1::UintRef<'_>| Mpint::from_positive_bytes(number.as_bytes());
    let key = RsaPublicKey::new(number(key.public_exponent), number(key.modulus));
    key.ok().map(KeyData::Rsa)
}

/// The curve is told by the length of the point.
fn elliptic(bytes: &[u8]) -> Option<KeyData> {
    let key = sec1::EcPrivateKey::try_from(bytes).ok()?;
    let key = EcdsaPublicKey::from_sec1_bytes(key.public_key?).ok()?;
    Some(KeyData::Ecdsa(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Option<Filled> {
        Filled::of(text.to_owned())
    }

    /// A key pair made for these tests by OpenSSH and OpenSSL: private, public, fingerprint.
    macro_rules! pair {
        ($name:literal, $public:literal) => {
            (
                $name,
                include_str!(concat!("../../../tests/keys/", $name)),
                include_str!(concat!("../../../tests/keys/", $public, ".pub")).trim(),
                include_str!(concat!("../../../tests/keys/", $public, ".fingerprint")).trim(),
            )
        };
    }

    #[test]
    fn what_is_missing_follows_from_a_private_key_of_every_form() {
        for (name, private, public, fingerprint) in [
            pair!("ed25519", "ed25519"),
            pair!("ed25519.pkcs8", "ed25519"),
            pair!("ed25519.passphrase", "ed25519"),
            pair!("ecdsa", "ecdsa"),
            pair!("ecdsa.sec1", "ecdsa"),
            pair!("ecdsa.pkcs8", "ecdsa"),
            pair!("ecdsa521", "ecdsa521"),
            pair!("rsa", "rsa"),
            pair!("rsa.pkcs1", "rsa"),
            pair!("rsa.pkcs8", "rsa"),
        ] {
            for private in [
                private.to_owned(),
                private.replace('\n', "\r\n"),
                private.replace('\n', "\\n"),
            ] {
                let (key, added) = complete([filled(&private), None, None]).expect(name);
                let parts = |text: &str| text.split(' ').take(2).map(str::to_owned).collect::<Vec<_>>();
                assert_eq!(parts(key.public.as_str()), parts(public), "{name}");
                assert_eq!(key.fingerprint.as_str(), fingerprint, "{name}");
                assert!(added && key.private.as_str() == private, "{name}");
                let (key, _) = complete([filled(&private), None, filled("SHA256:own")]).expect(name);
                assert_eq!(key.fingerprint.as_str(), "SHA256:own", "{name}");
            }
            let (key, _) = complete([filled("unreadable"), filled(public), None]).expect(name);
            assert_eq!(key.fingerprint.as_str(), fingerprint, "{name}");
        }
    }

    #[test]
    fn what_is_given_stays_even_if_nothing_can_be_read_of_it() {
        let (key, added) = complete([filled("a"), filled("b"), filled("c")]).ok().unwrap();
        let parts = [&key.private, &key.public, &key.fingerprint].map(Filled::as_str);
        assert_eq!((parts, added), (["a", "b", "c"], false));
    }

    #[test]
    fn what_does_not_follow_is_missing() {
        let passphrase = include_str!("../../../tests/keys/rsa.passphrase.pkcs8");
        let cut = include_str!("../../../tests/keys/ed25519").replace("\nb3Bl", "\nb3");
        for private in [
            "x",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
            passphrase,
            &cut,
        ] {
            for (given, missing) in [
                ([filled(private), None, None], "publicKey"),
                (
                    [filled(private), filled("ssh-ed25519 AAAAC3Nz nofp"), None],
                    "keyFingerprint",
                ),
                ([filled(private), None, filled("f")], "publicKey"),
                ([None, filled("p"), filled("f")], "privateKey"),
            ] {
                let fault = complete(given).err().unwrap();
                assert_eq!(fault, Fault::new(Part::Typed(Kind::SshKey), What::Missing).of(missing));
            }
        }
        assert!(Filled::of(" \n".to_owned()).is_none());
    }
}
