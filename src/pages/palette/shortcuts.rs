//! The list of shortcuts, and where single keys are turned off.

use leptos::prelude::*;

use crate::pages::console_page::{SHORTCUTS, page_name};
use crate::pages::context::use_choices;
use crate::pages::tools::use_tools;
use crate::ui::{Button, ButtonRank, Checkbox, Dialog, KeyHint};
use crate::{say, tr};

/// The dialog; drawn while it is open.
#[component]
pub fn ShortcutsDialog() -> impl IntoView {
    let tools = use_tools();
    let choices = use_choices();
    let single = RwSignal::new(choices.single_keys_now());
    Effect::new(move |_| {
        let on = single.get();
        if on != choices.single_keys_now() {
            choices.choose_single_keys(on);
        }
    });
    let close = move |()| tools.close();
    let everywhere = || {
        vec![
            (vec![say!(palette.keys)], say!(palette.title)),
            (vec!["F6".to_owned()], say!(palette.next_region)),
            (vec!["Shift F6".to_owned()], say!(palette.region_before)),
            (vec!["Esc".to_owned()], say!(palette.escape)),
        ]
    };
    let keys = || {
        let one = |key: &str, does: String| (vec![key.to_owned()], does);
        let pair = |letter: &str, does: String| (vec!["g".to_owned(), letter.to_owned()], does);
        let mut keys = vec![
            one("?", say!(palette.shortcuts)),
            one("/", say!(palette.to_search)),
            pair("c", say!(palette.go_page, page = say!(common.clients))),
        ];
        keys.extend(SHORTCUTS.map(|(letter, page)| pair(letter, say!(palette.go_page, page = page_name(page)))));
        keys.extend([
            one("j", say!(palette.next_row)),
            one("k", say!(palette.row_before)),
            one("o", say!(palette.open_row)),
        ]);
        keys
    };
    view! {
        <Dialog
            open=true
            title=tr!(palette.shortcuts)
            on_close=close
            footer=move || view! { <Button label=tr!(common.close) rank=ButtonRank::Primary on_pressed=close /> }
        >
            <Checkbox checked=single label=tr!(palette.single) hint=tr!(palette.single_hint) />
            {move || draw_keys(say!(palette.single_title), keys())}
            {move || draw_keys(say!(palette.everywhere), everywhere())}
        </Dialog>
    }
}

fn draw_keys(title: String, keys: Vec<(Vec<String>, String)>) -> AnyView {
    let lines: Vec<_> = keys
        .into_iter()
        .map(|(keys, does)| {
            let caps: Vec<_> = keys.into_iter().map(|name| view! { <KeyHint name /> " " }).collect();
            view! { <div><dt>{does}</dt><dd>{caps}</dd></div> }
        })
        .collect();
    view! {
        <section class="shortcuts">
            <h3>{title}</h3>
            <dl class="shortcut-list">{lines}</dl>
        </section>
    }
    .into_any()
}
