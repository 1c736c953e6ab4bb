//! The style sheet: the files under `style/` joined in the order of the cascade, comments and idle space taken out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Reads and joins all style files.
pub fn join(folder: &Path) -> Result<String> {
    let mut sheet = String::new();
    for file in files(folder)? {
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        sheet.push_str(&text);
        sheet.push('\n');
    }
    Ok(squeeze(&sheet))
}

/// What a host may set for the element in its page, each as `--portal-` and the token's name (docs/embedding.md).
pub const THEMED: [&str; 24] = [
    "canvas",
    "sunken",
    "surface",
    "raised",
    "line",
    "line-control",
    "text",
    "muted",
    "accent",
    "accent-soft",
    "fill",
    "fill-hover",
    "on-fill",
    "focus",
    "info",
    "success",
    "warning",
    "danger",
    "radius-s",
    "radius",
    "radius-l",
    "font",
    "view",
    "host-bar",
];

/// The same for the element in a host's page: its own rules behind the others, lengths that don't follow the host's root
/// element, and tokens that a host may set.
pub fn join_embedded(folder: &Path) -> Result<String> {
    let own = folder.join("embed.css");
    let own = fs::read_to_string(&own).with_context(|| format!("cannot read {}", own.display()))?;
    let sheet = format!("{}{}", join(folder)?, squeeze(&own));
    Ok(open_tokens(&own_lengths(&sheet)))
}

/// Every `rem` as a share of `--portal-rem`; in conditions, which know no custom properties, as pixels.
fn own_lengths(css: &str) -> String {
    let mut out = String::with_capacity(css.len() + css.len() / 8);
    let mut rest = css;
    let mut condition = false;
    while let Some(at) = rest.find(|c: char| c == '@' || c == '{' || c.is_ascii_digit()) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        rest = match found.as_bytes()[0] {
            b'@' => {
                condition = true;
                out.push('@');
                &found[1..]
            }
            b'{' => {
                condition = false;
                out.push('{');
                &found[1..]
            }
            _ => push_number(&mut out, found, condition),
        };
    }
    out.push_str(rest);
    out
}

/// Takes over the number that this begins with, and its unit if that is `rem`; what is behind it.
fn push_number<'a>(out: &mut String, found: &'a str, condition: bool) -> &'a str {
    let end = found
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(found.len());
    let (number, behind) = found.split_at(end);
    let in_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let sign = out.strip_suffix('-').map_or("", |_| "-");
    let named = out[..out.len() - sign.len()].ends_with(in_name);
    let after = behind.strip_prefix("rem").filter(|after| !after.starts_with(in_name));
    let Some(after) = after.filter(|_| !named) else {
        out.push_str(number);
        return behind;
    };
    if condition {
        let pixels = number.parse::<f64>().unwrap_or_default() * 16.0;
        out.push_str(&format!("{pixels}px"));
    } else {
        // A sign belongs to the number.
        out.truncate(out.len() - sign.len());
        out.push_str(&format!("calc({sign}{number}*var(--portal-rem))"));
    }
    after
}

/// The tokens of `THEMED` with the host's value before ours, where they are given for everybody: ahead of the first `@media`,
/// since paper and strong contrast have values of their own.
fn open_tokens(css: &str) -> String {
    let end = css.find("@media").unwrap_or(css.len());
    let (given, rest) = css.split_at(end);
    let mut out = String::with_capacity(css.len() + css.len() / 8);
    for declaration in given.split_inclusive([';', '}']) {
        out.push_str(&open_token(declaration));
    }
    out.push_str(rest);
    out
}

fn open_token(declaration: &str) -> String {
    for name in THEMED {
        let token = format!("--{name}: ");
        // A selector or a rule's head may come before it.
        if let Some((before, value)) = declaration.split_once(&token)
            && (before.is_empty() || before.ends_with('{'))
        {
            let (value, end) = value.split_at(value.len() - 1);
            return format!("{before}{token}var(--portal-{name}, {value}){end}");
        }
    }
    declaration.to_owned()
}

/// `layers.css` first, then tokens, base and layout, then every widget and page by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = ["layers.css", "tokens.css", "base.css", "layout.css"]
        .into_iter()
        .map(|name| folder.join(name))
        .filter(|file| file.is_file())
        .collect();
    for part in ["ui", "pages"] {
        let part = folder.join(part);
        if !part.is_dir() {
            continue;
        }
        let mut found: Vec<PathBuf> = fs::read_dir(&part)?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        found.retain(|file| file.extension().is_some_and(|kind| kind == "css"));
        found.sort();
        files.extend(found);
    }
    Ok(files)
}

