//! A server with the small demo data, and a page's API handle that calls its router.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request as HttpRequest;
use http_body_util::BodyExt;
use portal_server::config::{Config, Dialect, Seed};
use portal_server::faults::{Faults, Rule};
use portal_server::{AppState, seed};
use provider_portal::api::transport::{Local, Request, Response, Transport, TransportError};
use provider_portal::api::{Api, Device, Servers};
use provider_portal::session::unlock::{Answer, Here, begin};
use provider_portal::session::{Failure, Open};
use tokio::sync::{Mutex, MutexGuard};
use tower::ServiceExt;
use zeroize::Zeroizing;

pub const PASSWORD: &str = "northlight demo password";
pub const SERVICE: &str = "service@northlight.example";
pub const ADMIN: &str = "admin@northlight.example";

/// One seeded database for all tests of this file's family; they only read, or sign in with devices of their own.
static STATE: LazyLock<AppState> = LazyLock::new(|| filled(false));

fn filled(faults: bool) -> AppState {
    let config = Config {
        seed: Seed::None,
        relaxed_limits: true,
        faults,
        ..Config::for_tests()
    };
    let state = AppState::open(config).unwrap();
    seed::fill_small(&state.db, &state.clock, seed::Small { kdf_iterations: 5_000 }).unwrap();
    state
}

/// A server whose answers can be made to go wrong, for one test at a time.
pub async fn faulty_server() -> (AppState, MutexGuard<'static, ()>) {
    static STATE: LazyLock<AppState> = LazyLock::new(|| filled(true));
    static TURN: Mutex<()> = Mutex::const_new(());
    let turn = TURN.lock().await;
    STATE.faults.set(Vec::new());
    STATE.journal.clear();
    (STATE.clone(), turn)
}

/// The shared state.
pub fn state() -> AppState {
    STATE.clone()
}

/// Calls the router; `down` makes it unreachable.
pub struct InProcess {
    router: Router,
    pub down: Arc<AtomicBool>,
}

impl Transport for InProcess {
    fn send(&self, request: Request) -> Local<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            if self.down.load(Ordering::Relaxed) {
                return Err(TransportError::Offline);
            }
            let mut built = HttpRequest::builder().method(request.method.as_str()).uri(&request.url);
            for (name, value) in &request.headers {
                built = built.header(*name, value);
            }
            let built = built
                .body(Body::from(request.body.unwrap_or_default().to_vec()))
                .unwrap();
            let answer = self.router.clone().oneshot(built).await.unwrap();
            let retry_after = answer
                .headers()
                .get("retry-after")
                .and_then(|v| v.to_str().ok()?.parse().ok());
            let status = answer.status().as_u16();
            let body = answer.into_body().collect().await.unwrap().to_bytes().to_vec();
            // As over a network, an answer is never there in the turn that asks for it.
            tokio::task::yield_now().await;
            Ok(Response {
                status,
                body,
                retry_after,
                request_id: None,
            })
        })
    }

    fn sleep(&self, milliseconds: f64) -> Local<'_, ()> {
        Box::pin(tokio::time::sleep(Duration::from_secs_f64(milliseconds / 1000.0)))
    }
}

/// A page on a device of its own; `now` follows the server's clock.
pub fn page() -> (Api, Arc<AtomicBool>) {
    page_of(&state())
}

/// A page before the same data, but the server's answers go wrong as these rules say.
pub fn page_with_faults(rules: serde_json::Value) -> Api {
    let faults = Faults::default();
    faults.set(serde_json::from_value::<Vec<Rule>>(rules).unwrap());
    let honest = state();
    let config = Config {
        faults: true,
        ..honest.config.as_ref().clone()
    };
    let config = Arc::new(config);
    page_of(&AppState {
        faults,
        config,
        ..honest
    })
    .0
}

/// A server of another kind with data of its own, for tests that change it.
pub fn own_state(dialect: Dialect) -> AppState {
    let fresh = filled(false);
    let config = Config {
        dialect,
        ..fresh.config.as_ref().clone()
    };
    AppState {
        config: Arc::new(config),
        ..fresh
    }
}

/// A page before a server of another kind with the same data.
pub fn page_before(dialect: Dialect) -> Api {
    let same = state();
    let config = Config {
        dialect,
        ..same.config.as_ref().clone()
    };
    let config = Arc::new(config);
    page_of(&AppState { config, ..same }).0
}

fn page_of(state: &AppState) -> (Api, Arc<AtomicBool>) {
    api_over(state, |transport| Box::new(transport))
}

/// A page before this server, by a transport made of the one in process.
pub fn api_over(state: &AppState, over: impl FnOnce(InProcess) -> Box<dyn Transport>) -> (Api, Arc<AtomicBool>) {
    let clock = state.clock.clone();
    let down = Arc::new(AtomicBool::new(false));
    let transport = InProcess {
        router: portal_server::run::router(state.clone()),
        down: Arc::clone(&down),
    };
    let device = Device {
        kind: 9,
        identifier: uuid(),
        name: "chrome".into(),
    };
    #[allow(clippy::cast_precision_loss)]
    let now = move || (clock.now().unix_timestamp_nanos() / 1_000_000) as f64;
    (Api::new(over(transport), Servers::under(""), device, now), down)
}

fn uuid() -> String {
    use std::sync::atomic::AtomicU32;
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("00000000-0000-4000-8000-{:012x}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Signs in with the demo password; panics on a second step.
pub async fn open(api: &Api, email: &str) -> Open {
    match sign_in(api, email, PASSWORD).await.unwrap() {
        Answer::Open(open) => *open,
        _ => panic!("no second step expected for {email}"),
    }
}

pub async fn sign_in(api: &Api, email: &str, password: &str) -> Result<Answer, Failure> {
    let pending = begin(api, &Here, email, Zeroizing::new(password.to_owned())).await?;
    pending.submit(api, &Here, None, None).await
}
