//! A long list comes in portions.

use std::time::Duration;

use leptos::prelude::*;
use provider_portal::ui::growing;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, wait};

#[wasm_bindgen_test]
async fn a_long_list_is_drawn_a_few_lines_per_frame_until_all_are_there() {
    let line = |number: u32| view! { <li>{number}</li> }.into_any();
    let stage = Stage::with(move || view! { <ul>{growing(600, 2, line)}</ul> }.into_any()).await;
    let first = stage.count("li");
    assert!((2..600).contains(&first), "{first} at once");
    for _ in 0..100 {
        wait(Duration::from_millis(100)).await;
        if stage.count("li") == 600 {
            return;
        }
    }
    panic!("{} lines in the end", stage.count("li"));
}
