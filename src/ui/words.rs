//! Which words do the widgets themselves say? The app fills them in its language; no widget holds a literal.

use leptos::prelude::*;

/// Words shared by every widget, given once by the app and following the chosen language.
///
/// Examples in English stand beside each field.
#[derive(Clone, Copy)]
pub struct Words {
    /// "Close": name of a dialog's close button.
    pub close: Signal<String>,
    /// "Dismiss": name of the button that removes a toast or a banner.
    pub dismiss: Signal<String>,
    /// "Clear search".
    pub clear_search: Signal<String>,
    /// "Show password": name of the toggle beside a password.
    pub show_password: Signal<String>,
    /// "(required)": follows the label of a field that must be filled.
    pub required: Signal<String>,
    /// "Loading…": said while something is being fetched.
    pub loading: Signal<String>,
    /// "Notifications": name of the toast region.
    pub notifications: Signal<String>,
    /// "Error": read before a message of that tone.
    pub error: Signal<String>,
    /// "Warning".
    pub warning: Signal<String>,
    /// "Success".
    pub success: Signal<String>,
    /// "Note".
    pub note: Signal<String>,
    /// "Choose file".
    pub choose_file: Signal<String>,
    /// "or drop it here".
    pub drop_here: Signal<String>,
    /// "Remove file".
    pub remove_file: Signal<String>,
    /// "Breadcrumb": name of the trail of pages.
    pub breadcrumb: Signal<String>,
    /// "Skip to content".
    pub skip_to_content: Signal<String>,
    /// "Sorted by {column}, ascending": from the column's label and whether it descends.
    pub sorted_by: Callback<(String, bool), String>,
}

/// Makes the words known to every widget below; called once by the app.
pub fn provide_words(words: Words) {
    provide_context(words);
}

/// The shared words.
pub fn use_words() -> Words {
    use_context::<Words>().expect("the app provides the widgets' words before it draws one")
}
