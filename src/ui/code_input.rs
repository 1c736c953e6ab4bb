//! How is a one-time code entered? In one wide-spaced field that takes paste and the platform's code suggestions.

use super::live::live;
use leptos::{html, prelude::*};

use super::field::use_field;

/// A code from an authenticator or a message inside a [`Field`](super::Field). Spaces and hyphens are dropped as they are typed.
#[component]
pub fn CodeInput(
    value: RwSignal<String>,
    /// Longest code in characters.
    #[prop(default = 6)]
    length: u32,
    /// Digits only, with the number pad on touch screens; off for recovery codes.
    #[prop(default = true)]
    digits: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let field = use_field();
    let typed = move |event: web_sys::Event| {
        value.set(clean_code(&event_target_value(&event), digits, length as usize));
    };
    view! {
        <input
            class="input code-input"
            id=field.control_id()
            type="text"
            name="code"
            autocomplete="one-time-code"
            inputmode=if digits { "numeric" } else { "text" }
            autocapitalize="off"
            spellcheck="false"
            autofocus=autofocus
            required=field.required
            aria-invalid=live(move || field.invalid())
            aria-describedby=live(move || field.described_by())
            node_ref=node_ref
            prop:value=value
            on:input=typed
        />
    }
}

fn clean_code(typed: &str, digits: bool, longest: usize) -> String {
    let wanted = |c: &char| {
        if digits {
            c.is_ascii_digit()
        } else {
            c.is_alphanumeric()
        }
    };
    typed.chars().filter(wanted).take(longest).collect()
}

#[cfg(test)]
mod tests {
    use super::clean_code;

    #[test]
    fn spaces_and_hyphens_in_a_pasted_code_are_dropped() {
        assert_eq!(clean_code(" 123-456\n", true, 6), "123456");
        assert_eq!(clean_code("ab12 cd34", false, 32), "ab12cd34");
    }

    #[test]
    fn a_code_is_cut_at_its_longest_length() {
        assert_eq!(clean_code("1234567", true, 6), "123456");
    }
}
