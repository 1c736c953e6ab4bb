//! What whoever runs the page may call his own in it: `branding` in `config.json` (docs/deploy.md). It is shown as text, as a
//! picture and as a hue, so nothing in it can run, lead astray or make the page hard to read.

use super::direction;
use crate::api::BadConfig;
use crate::json;

const LONGEST_NAME: usize = 40;
/// Characters of a picture in the file itself.
const LONGEST_PICTURE: usize = 65_536;
const PICTURES: [&str; 5] = ["png", "svg+xml", "webp", "jpeg", "gif"];

/// All of it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branding {
    /// Stands where the product's name would.
    pub name: Option<String>,
    /// A path on the page's origin, or the picture itself as a `data:` address.
    pub logo: Option<String>,
    /// `#rrggbb`. Its hue and, within limits, its strength are taken; how light it is stays the product's (style/tokens.css).
    pub accent: Option<String>,
    /// Where help is to be had.
    pub support: Option<String>,
}

impl Branding {
    /// What a `config.json` says. What this version doesn't know is left alone.
    ///
    /// # Errors
    /// When the text can't be read, or with the name of what can't be used.
    pub fn read(text: &str) -> Result<Self, BadConfig> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let config = json::parse(text.as_bytes()).map_err(|_| BadConfig::Unreadable)?;
        let Some(branding) = config.get("branding").filter(|branding| !branding.is_null()) else {
            return Ok(Self::default());
        };
        let branding = branding.as_object().ok_or(BadConfig::Branding("branding"))?;
        let entry =
            |name: &'static str, fits: fn(&str) -> bool| match branding.get(name).filter(|entry| !entry.is_null()) {
                None => Ok(None),
                Some(entry) => {
                    let text = entry.as_str().map(str::trim).filter(|text| fits(text));
                    text.map(|text| Some(text.to_owned())).ok_or(BadConfig::Branding(name))
                }
            };
        Ok(Self {
            name: entry("name", is_name)?,
            logo: entry("logo", is_picture)?,
            accent: entry("accent", is_colour)?,
            support: entry("support", is_way)?,
        })
    }
}

/// One line of letters; marks that turn the direction of writing could disguise what stands around it.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= LONGEST_NAME
        && !text
            .chars()
            .any(|letter| letter.is_control() || direction::is_control(letter))
}

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

fn is_picture(text: &str) -> bool {
    let Some(picture) = text.strip_prefix("data:image/") else {
        return is_path(text);
    };
    let base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    picture.split_once(";base64,").is_some_and(|(kind, bytes)| {
        PICTURES.contains(&kind) && !bytes.is_empty() && text.len() <= LONGEST_PICTURE && bytes.bytes().all(base64)
    })
}

fn is_way(text: &str) -> bool {
    if let Some(address) = text.strip_prefix("mailto:") {
        return is_plain(address)
            && address
                .split_once('@')
                .is_some_and(|(who, host)| !who.is_empty() && !host.is_empty());
    }
    match text.strip_prefix("https://") {
        Some(rest) => is_plain(rest) && !rest.is_empty() && !rest.starts_with('/') && !rest.contains('@'),
        None => is_path(text),
    }
}

/// A path on the page's own origin.
fn is_path(text: &str) -> bool {
    is_plain(text) && text.starts_with('/') && !text.starts_with("//")
}

fn is_plain(text: &str) -> bool {
    !text.contains(|letter: char| letter.is_whitespace() || letter.is_control() || "\\\"'<>".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(branding: serde_json::Value) -> Result<Branding, BadConfig> {
        Branding::read(&serde_json::json!({ "branding": branding }).to_string())
    }

    fn refused(name: &'static str, values: &[&str]) {
        for value in values {
            assert_eq!(
                read(serde_json::json!({ name: value })),
                Err(BadConfig::Branding(name)),
                "{value}"
            );
        }
    }

    #[test]
    fn without_branding_the_product_is_itself() {
        for text in [
            "",
            "{}",
            r#"{"branding":null}"#,
            r#"{"branding":{"name":null}}"#,
            r#"{"branding":{"font":"X"}}"#,
        ] {
            assert_eq!(Branding::read(text), Ok(Branding::default()), "{text}");
        }
    }

    #[test]
    fn all_of_it_is_taken() {
        let branding = read(serde_json::json!({
            "name": " Nordljus IT ", "logo": "/branding/logo.svg", "accent": "#B3005E", "support": "https://help.example/it?a=b",
        }));
        let expected = Branding {
            name: Some("Nordljus IT".to_owned()),
            logo: Some("/branding/logo.svg".to_owned()),
            accent: Some("#B3005E".to_owned()),
            support: Some("https://help.example/it?a=b".to_owned()),
        };
        assert_eq!(branding, Ok(expected));
        assert!(read(serde_json::json!({ "logo": "data:image/png;base64,iVBORw0KGgo=" })).is_ok());
        assert!(read(serde_json::json!({ "support": "mailto:help@northlight.example" })).is_ok());
        assert!(read(serde_json::json!({ "support": "/help" })).is_ok());
    }

    #[test]
    fn a_name_is_one_short_line() {
        refused(
            "name",
            &["", "  ", "a\nb", "\u{202e}gnihsihp", "a\u{61c}", &"x".repeat(41)],
        );
        assert!(read(serde_json::json!({ "name": "å".repeat(40) })).is_ok());
        assert_eq!(read(serde_json::json!({ "name": 5 })), Err(BadConfig::Branding("name")));
    }

    #[test]
    fn a_logo_comes_from_the_pages_origin_or_is_a_picture_in_the_file() {
        refused(
            "logo",
            &[
                "https://elsewhere.example/logo.png",
                "//elsewhere.example/logo.png",
                "logo.svg",
                "javascript:alert(1)",
                "/a b.svg",
                "/\\elsewhere.example",
                "data:text/html;base64,PGI+",
                "data:image/png,raw",
                "data:image/png;base64,",
                "data:image/svg+xml;base64,<svg>",
            ],
        );
        let large = format!("data:image/png;base64,{}", "A".repeat(LONGEST_PICTURE));
        refused("logo", &[&large]);
    }

    #[test]
    fn a_colour_is_six_digits_and_nothing_else() {
        refused(
            "accent",
            &[
                "red",
                "#fff",
                "#12345",
                "#1234567",
                "#12345g",
                "#123456;}",
                "var(--x)",
                "url(/x)",
            ],
        );
    }

    #[test]
    fn help_is_at_a_secure_address_a_mailbox_or_a_path() {
        refused(
            "support",
            &[
                "http://help.example",
                "javascript:alert(1)",
                "data:text/html,x",
                "https://",
                "https:///x",
                "https://user@elsewhere.example",
                "//elsewhere.example",
                "mailto:nobody",
                "mailto:@x",
                "help.example",
                "https://help.example/\"onclick=",
            ],
        );
    }

    #[test]
    fn what_is_no_object_is_refused_whole() {
        assert_eq!(
            read(serde_json::json!("Nordljus")),
            Err(BadConfig::Branding("branding"))
        );
        assert_eq!(Branding::read("{"), Err(BadConfig::Unreadable));
    }
}
