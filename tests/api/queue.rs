//! The line that requests leave by: patience that the server asks for, no more than three at once, and nothing after a lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use portal_server::AppState;
use portal_server::faults::Rule;
use provider_portal::api::transport::{Local, Request, Response, Transport, TransportError};
use provider_portal::api::{Api, ApiError};
use serde_json::json;

use super::world::{ADMIN, InProcess, api_over, faulty_server, open};

/// The router, and how many requests it had to do with at once.
struct Counted {
    inner: InProcess,
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Transport for Counted {
    fn send(&self, request: Request) -> Local<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let now = self.now.fetch_add(1, Ordering::Relaxed) + 1;
            self.most.fetch_max(now, Ordering::Relaxed);
            let answer = self.inner.send(request).await;
            self.now.fetch_sub(1, Ordering::Relaxed);
            answer
        })
    }

    fn sleep(&self, milliseconds: f64) -> Local<'_, ()> {
        self.inner.sleep(milliseconds)
    }
}

async fn signed_in(state: &AppState) -> Api {
    let (api, _) = api_over(state, |inner| Box::new(inner));
    open(&api, ADMIN).await;
    api
}

fn fault(state: &AppState, rule: serde_json::Value) {
    let rule: Rule = serde_json::from_value(rule).unwrap();
    state.faults.set(vec![rule]);
}

fn profiles(state: &AppState) -> Vec<u16> {
    let asked = state.journal.entries().into_iter();
    asked
        .filter(|entry| entry.path == "/api/accounts/profile")
        .map(|entry| entry.status)
        .collect()
}

fn limited(times: u32, retry_after: Option<u64>) -> serde_json::Value {
    json!({ "path": "/api/accounts/*", "kind": "status", "status": 429, "times": times, "retry_after": retry_after })
}

#[tokio::test]
async fn what_a_busy_server_refuses_is_asked_again_after_the_wait_that_it_names() {
    let (state, _turn) = faulty_server().await;
    let api = signed_in(&state).await;
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let list = Arc::clone(&told);
    api.watch_pause(move |until| list.lock().unwrap().push(until.is_some()));
    // Told from a second on: of a wait of one, the first moment has passed before anybody looks.
    fault(&state, limited(1, Some(2)));
    state.journal.clear();
    let began = Instant::now();
    api.profile().await.expect("the second time");
    assert!(began.elapsed() >= Duration::from_secs(2), "it didn't wait");
    assert_eq!(profiles(&state), [429, 200]);
    assert_eq!(*told.lock().unwrap(), [true, false]);
}

#[tokio::test]
async fn a_wait_of_an_hour_is_told_and_not_waited_for() {
    let (state, _turn) = faulty_server().await;
    let api = signed_in(&state).await;
    fault(&state, limited(1, Some(3_600)));
    let refused = api.profile().await.err();
    assert_eq!(
        refused,
        Some(ApiError::TooMany {
            retry_after: Some(3_600)
        })
    );
    api.profile().await.expect("nothing else is held back by it");
}

#[tokio::test]
async fn no_more_than_three_requests_are_under_way_at_once() {
    let (state, _turn) = faulty_server().await;
    let (now, most) = (Arc::default(), Arc::<AtomicUsize>::default());
    let seen = Arc::clone(&most);
    let (api, _) = api_over(&state, |inner| Box::new(Counted { inner, now, most }));
    open(&api, ADMIN).await;
    seen.store(0, Ordering::Relaxed);
    let answers = futures::future::join_all((0..8).map(|_| api.profile())).await;
    assert!(answers.iter().all(Result::is_ok), "each gets its answer");
    assert_eq!(seen.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_lock_drops_what_waits_to_be_sent() {
    let (state, _turn) = faulty_server().await;
    let api = signed_in(&state).await;
    fault(&state, limited(1, Some(60)));
    state.journal.clear();
    let lock = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(api.pause().is_some(), "it doesn't wait");
        api.set_tokens(None);
    };
    let (answer, ()) = futures::join!(api.profile(), lock);
    assert_eq!(answer.err(), Some(ApiError::Cancelled));
    assert_eq!(profiles(&state), [429]);
    assert!(api.pause().is_none(), "it still says that it waits");
}

#[tokio::test]
async fn a_page_that_is_gone_leaves_the_line() {
    let (state, _turn) = faulty_server().await;
    let api = signed_in(&state).await;
    fault(&state, limited(1, Some(2)));
    state.journal.clear();
    let gone = tokio::time::timeout(Duration::from_millis(50), api.profile()).await;
    assert!(gone.is_err() && api.pause().is_none(), "it still says that it waits");
    api.profile().await.expect("who comes after it");
    assert_eq!(profiles(&state), [429, 200]);
}