/// Takes out comments and the white space that means nothing; strings and escapes stay as they are.
///
/// A comment that stands between two characters separates tokens without being a space (CSS Syntax 3, 4.3.2), so an
/// empty one is left there.
pub fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut gap = Gap::None;
    while let Some(c) = rest.next() {
        if c.is_ascii_whitespace() {
            gap = Gap::Space;
            continue;
        }
        if c == '/' && rest.peek() == Some(&'*') {
            rest.next();
            skip_comment(&mut rest);
            gap = gap.max(Gap::Comment);
            continue;
        }
        let last = out.chars().last();
        let idle = last.is_none_or(|last| "{};".contains(last)) || "{}".contains(c);
        match gap {
            Gap::Space if !idle => out.push(' '),
            Gap::Comment if !idle => out.push_str("/**/"),
            _ => {}
        }
        gap = Gap::None;
        out.push(c);
        match c {
            '"' | '\'' => copy_string(c, &mut rest, &mut out),
            '\\' => out.extend(rest.next()),
            _ => {}
        }
    }
    out
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Comment,
    Space,
}

type Rest<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn skip_comment(rest: &mut Rest<'_>) {
    let mut star = false;
    for c in rest {
        if star && c == '/' {
            return;
        }
        star = c == '*';
    }
}

fn copy_string(quote: char, rest: &mut Rest<'_>, out: &mut String) {
    while let Some(c) = rest.next() {
        out.push(c);
        if c == '\\' {
            out.extend(rest.next());
        } else if c == quote {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_idle_space_go() {
        assert_eq!(
            squeeze("/* head */\n.a .b {\n  color: red; /* why */\n  margin: 0 1px;\n}\n\n.c { top: 0 }\n"),
            ".a .b{color: red;margin: 0 1px;}.c{top: 0}"
        );
    }

    #[test]
    fn strings_and_escapes_keep_every_character() {
        let css = r#".a::after{content: "  /* not a comment */ \"  {";}.b\ \{{top: 0}"#;
        assert_eq!(squeeze(css), css);
    }

    #[test]
    fn spaces_that_mean_something_stay() {
        assert_eq!(
            squeeze(".a  :hover{width: calc(1px  +  2px)}"),
            ".a :hover{width: calc(1px + 2px)}"
        );
        assert_eq!(squeeze("div/* x */.a{top: 0}"), "div/**/.a{top: 0}");
        assert_eq!(squeeze("a /* x */ b{top: 0}"), "a b{top: 0}");
    }

    #[test]
    fn lengths_follow_the_element_and_not_the_hosts_root() {
        assert_eq!(
            own_lengths(
                ".a{margin: -0.5rem 2rem;width: min(1rem,2px)}@container a (inline-size < 52rem){.b{top: 1.5rem}}"
            ),
            ".a{margin: calc(-0.5*var(--portal-rem)) calc(2*var(--portal-rem));width: min(calc(1*var(--portal-rem)),2px)}\
             @container a (inline-size < 832px){.b{top: calc(1.5*var(--portal-rem))}}"
        );
        assert_eq!(own_lengths(".a1rem{color: #1f2}"), ".a1rem{color: #1f2}");
    }

    #[test]
    fn a_host_may_set_every_token_that_is_promised_and_the_documentation_names_each() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
        let sheet = join_embedded(&root.join("style")).unwrap();
        let guide = fs::read_to_string(root.join("docs/embedding.md")).unwrap();
        for name in THEMED {
            assert!(sheet.contains(&format!("--{name}: var(--portal-{name}, ")), "{name}");
            assert!(
                guide.contains(&format!("`--portal-{name}`")),
                "docs/embedding.md: {name}"
            );
        }
        assert!(
            !sheet.contains("rem;") && !sheet.contains("rem "),
            "a length follows the host"
        );
    }

    #[test]
    fn files_join_in_the_order_of_the_cascade() {
        let folder = std::env::temp_dir().join(format!("portal-style-{}", std::process::id()));
        fs::create_dir_all(folder.join("ui")).unwrap();
        fs::create_dir_all(folder.join("pages")).unwrap();
        for name in [
            "base.css",
            "layers.css",
            "tokens.css",
            "pages/a.css",
            "ui/z.css",
            "ui/b.css",
            "ui/notes.md",
        ] {
            fs::write(
                folder.join(name),
                format!("/* c */ .{} {{ top: 0 }}", name.replace(['/', '.'], "-")),
            )
            .unwrap();
        }
        let joined = join(&folder).unwrap();
        let order: Vec<&str> = joined.split_terminator("{top: 0}").collect();
        assert_eq!(
            order,
            [
                ".layers-css",
                ".tokens-css",
                ".base-css",
                ".ui-b-css",
                ".ui-z-css",
                ".pages-a-css"
            ]
        );
        fs::remove_dir_all(folder).unwrap();
    }
}
