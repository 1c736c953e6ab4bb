//! How is one of very many found by typing? An input whose list stays open below it; the focus stays in the input (ARIA
//! practices: editable combobox with list autocomplete).

use super::live::{drawn, live};
use leptos::{html, prelude::*};
use web_sys::{KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::focus::find_in;
use super::foreign::foreign;
use super::icon::{Icon, IconShape};
use super::id::fresh_id;
use super::key_hint::KeyHint;

/// Options under a heading of their own.
#[derive(Clone)]
pub struct ComboGroup {
    pub label: String,
    pub options: Vec<ComboOption>,
}

/// One thing to choose.
#[derive(Clone)]
pub struct ComboOption {
    pub label: String,
    /// Said after the label, such as whose it is; may be empty.
    pub note: String,
    pub icon: IconShape,
    /// The shortcut that does the same, shown and not said; may be empty.
    pub keys: String,
}

/// How far Page Up and Page Down go.
const FAR: usize = 8;

/// The first option is active at once; arrows wrap, Enter chooses. `groups` follow what is typed: the caller searches, and
/// hands over no more than can be drawn at once. `none` stands in the list's place when nothing is left.
#[component]
pub fn Combobox(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] groups: Signal<Vec<ComboGroup>>,
    #[prop(into)] none: Signal<String>,
    /// The number of the chosen option, counted through all groups.
    #[prop(into)]
    on_chosen: Callback<u32>,
) -> impl IntoView {
    let id = StoredValue::new(fresh_id("options"));
    let active = RwSignal::new(0);
    let list = NodeRef::<html::Div>::new();
    let count = move || groups.with(|groups| groups.iter().map(|group| group.options.len()).sum::<usize>());
    Effect::new(move |_| {
        groups.track();
        active.set(0);
    });
    Effect::new(move |_| {
        active.track();
        if let Some(list) = list.get() {
            show_active(&list);
        }
    });
    let option_id = move |number: usize| id.with_value(|id| format!("{id}-{number}"));
    let choose = move |number: usize| {
        if number < untrack(count) {
            // Far fewer options than an u32 counts.
            on_chosen.run(number as u32);
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        if event.key() == "Enter" {
            event.prevent_default();
            choose(active.get_untracked());
        } else if let Some(to) = moved(&event.key(), active.get_untracked(), untrack(count)) {
            event.prevent_default();
            active.set(to);
        }
    };
    let inside = move || {
        if count() == 0 {
            return view! { <p class="combobox-none">{none}</p> }.into_any();
        }
        let groups = groups.get();
        let drawn = draw_groups(groups, active, option_id, choose);
        view! {
            <div class="combobox-list" id=id.get_value() role="listbox" aria-label=label node_ref=list>
                {drawn}
            </div>
        }
        .into_any()
    };
    view! {
        <div class="combobox">
            <div class="search-field">
                <Icon shape=icondata_lu::LuSearch />
                <input
                    class="input"
                    type="text"
                    role="combobox"
                    aria-label=label
                    aria-autocomplete="list"
                    aria-expanded=live(move || (count() > 0).to_string())
                    aria-controls=id.get_value()
                    aria-activedescendant=live(move || (count() > 0).then(|| option_id(active.get())))
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    autofocus
                    placeholder=label
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                    on:keydown=key
                />
            </div>
            {drawn(inside)}
        </div>
    }
}

/// Where a key leads among the options; none for a key that belongs to the text.
fn moved(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" => Some(if at >= last { 0 } else { at + 1 }),
        "ArrowUp" => Some(if at == 0 { last } else { at - 1 }),
        "PageDown" => Some((at + FAR).min(last)),
        "PageUp" => Some(at.saturating_sub(FAR)),
        _ => None,
    }
}

fn draw_groups(
    groups: Vec<ComboGroup>,
    active: RwSignal<usize>,
    option_id: impl Fn(usize) -> String + Copy,
    choose: impl Fn(usize) + Copy + 'static,
) -> Vec<AnyView> {
    let mut number = 0;
    let draw = |group: ComboGroup| {
        let options: Vec<AnyView> = group
            .options
            .into_iter()
            .map(|option| {
                let drawn = draw_option(option, number, option_id(number), active, choose);
                number += 1;
                drawn
            })
            .collect();
        let label = group.label;
        view! {
            <div class="combobox-group" role="group" aria-label=label>
                <p class="combobox-title" aria-hidden="true">{label.clone()}</p>
                {options}
            </div>
        }
        .into_any()
    };
    groups.into_iter().map(draw).collect()
}

fn draw_option(
    option: ComboOption,
    number: usize,
    id: String,
    active: RwSignal<usize>,
    choose: impl Fn(usize) + 'static,
) -> AnyView {
    let ComboOption {
        label,
        note,
        icon,
        keys,
    } = option;
    let note = (!note.is_empty())
        .then(|| view! { <span class="combobox-note"><span class="hidden-text">" – "</span>{foreign(note)}</span> });
    let keys = (!keys.is_empty())
        .then(|| view! { <span class="combobox-keys" aria-hidden="true"><KeyHint name=keys /></span> });
    view! {
        <div
            class="combobox-option"
            id=id
            role="option"
            aria-selected=live(move || (active.get() == number).to_string())
            // The focus stays where the words are typed.
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| choose(number)
        >
            <Icon shape=icon />
            <span class="combobox-label">{foreign(label)}</span>
            {note}
            {keys}
        </div>
    }
    .into_any()
}

fn show_active(list: &web_sys::HtmlDivElement) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    if let Some(option) = find_in(list, "[aria-selected=true]") {
        option.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn arrows_wrap_pages_stop_and_other_keys_belong_to_the_text() {
        assert_eq!(moved("ArrowDown", 2, 3), Some(0));
        assert_eq!(moved("ArrowUp", 0, 3), Some(2));
        assert_eq!(moved("PageDown", 1, 3), Some(2));
        assert_eq!(moved("PageUp", 1, 3), Some(0));
        assert_eq!(moved("Home", 1, 3), None);
        assert_eq!(moved("ArrowDown", 0, 0), None);
    }
}
