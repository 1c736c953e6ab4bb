//! How a fetch reaches the screen.

use std::time::Duration;

use leptos::prelude::*;
use provider_portal::ui::{Load, Loader};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, settle, wait};

type Handle = Loader<u32, ()>;

/// A loader whose n-th fetch takes the n-th of `times` and yields n.
async fn loader(times: &'static [u64]) -> (Stage, Handle) {
    let handle = StoredValue::new(None::<Handle>);
    let stage = Stage::with(move || {
        let round = StoredValue::new(0_usize);
        let loader = Loader::new(move || {
            let now = round.get_value();
            round.set_value(now + 1);
            async move {
                wait(Duration::from_millis(times[now])).await;
                Ok::<u32, ()>(u32::try_from(now).unwrap())
            }
        });
        handle.set_value(Some(loader));
        ().into_any()
    })
    .await;
    (stage, handle.get_value().expect("the stage made a loader"))
}

#[wasm_bindgen_test]
async fn a_fetch_says_that_it_is_slow_after_four_hundred_milliseconds() {
    let (_stage, loader) = loader(&[700]).await;
    assert_eq!(loader.state().get_untracked(), Load::Loading);
    wait(Duration::from_millis(450)).await;
    assert_eq!(loader.state().get_untracked(), Load::Slow);
    wait(Duration::from_millis(400)).await;
    assert_eq!(loader.state().get_untracked(), Load::Ready(0));
}

#[wasm_bindgen_test]
async fn the_latest_fetch_wins_over_an_older_one_that_answers_later() {
    let (_stage, loader) = loader(&[500, 100]).await;
    loader.reload();
    wait(Duration::from_millis(700)).await;
    assert_eq!(loader.state().get_untracked(), Load::Ready(1));
}

#[wasm_bindgen_test]
async fn a_refresh_keeps_what_is_shown_until_the_answer_is_here() {
    let (_stage, loader) = loader(&[1, 300]).await;
    settle().await;
    loader.refresh();
    assert_eq!(loader.state().get_untracked(), Load::Ready(0));
    assert!(loader.refreshing().get_untracked());
    wait(Duration::from_millis(450)).await;
    assert_eq!(loader.state().get_untracked(), Load::Ready(1));
    assert!(!loader.refreshing().get_untracked());
}

#[wasm_bindgen_test]
async fn a_fetch_that_answers_after_its_page_is_gone_disturbs_nothing() {
    let (stage, _) = loader(&[300]).await;
    drop(stage);
    wait(Duration::from_millis(500)).await;
}
