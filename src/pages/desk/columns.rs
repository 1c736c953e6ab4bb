//! Which columns of a list are shown, and in which order. Takes effect at once.

use leptos::html;
use leptos::prelude::*;

use crate::pages::view::{ColumnName, ListView};
use crate::session::Failure;
use crate::ui::focus::after_drawing;
use crate::ui::id::fresh_id;
use crate::ui::live::{derived, keyed, live};
use crate::ui::{Button, Icon, IconShape, use_announcer};
use crate::{say, tr};

/// A check box and two arrows per column; the row's name always stays and stays first.
pub(super) fn draw_columns(view: ListView, told: Callback<Result<(), Failure>>) -> AnyView {
    let usual: Vec<&'static str> = view.names().iter().map(|column| column.key).collect();
    let numbers = {
        let usual = usual.clone();
        move || {
            let place = |column: &ColumnName| usual.iter().position(|key| *key == column.key);
            let columns = view.columns().into_iter();
            // A list has a handful of columns.
            columns.filter_map(|(column, _)| Some(place(&column)? as u32)).collect()
        }
    };
    let reset = move |()| told.run(view.choose(&[]));
    let unusable = derived(move || (!view.is_chosen()).then(|| say!(desk.columns_usual_now)));
    view! {
        <section class="desk-part">
            <h3>{tr!(desk.columns)}</h3>
            <ul class="column-list">
                {keyed(numbers, move |number| draw_column(view, usual[number as usize], told))}
            </ul>
            <div class="form-actions">
                <Button label=tr!(desk.columns_usual) unusable=unusable on_pressed=reset />
            </div>
        </section>
    }
    .into_any()
}

/// The columns with one of them turned on or off.
fn turned(view: ListView, key: &str) -> Vec<&'static str> {
    let columns = untrack(|| view.columns()).into_iter();
    let shown = columns.filter(|(column, shown)| *shown != (column.key == key));
    shown.map(|(column, _)| column.key).collect()
}

/// The shown columns with one of them a place up or down; none where it can't go.
fn moved(view: ListView, key: &str, up: bool) -> Option<Vec<&'static str>> {
    let columns = untrack(|| view.columns()).into_iter();
    let mut shown: Vec<_> = columns.filter(|(_, shown)| *shown).map(|(column, _)| column).collect();
    let at = shown.iter().position(|column| column.key == key)?;
    let to = if up { at.checked_sub(1)? } else { at + 1 };
    if shown.get(to)?.stays {
        return None;
    }
    shown.swap(at, to);
    Some(shown.iter().map(|column| column.key).collect())
}

fn draw_column(view: ListView, key: &'static str, told: Callback<Result<(), Failure>>) -> AnyView {
    let Some(column) = view.names().into_iter().find(|column| column.key == key) else {
        return ().into_any();
    };
    let ColumnName { label, stays, .. } = column;
    if stays {
        return view! { <li><span>{label}</span><span class="muted">{tr!(desk.column_stays)}</span></li> }.into_any();
    }
    let id = fresh_id("column");
    let shown = move || view.columns().iter().any(|(column, shown)| column.key == key && *shown);
    view! {
        <li>
            <span class="checkbox">
                <input
                    id=id.clone()
                    type="checkbox"
                    prop:checked=live(shown)
                    on:change=move |_| told.run(view.choose(&turned(view, key)))
                />
                <label for=id>{label}</label>
            </span>
            <span class="column-moves">
                {draw_move(view, key, label, true, told)}
                {draw_move(view, key, label, false, told)}
            </span>
        </li>
    }
    .into_any()
}

fn draw_move(
    view: ListView,
    key: &'static str,
    label: Signal<String>,
    up: bool,
    told: Callback<Result<(), Failure>>,
) -> AnyView {
    let announcer = use_announcer();
    let button = NodeRef::<html::Button>::new();
    let words = derived(move || {
        if up {
            say!(desk.column_up, column = label.get())
        } else {
            say!(desk.column_down, column = label.get())
        }
    });
    let shape: IconShape = if up {
        icondata_lu::LuArrowUp
    } else {
        icondata_lu::LuArrowDown
    };
    let stuck = move || {
        view.is_chosen();
        moved(view, key, up).is_none().then_some("true")
    };
    let pressed = move |_| {
        let Some(keys) = moved(view, key, up) else { return };
        told.run(view.choose(&keys));
        announcer.announce(words.get_untracked());
        // Moved in the document, the button has lost the focus.
        after_drawing(move || {
            if let Some(button) = button.try_get_untracked().flatten() {
                crate::ui::focus::focus(&button);
            }
        });
    };
    view! {
        <button
            class="icon-button"
            type="button"
            aria-label=words
            title=words
            aria-disabled=live(stuck)
            node_ref=button
            on:click=pressed
        >
            <Icon shape />
        </button>
    }
    .into_any()
}
