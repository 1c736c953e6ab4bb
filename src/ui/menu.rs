//! How are several steps offered behind one button? A menu button after the ARIA practices: arrows, type-ahead, Escape.

use std::time::Duration;

use super::live::{drawn, live};
use leptos::{html, prelude::*};
use web_sys::{HtmlElement, KeyboardEvent};

use super::button::ButtonRank;
use super::focus::{after_drawing, all_in, focus, focused_near};
use super::icon::{Icon, IconShape, icon_or_nothing};
use super::id::fresh_id;
use super::menu_entry::{MenuEntry, draw_entry};
use super::placing::{follow_window, place_beside};

/// A button that opens a menu.
///
/// `entries` is asked each time the menu opens. Without `face` the button shows icon and label; with `icon_only` the label is the name alone.
#[component]
pub fn Menu(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] entries: Callback<(), Vec<MenuEntry>>,
    #[prop(optional)] icon: Option<IconShape>,
    #[prop(optional)] icon_only: bool,
    #[prop(optional)] rank: ButtonRank,
    /// Own content for the button, beside which the label is the accessible name.
    #[prop(optional, into)]
    face: Option<ViewFn>,
    /// Plain words above the entries, such as who is logged in.
    #[prop(optional, into)]
    header: Option<ViewFn>,
) -> impl IntoView {
    let id = fresh_id("menu");
    let list_id = format!("{id}-list");
    let open = RwSignal::new(false);
    let from_end = StoredValue::new(false);
    let button = NodeRef::<html::Button>::new();
    let popup = NodeRef::<html::Div>::new();
    let named = icon_only || face.is_some();
    let inside = match face {
        Some(face) => face.run(),
        None if icon_only => icon_or_nothing(icon),
        None => view! {
            {icon_or_nothing(icon)}
            <span class="button-label">{label}</span>
            <Icon shape=icondata_lu::LuChevronDown />
        }
        .into_any(),
    };
    let button_key = move |event: KeyboardEvent| {
        let key = event.key();
        if matches!(key.as_str(), "ArrowDown" | "ArrowUp") {
            event.prevent_default();
            from_end.set_value(key == "ArrowUp");
            // A click, not show_popover(): it makes the button the popup's anchor.
            if let Some(button) = button.get_untracked() {
                button.click();
            }
        }
    };
    let toggled = move |_| {
        let Some(shown) = popup.get_untracked() else { return };
        let now_open = shown.matches(":popover-open").unwrap_or(false);
        open.set(now_open);
        if now_open {
            let last = from_end.get_value();
            from_end.set_value(false);
            after_drawing(move || {
                if let Some(button) = button.try_get_untracked().flatten() {
                    place_beside(&shown, &button);
                }
                let items = all_in(&shown, "[role^=menuitem]");
                if let Some(item) = if last { items.last() } else { items.first() } {
                    focus(item);
                }
            });
        }
    };
    follow_window(open, popup, button);
    let typed = StoredValue::new(String::new());
    let menu_key = move |event: KeyboardEvent| {
        if let Some(popup) = popup.get_untracked() {
            handle_key(&popup, &event, typed);
        }
    };
    let close = Callback::new(move |()| {
        if let Some(popup) = popup.get_untracked() {
            // Fails only when it is closed already.
            popup.hide_popover().ok();
        }
    });
    let draw = move || {
        open.get().then(|| {
            entries
                .run(())
                .into_iter()
                .map(|entry| draw_entry(entry, close))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <div class="menu">
            <button
                class=if icon_only { "icon-button" } else { "button menu-button" }
                type="button"
                data-rank=rank.name()
                aria-haspopup="menu"
                aria-expanded=live(move || open.get().to_string())
                aria-controls=list_id.clone()
                aria-label=live(move || named.then(|| label.get()))
                title=live(move || icon_only.then(|| label.get()))
                popovertarget=id.clone()
                node_ref=button
                on:keydown=button_key
            >
                {inside}
            </button>
            <div class="menu-popup" id=id popover="auto" node_ref=popup on:toggle=toggled>
                {header.map(|header| view! { <div class="menu-header">{header.run()}</div> })}
                <div class="menu-list" id=list_id role="menu" aria-label=label on:keydown=menu_key>
                    {drawn(draw)}
                </div>
            </div>
        </div>
    }
}

fn handle_key(popup: &HtmlElement, event: &KeyboardEvent, typed: StoredValue<String>) {
    let items = all_in(popup, "[role^=menuitem]");
    let Some(last) = items.len().checked_sub(1) else { return };
    let at = focused_near(popup).and_then(|now| items.iter().position(|item| item == &now));
    let key = event.key();
    let to = match key.as_str() {
        "ArrowDown" => at.map_or(0, |at| if at == last { 0 } else { at + 1 }),
        "ArrowUp" => at.map_or(last, |at| if at == 0 { last } else { at - 1 }),
        "Home" => 0,
        "End" => last,
        "Tab" => {
            // Closing gives the focus back to the button, and Tab moves on from there.
            popup.hide_popover().ok();
            return;
        }
        " " => {
            event.prevent_default();
            if let Some(item) = at.and_then(|at| items.get(at)) {
                item.click();
            }
            return;
        }
        _ => match type_ahead(&items, at, event, typed) {
            Some(to) => to,
            None => return,
        },
    };
    event.prevent_default();
    if let Some(item) = items.get(to) {
        focus(item);
    }
}

/// Finds the next item that begins with what was typed within half a second; one letter typed again walks on.
fn type_ahead(
    items: &[HtmlElement],
    at: Option<usize>,
    event: &KeyboardEvent,
    typed: StoredValue<String>,
) -> Option<usize> {
    let key = event.key();
    if key.chars().count() != 1 || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let mut wanted = typed.get_value();
    wanted.push_str(&key.to_lowercase());
    typed.set_value(wanted.clone());
    let kept = wanted.clone();
    set_timeout(
        move || {
            if typed.try_with_value(|now| now == &kept) == Some(true) {
                typed.try_set_value(String::new());
            }
        },
        Duration::from_millis(500),
    );
    let again = wanted.chars().all(|letter| wanted.starts_with(letter));
    if again {
        wanted.truncate(key.to_lowercase().len());
    }
    let start = at.map_or(0, |at| if again { at + 1 } else { at });
    let labels: Vec<String> = items
        .iter()
        .map(|item| item.text_content().unwrap_or_default().trim().to_lowercase())
        .collect();
    (0..items.len())
        .map(|step| (start + step) % items.len())
        .find(|&index| labels[index].starts_with(&wanted))
}
