//! How is an icon drawn? As an inline Lucide shape in the text's colour, silent to assistive technology.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// A Lucide shape from `icondata_lu`.
pub type IconShape = icondata_core::Icon;

/// Draws a shape at the size of the text. Stroke and fill come from the style sheet; a name belongs to the control around it.
#[component]
pub fn Icon(shape: IconShape) -> impl IntoView {
    // Parsed once per shape and copied from then on; a row that is drawn again leaves it alone.
    InertElement::new(format!(
        r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>"#,
        shape.data
    ))
}

/// An optional shape as a view, for widgets with an optional icon.
pub(super) fn icon_or_nothing(shape: Option<IconShape>) -> AnyView {
    match shape {
        Some(shape) => view! { <Icon shape /> }.into_any(),
        None => ().into_any(),
    }
}
