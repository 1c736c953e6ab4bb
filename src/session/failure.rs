//! What can go wrong between a person and the server, summed up; `text::explain` words it.

use portal_crypto::CryptoError;

use crate::api::ApiError;

/// Everything a page can be told instead of what it wanted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Api(#[from] ApiError),
    #[error(transparent)]
    Crypto(#[from] CryptoError),
    /// Unknown address or wrong password: nobody can tell which.
    #[error("wrong password")]
    WrongPassword,
    #[error("wrong second-step code")]
    WrongCode,
    #[error("wrong new-device code")]
    WrongDeviceCode,
    /// Sign-in refused for another reason; the server's words.
    #[error("sign-in refused: {0}")]
    SignInRefused(String),
    /// The account has no master password (single sign-on, key connector).
    #[error("no master password")]
    NoMasterPassword,
    /// The account was never given a user key; only the server's support can help.
    #[error("account without a user key")]
    LegacyAccount,
    /// The password is temporary and must be changed in an official client first.
    #[error("must change password")]
    MustChangePassword,
    /// The account's keys don't open though the password is right.
    #[error("account keys damaged")]
    KeysDamaged,
    /// The account's key is sealed in a form that can be forged.
    #[error("weakly sealed account key")]
    WeaklySealed,
    /// Token or profile are another account's than the one that signs in.
    #[error("answers for another account")]
    OtherAccount,
    /// None of an organization's data opens with the key that came for it: one of the two was exchanged.
    #[error("key doesn't fit the data")]
    ForeignKey,
    /// The key of this organization or provider isn't at hand, so what it encrypts can't be read or written.
    #[error("key missing")]
    NoKey,
    /// A part of the page that is fetched when it is first needed didn't arrive.
    #[error("part missing")]
    PartMissing,
    /// What this account keeps in this browser was sealed under another key, or damaged.
    #[error("desk unreadable")]
    DeskUnreadable,
    /// No more may be kept.
    #[error("desk full")]
    DeskFull,
    /// The browser has no room, or keeps nothing for this page.
    #[error("desk not kept")]
    DeskNotKept,
    /// The background worker couldn't be started or crashed.
    #[error("worker failed")]
    Worker,
}
