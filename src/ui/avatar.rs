//! How are people and clients told apart at a glance? Initials on a colour made from the name; decoration beside the name itself.

use leptos::prelude::*;

/// Initials on a hue drawn from the name. `square` for organizations, round for people.
#[component]
pub fn Avatar(name: String, #[prop(optional)] square: bool) -> impl IntoView {
    view! {
        <span
            class="avatar"
            data-shape=if square { "square" } else { "round" }
            aria-hidden="true"
            // Drawn by the style sheet: as text they would belong to the label of a button they decorate (WCAG 2.5.3).
            data-initials=initials(&name)
            style:--hue=hue_of(&name).to_string()
        ></span>
    }
}

/// A hue in whole degrees, 0 to 359, that stays the same for the same name. Also used for a client's colour (`--client-hue`).
pub fn hue_of(name: &str) -> u16 {
    // FNV-1a: even spread over short names, and no need to be secret.
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    u16::try_from((hash >> 7) % 360).unwrap_or(0)
}

/// Up to two letters: first of the first word and first of the last one.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let letters = match words.as_slice() {
        [] => None,
        [only] => only.chars().next().map(|first| first.to_string()),
        [first, .., last] => Some(first.chars().take(1).chain(last.chars().take(1)).collect()),
    };
    letters.unwrap_or_default().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::{hue_of, initials};

    #[test]
    fn initials_are_the_first_letters_of_the_first_and_last_word() {
        assert_eq!(initials("Åsa Maria Öberg"), "ÅÖ");
        assert_eq!(initials("Northlight"), "N");
        assert_eq!(initials(" — "), "");
    }

    #[test]
    fn a_name_keeps_its_hue_and_another_name_gets_another() {
        assert_eq!(hue_of("Berg & Co"), hue_of("Berg & Co"));
        assert_ne!(hue_of("Berg & Co"), hue_of("Lind AB"));
        assert!(hue_of("Lind AB") < 360);
    }
}
