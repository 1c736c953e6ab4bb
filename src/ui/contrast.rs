//! Can everything be read? The colours of the style sheet, pair by pair, in both themes, against WCAG 2.2 (1.4.3, 1.4.11).

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../style/tokens.css");
const AVATAR: &str = include_str!("../../style/ui/avatar.css");
const LAYOUT: &str = include_str!("../../style/layout.css");

/// Words, and small text.
const READ: f64 = 4.5;
/// Lines of controls and the focus ring.
const SEEN: f64 = 3.0;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Colour {
    red: f64,
    green: f64,
    blue: f64,
    alpha: f64,
}

impl Colour {
    /// Linear sRGB from `oklch(L% C H / A%)`; a `var(--…)` in the hue's place becomes `hue`.
    fn parse(text: &str, hue: f64) -> Option<Self> {
        let inner = text.trim().strip_prefix("oklch(")?.strip_suffix(')')?;
        let (place, alpha) = match inner.split_once(" / ") {
            Some((place, alpha)) => (place, alpha.trim_end_matches('%').parse::<f64>().ok()? / 100.0),
            None => (inner, 1.0),
        };
        let mut parts = place.splitn(3, ' ');
        let light = parts.next()?.trim_end_matches('%').parse::<f64>().ok()? / 100.0;
        let chroma: f64 = parts.next()?.parse().ok()?;
        let turn = parts.next()?.parse().unwrap_or(hue).to_radians();
        let (a, b) = (chroma * turn.cos(), chroma * turn.sin());
        let long = (light + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let medium = (light - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let short = (light - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        let clip = |value: f64| value.clamp(0.0, 1.0);
        Some(Self {
            red: clip(4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short),
            green: clip(-1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short),
            blue: clip(-0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701_0 * short),
            alpha,
        })
    }

    fn luminance(self) -> f64 {
        0.2126 * self.red + 0.7152 * self.green + 0.0722 * self.blue
    }

    /// This colour laid over an opaque ground; the screen mixes in gamma-coded values.
    fn over(self, ground: Self) -> Self {
        let coded = |linear: f64| linear.powf(1.0 / 2.2);
        let mix = |top: f64, low: f64| (self.alpha * coded(top) + (1.0 - self.alpha) * coded(low)).powf(2.2);
        Self {
            red: mix(self.red, ground.red),
            green: mix(self.green, ground.green),
            blue: mix(self.blue, ground.blue),
            alpha: 1.0,
        }
    }
}

fn contrast(one: Colour, other: Colour) -> f64 {
    let (high, low) = (
        one.luminance().max(other.luminance()),
        one.luminance().min(other.luminance()),
    );
    (high + 0.05) / (low + 0.05)
}

/// The light and the dark colour of `light-dark(…)`.
fn pair(value: &str, hue: f64) -> Option<[Colour; 2]> {
    let inner = value.trim().strip_prefix("light-dark(")?.strip_suffix(')')?;
    let (light, dark) = inner.split_once(", oklch")?;
    Some([Colour::parse(light, hue)?, Colour::parse(&format!("oklch{dark}"), hue)?])
}

/// The first declaration of `property` in a sheet, or in the rule that follows `after`.
fn declared<'a>(sheet: &'a str, after: &str, property: &str) -> &'a str {
    let start = sheet.find(after).expect("the rule is in the sheet");
    let rest = &sheet[start..];
    let at = rest.find(&format!("{property}: ")).expect("the rule sets the property");
    let value = &rest[at + property.len() + 2..];
    &value[..value.find(';').expect("a declaration ends")]
}

/// All colour tokens: light at 0, dark at 1.
fn tokens() -> [HashMap<String, Colour>; 2] {
    let mut both = [HashMap::new(), HashMap::new()];
    for line in TOKENS.lines() {
        let Some((name, value)) = line.trim().trim_end_matches(';').split_once(": ") else {
            continue;
        };
        if let Some(colours) = pair(value, 0.0) {
            for (theme, colour) in both.iter_mut().zip(colours) {
                theme.insert(name.trim_start_matches("--").to_owned(), colour);
            }
        }
    }
    both
}

/// The tokens with an accent of another hue and strength, as the rule for `data-brand` makes them.
fn branded(hue: f64, strength: f64) -> [HashMap<String, Colour>; 2] {
    let mut both = tokens();
    let start = TOKENS.find(":root[data-brand]").expect("the rule is in the sheet");
    let rule = &TOKENS[start..start + TOKENS[start..].find('}').expect("a rule ends")];
    for (name, value) in rule
        .lines()
        .filter_map(|line| line.trim().trim_end_matches(';').split_once(": "))
    {
        let mut value = value
            .replace("from var(--brand) ", "")
            .replace(" h)", &format!(" {hue})"));
        while let Some((before, rest)) = value.split_once("min(c, ") {
            let (most, after) = rest.split_once(')').expect("a bracket closes");
            let chroma = strength.min(most.parse().expect("a number"));
            value = format!("{before}{chroma}{after}");
        }
        let colours = pair(&value, hue).expect("two colours");
        for (theme, colour) in both.iter_mut().zip(colours) {
            let known = theme.insert(name.trim_start_matches("--").to_owned(), colour);
            assert!(known.is_some(), "{name} is no token");
        }
    }
    both
}

fn failures(pairs: &[(&str, &str)], least: f64) -> Vec<String> {
    failures_of(tokens(), pairs, least)
}

fn failures_of(both: [HashMap<String, Colour>; 2], pairs: &[(&str, &str)], least: f64) -> Vec<String> {
    let mut found = Vec::new();
    for (theme, colours) in ["light", "dark"].iter().zip(both) {
        for (ink, ground) in pairs {
            let ratio = contrast(colours[*ink], colours[*ground]);
            if ratio < least {
                found.push(format!("{theme}: {ink} on {ground} has {ratio:.2}, wants {least}"));
            }
        }
    }
    found
}

const GROUNDS: [&str; 4] = ["canvas", "sunken", "surface", "raised"];

#[test]
fn black_on_white_has_the_contrast_of_twenty_one() {
    let black = Colour::parse("oklch(0% 0 0)", 0.0).unwrap();
    let white = Colour::parse("oklch(100% 0 0)", 0.0).unwrap();
    assert!((contrast(black, white) - 21.0).abs() < 0.01);
}

#[test]
fn words_can_be_read_on_every_ground_in_both_themes() {
    let mut pairs = vec![
        ("on-fill", "fill"),
        ("on-fill", "fill-hover"),
        ("on-fill", "danger-fill"),
        ("on-fill", "danger-fill-hover"),
    ];
    for ground in GROUNDS {
        for ink in ["text", "muted", "accent", "danger", "info", "success", "warning"] {
            pairs.push((ink, ground));
        }
    }
    for (ink, ground) in [
        ("accent", "accent-soft"),
        ("info", "info-soft"),
        ("success", "success-soft"),
        ("warning", "warning-soft"),
        ("danger", "danger-soft"),
    ] {
        pairs.extend([(ink, ground), ("text", ground), ("accent", ground)]);
    }
    assert_eq!(failures(&pairs, READ), Vec::<String>::new());
}

#[test]
fn words_can_be_read_on_a_row_or_button_that_is_pointed_at() {
    for colours in tokens() {
        for ground in GROUNDS {
            for veil in ["hover", "pressed"] {
                let mixed = colours[veil].over(colours[ground]);
                for ink in ["text", "muted"] {
                    let ratio = contrast(colours[ink], mixed);
                    assert!(ratio >= READ, "{ink} on {veil} over {ground}: {ratio:.2}");
                }
            }
        }
    }
}

#[test]
fn controls_and_the_focus_ring_stand_out_from_every_ground() {
    let mut pairs = vec![
        ("focus", "accent-soft"),
        ("focus", "warning-soft"),
        ("focus", "danger-soft"),
    ];
    for ground in GROUNDS {
        pairs.extend([
            ("line-control", ground),
            ("focus", ground),
            ("fill", ground),
            ("danger-fill", ground),
        ]);
    }
    assert_eq!(failures(&pairs, SEEN), Vec::<String>::new());
}

#[test]
fn initials_can_be_read_whatever_the_name() {
    for hue in 0..360 {
        let hue = f64::from(hue);
        let ground = pair(declared(AVATAR, ".avatar", "background"), hue).unwrap();
        let ink = pair(declared(AVATAR, ".avatar", "color"), hue).unwrap();
        for (ink, ground) in ink.into_iter().zip(ground) {
            let ratio = contrast(ink, ground);
            assert!(ratio >= READ, "hue {hue}: {ratio:.2}");
        }
    }
}

#[test]
fn a_client_bar_can_be_read_and_its_edge_seen_whatever_the_client() {
    for hue in 0..360 {
        let hue = f64::from(hue);
        let grounds = pair(declared(LAYOUT, ".client-bar {", "background"), hue).unwrap();
        let edges = pair(declared(LAYOUT, ".client-bar {", "--client"), hue).unwrap();
        for ((colours, ground), edge) in tokens().into_iter().zip(grounds).zip(edges) {
            for ink in ["text", "muted", "accent"] {
                let ratio = contrast(colours[ink], ground);
                assert!(ratio >= READ, "{ink} at hue {hue}: {ratio:.2}");
            }
            let ratio = contrast(edge, ground);
            assert!(ratio >= SEEN, "edge at hue {hue}: {ratio:.2}");
        }
    }
}

#[test]
fn any_accent_of_a_provider_can_be_read_and_seen_in_both_themes() {
    let mut read = vec![("on-fill", "fill"), ("on-fill", "fill-hover"), ("text", "accent-soft")];
    let mut seen = vec![
        ("focus", "accent-soft"),
        ("focus", "warning-soft"),
        ("focus", "danger-soft"),
    ];
    for ground in GROUNDS {
        read.push(("accent", ground));
        seen.extend([("focus", ground), ("fill", ground)]);
    }
    for soft in [
        "accent-soft",
        "info-soft",
        "success-soft",
        "warning-soft",
        "danger-soft",
    ] {
        read.push(("accent", soft));
    }
    for hue in 0..360 {
        for strength in [0.0, 0.02, 0.06, 0.1, 0.15, 0.37] {
            let both = branded(f64::from(hue), strength);
            let found = [failures_of(both.clone(), &read, READ), failures_of(both, &seen, SEEN)].concat();
            assert!(found.is_empty(), "hue {hue}, strength {strength}: {found:?}");
        }
    }
}

#[test]
fn any_accent_can_be_read_on_any_client_bar() {
    for hue in (0..360).step_by(10) {
        let grounds = pair(declared(LAYOUT, ".client-bar {", "background"), f64::from(hue)).unwrap();
        for accent in (0..360).step_by(10) {
            for (colours, ground) in branded(f64::from(accent), 0.37).into_iter().zip(grounds) {
                let ratio = contrast(colours["accent"], ground);
                assert!(ratio >= READ, "accent {accent} on a bar of hue {hue}: {ratio:.2}");
            }
        }
    }
}
