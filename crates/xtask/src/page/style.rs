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
