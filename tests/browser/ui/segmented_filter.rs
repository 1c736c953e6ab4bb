//! How a list is narrowed by kind.

use leptos::prelude::*;
use provider_portal::ui::{Segment, SegmentedFilter};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, focused, settle};

fn segment(value: &str, label: &str, count: u32) -> Segment {
    Segment {
        value: value.to_owned(),
        label: label.to_owned(),
        count: Some(count.to_string()),
    }
}

#[wasm_bindgen_test]
async fn the_count_belongs_to_the_name_and_a_new_count_keeps_the_focused_choice() {
    let value = RwSignal::new("all".to_owned());
    let segments = RwSignal::new(vec![segment("all", "All", 9), segment("invited", "Invited", 4)]);
    let stage = Stage::with(move || {
        view! { <SegmentedFilter label="Status" value=value segments=segments on_chosen=move |own| value.set(own) /> }
            .into_any()
    })
    .await;
    assert_eq!(stage.text("label:nth-of-type(2)"), "Invited, 4");
    assert!(stage.input("[value=all]").checked());

    let invited = stage.input("[value=invited]");
    invited.focus().unwrap();
    invited.click();
    settle().await;
    assert_eq!(value.get_untracked(), "invited");
    assert!(stage.input("[value=invited]").checked());

    segments.set(vec![segment("all", "All", 10), segment("invited", "Invited", 5)]);
    settle().await;
    assert_eq!(stage.text("label:nth-of-type(2)"), "Invited, 5");
    assert_eq!(focused(), *invited);
}
