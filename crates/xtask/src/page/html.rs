//! Filling in what only the build knows: `{{name}}` in index.html and the worker's boot script.

use anyhow::{Result, bail};

/// Replaces each `{{name}}` by its value; a name without value, or a value nobody asks for, is an error.
pub fn stamp(template: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut text = template.to_owned();
    for (name, value) in values {
        let mark = format!("{{{{{name}}}}}");
        if !text.contains(&mark) {
            bail!("nothing is marked {mark}");
        }
        text = text.replace(&mark, value);
    }
    if let Some(at) = text.find("{{") {
        let left: String = text[at..].chars().take(40).collect();
        bail!("no value for {left}");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_gets_its_value() {
        let page = stamp(
            "<a href=\"{{a}}\" data-a=\"{{a}}\">{{b}}</a>",
            &[("a", "/x-1.js"), ("b", "y")],
        )
        .unwrap();
        assert_eq!(page, "<a href=\"/x-1.js\" data-a=\"/x-1.js\">y</a>");
    }

    #[test]
    fn a_mark_without_value_and_a_value_without_mark_are_errors() {
        assert!(stamp("{{a}} {{b}}", &[("a", "1")]).is_err());
        assert!(stamp("{{a}}", &[("a", "1"), ("b", "2")]).is_err());
    }

    #[test]
    fn the_page_itself_holds_no_inline_script_and_no_inline_style() {
        let page = include_str!("../../../../index.html");
        assert!(!page.contains("<style"), "inline style sheet");
        assert!(!page.contains(" style="), "inline style attribute");
        for script in page.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap_or_default();
            assert!(tag.contains(" src="), "inline script: {tag}");
        }
    }
}
