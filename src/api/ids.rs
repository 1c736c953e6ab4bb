//! Ids as types that never mix. On the wire: lower-case hyphenated GUIDs (contract/conventions.md 3).

use std::fmt;

use serde::Serialize;

use crate::json::{FromJson, ToJson, Trail, Value, Writer};

/// A GUID in the server's text form: 8-4-4-4-12 hexadecimal digits.
fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Reads an id typed by a person or found in an address; `None` unless it is a GUID.
            pub fn parse(text: &str) -> Option<Self> {
                is_guid(text).then(|| Self(text.to_ascii_lowercase()))
            }

            /// The text the server sends.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromJson for $name {
            fn from_json(value: Value, trail: &mut Trail) -> Self {
                Self(String::from_json(value, trail))
            }
        }

        impl ToJson for $name {
            fn to_json(&self, out: &mut Writer) {
                out.text(&self.0);
            }
        }
    )*};
}

ids! {
    /// An account.
    UserId,
    /// A managed-service provider.
    ProviderId,
    /// A customer's organization: what its Admin Console is about.
    OrganizationId,
    /// The link between a provider and a client; not the organization's own id.
    ProviderOrganizationId,
    /// A member of an organization (the contract's organizationUser id); not the account's id.
    MemberId,
    GroupId,
    CollectionId,
}
