//! Where does a component stand while it is tested? In the test page's body, with the style sheet and English words around it.

use std::time::Duration;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use provider_portal::ui::{Words, provide_announcer, provide_toasts, provide_words};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, EventInit, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit, MouseEvent, MouseEventInit,
};

const STYLE: [&str; 8] = [
    include_str!("../../style/layers.css"),
    include_str!("../../style/tokens.css"),
    include_str!("../../style/base.css"),
    include_str!("../../style/layout.css"),
    include_str!("../../style/ui/button.css"),
    include_str!("../../style/ui/dialog.css"),
    include_str!("../../style/ui/menu.css"),
    include_str!("../../style/ui/table.css"),
];

/// A mounted view; dropping it takes the view away.
pub struct Stage {
    root: HtmlElement,
    mounted: Option<UnmountHandle<AnyViewState>>,
}

type AnyViewState = <AnyView as leptos::tachys::view::Render>::State;

impl Stage {
    /// Mounts a view and waits until it is drawn.
    pub async fn with(view: impl FnOnce() -> AnyView + 'static) -> Self {
        let body = document().body().expect("the test page has a body");
        let root: HtmlElement = document().create_element("div").expect("a div").unchecked_into();
        root.set_class_name("app");
        let sheet = document().create_element("style").expect("a style element");
        sheet.set_text_content(Some(&STYLE.concat()));
        body.append_child(&root).expect("the body takes a child");
        let mounted = mount_to(root.clone(), move || {
            provide_words(english());
            provide_announcer();
            provide_toasts();
            view()
        });
        root.append_child(&sheet).expect("the stage takes a sheet");
        let stage = Self {
            root,
            mounted: Some(mounted),
        };
        settle().await;
        stage
    }

    /// The only match of a selector, or the first.
    pub fn find(&self, selector: &str) -> HtmlElement {
        self.maybe(selector)
            .unwrap_or_else(|| panic!("nothing matches {selector} in {}", self.root.inner_html()))
    }

    pub fn maybe(&self, selector: &str) -> Option<HtmlElement> {
        self.root
            .query_selector(selector)
            .expect("a valid selector")
            .map(JsCast::unchecked_into)
    }

    pub fn input(&self, selector: &str) -> HtmlInputElement {
        self.find(selector).unchecked_into()
    }

    pub fn count(&self, selector: &str) -> usize {
        self.root
            .query_selector_all(selector)
            .expect("a valid selector")
            .length() as usize
    }

    pub fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root.query_selector_all(selector).expect("a valid selector");
        (0..found.length())
            .filter_map(|at| found.item(at))
            .map(JsCast::unchecked_into)
            .collect()
    }

    /// The number of the table's row that the focus is in; empty when it is in none.
    pub fn row_of_focus(&self) -> String {
        let row = focused().closest("[aria-rowindex]").expect("a valid selector");
        row.and_then(|row| row.get_attribute("aria-rowindex"))
            .unwrap_or_default()
    }

    pub fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap_or_default().trim().to_owned()
    }

    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.find(selector).get_attribute(name)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(self.mounted.take());
        self.root.remove();
    }
}

/// The element that has the keyboard focus.
pub fn focused() -> HtmlElement {
    document()
        .active_element()
        .expect("some element has the focus")
        .unchecked_into()
}

pub fn focused_text() -> String {
    focused().text_content().unwrap_or_default().trim().to_owned()
}

/// Presses a key where the focus is; returns whether the widget left the browser's own answer in force.
pub fn press(key: &str) -> bool {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).expect("a key event");
    focused().dispatch_event(&event).expect("an event that can be sent")
}

/// Types into an input by replacing its value.
pub fn type_into(input: &HtmlInputElement, value: &str) {
    input.set_value(value);
    fire(input, "input");
}

/// Sends a plain event that bubbles.
pub fn fire(target: &HtmlElement, name: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = Event::new_with_event_init_dict(name, &init).expect("an event");
    target.dispatch_event(&event).expect("an event that can be sent");
}

/// Sends a pointer's event, which does not bubble.
pub fn point(target: &HtmlElement, name: &str) {
    let event = MouseEvent::new_with_mouse_event_init_dict(name, &MouseEventInit::new()).expect("an event");
    target.dispatch_event(&event).expect("an event that can be sent");
}

/// Waits until views, effects and frames that are due have run.
pub async fn settle() {
    wait(Duration::from_millis(80)).await;
}

pub async fn wait(time: Duration) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        set_timeout(move || drop(resolve.call0(&wasm_bindgen::JsValue::NULL)), time);
    });
    JsFuture::from(promise).await.expect("a timer does not fail");
}

fn english() -> Words {
    let say = |text: &'static str| Signal::stored(text.to_owned());
    Words {
        close: say("Close"),
        dismiss: say("Dismiss"),
        clear_search: say("Clear search"),
        show_password: say("Show password"),
        required: say("(required)"),
        loading: say("Loading…"),
        notifications: say("Notifications"),
        error: say("Error"),
        warning: say("Warning"),
        success: say("Success"),
        note: say("Note"),
        choose_file: say("Choose file"),
        drop_here: say("or drop it here"),
        remove_file: say("Remove file"),
        breadcrumb: say("Breadcrumb"),
        skip_to_content: say("Skip to content"),
        sorted_by: Callback::new(|(column, descending): (String, bool)| {
            format!(
                "Sorted by {column}, {}",
                if descending { "descending" } else { "ascending" }
            )
        }),
    }
}
