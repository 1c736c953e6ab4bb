//! What a select with hundreds of choices offers: all of them a few frames later, the chosen one chosen.

use leptos::prelude::*;
use provider_portal::ui::{Select, SelectOption};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlSelectElement;

use crate::stage::{Stage, settle};

fn options(count: u32) -> Vec<SelectOption> {
    let option = |number: u32| SelectOption {
        value: number.to_string(),
        label: format!("Group {number}"),
    };
    (0..count).map(option).collect()
}

fn now(stage: &Stage) -> (u32, String) {
    let select: HtmlSelectElement = wasm_bindgen::JsCast::unchecked_into(stage.find("select"));
    (select.length(), select.value())
}

async fn until(stage: &Stage, wanted: (u32, &str)) {
    for _ in 0..60 {
        settle().await;
        if now(stage) == (wanted.0, wanted.1.to_owned()) {
            return;
        }
    }
    panic!("{:?} in place of {wanted:?}", now(stage));
}

#[wasm_bindgen_test]
async fn hundreds_of_choices_come_within_a_few_frames_with_the_chosen_one_chosen() {
    let (chosen, count) = (RwSignal::new("289".to_owned()), RwSignal::new(300));
    let stage = Stage::with(move || {
        let options = Signal::derive(move || options(count.get()));
        view! { <Select name=Signal::stored("Group".to_owned()) value=chosen options=options on_chosen=|_: String| () /> }
            .into_any()
    })
    .await;
    until(&stage, (300, "289")).await;
    chosen.set("7".to_owned());
    until(&stage, (300, "7")).await;
    // Fewer, then more than before.
    count.set(20);
    until(&stage, (20, "7")).await;
    count.set(420);
    until(&stage, (420, "7")).await;
}
