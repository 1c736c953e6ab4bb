//! Putting a server together and starting it: for the program, and for tests in the same process.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use axum::http::{HeaderValue, header};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::{Router, http};
use axum_server::Handle;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer};

use crate::config::{Config, Seed};
use crate::error::{Error, Result};
use crate::state::AppState;
use crate::{dialect, faults, host, journal, limits, page, patience, private, routes, seed, tls};

/// How long requests in flight may take after `Running::stop`.
const GRACE: Duration = Duration::from_secs(2);

/// The whole service as a router, to be called in process or bound to a socket.
pub fn router(state: AppState) -> Router {
    let origins: Vec<HeaderValue> = state
        .config
        .allowed_origins
        .iter()
        .filter_map(|origin| origin.parse().ok())
        .collect();
    let speaks = state.config.dialect;
    let mut router = routes::all(speaks)
        .fallback(page::serve)
        .layer(from_fn_with_state(state.clone(), limits::enforce));
    if !speaks.has_providers() {
        router = router.layer(from_fn_with_state(state.clone(), dialect::speak));
    }
    if state.config.faults {
        router = router
            .merge(faults::routes())
            .layer(from_fn_with_state(state.clone(), faults::inject));
    }
    if !origins.is_empty() {
        router = router.layer(
            CorsLayer::new()
                .allow_origin(AllowOrigin::list(origins))
                .allow_methods(AllowMethods::mirror_request())
                .allow_headers(AllowHeaders::mirror_request())
                .expose_headers([header::RETRY_AFTER])
                .allow_credentials(true),
        );
    }
    guarded(router, &state).with_state(state)
}

/// What stands around every route: who is let in, how long they are waited for, and what is made of a panic.
fn guarded(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    router
        .layer(from_fn_with_state(state.clone(), host::check))
        .layer(from_fn_with_state(state.clone(), patience::bodies))
        .layer(CatchPanicLayer::custom(|_| {
            // What it was is in the panic's own message, and not for those who asked.
            Error::Internal("a request ended in a panic".into()).into_response()
        }))
        .layer(from_fn_with_state(state.clone(), page::harden))
        .layer(from_fn_with_state(state.clone(), journal::record))
}

/// A server that is listening. Dropping it stops it at once.
pub struct Running {
    pub address: SocketAddr,
    pub state: AppState,
    /// The certificate to trust, with `Config::tls`.
    pub certificate: Option<PathBuf>,
    /// The demo accounts, one line each, as the seed describes them.
    pub accounts: Vec<String>,
    handle: Handle<SocketAddr>,
    task: Option<tokio::task::JoinHandle<std::io::Result<()>>>,
}

impl Running {
    /// The address to open in a browser, without a slash at the end.
    pub fn url(&self) -> String {
        let scheme = if self.certificate.is_some() {
            http::uri::Scheme::HTTPS
        } else {
            http::uri::Scheme::HTTP
        };
        format!("{scheme}://localhost:{}", self.address.port())
    }

    /// Takes no more requests, lets those in flight end, and returns when the port is free.
    pub async fn stop(mut self) {
        self.handle.graceful_shutdown(Some(GRACE));
        if let Some(task) = self.task.take() {
            let _ = task.await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.handle.shutdown();
    }
}

/// Opens (and fills) the database, binds the socket and begins to answer.
pub async fn start(config: Config) -> Result<Running> {
    let state = AppState::open(config)?;
    let accounts = fill(&state).await?;
    let listener = TcpListener::bind(state.config.address)
        .map_err(|error| Error::Internal(format!("cannot listen on {}: {error}", state.config.address)))?;
    let address = listener.local_addr().map_err(io)?;
    let handle = Handle::new();
    let service = router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let (task, certificate) = if state.config.tls {
        let kept;
        let folder = match &state.config.data {
            Some(folder) => folder,
            None => {
                kept = std::env::temp_dir().join(format!("provider-portal-{}", uuid::Uuid::new_v4()));
                private::folder(&kept)?;
                &kept
            }
        };
        let files = tls::files(folder)?;
        let server = axum_server::from_tcp_rustls(listener, tls::config(&files).await?).map_err(io)?;
        (
            tokio::spawn(
                patience::limited(server, state.config.patience)
                    .handle(handle.clone())
                    .serve(service),
            ),
            Some(files.certificate),
        )
    } else {
        let server = axum_server::from_tcp(listener).map_err(io)?;
        let server = patience::limited(server, state.config.patience);
        (tokio::spawn(server.handle(handle.clone()).serve(service)), None)
    };
    Ok(Running {
        address,
        state,
        certificate,
        accounts,
        handle,
        task: Some(task),
    })
}

fn io(error: std::io::Error) -> Error {
    Error::Internal(error.to_string())
}

/// Fills an empty database; answers the accounts to sign in with, also on later starts.
async fn fill(state: &AppState) -> Result<Vec<String>> {
    if state.config.seed == Seed::None {
        return Ok(Vec::new());
    }
    let filling = state.clone();
    let report = tokio::task::spawn_blocking(move || seed::fill(&filling.db, filling.config.seed, &filling.clock))
        .await
        .map_err(|error| Error::Internal(error.to_string()))??;
    Ok(report.lines)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn dies() -> StatusCode {
        panic!("on purpose")
    }

    #[tokio::test]
    async fn a_panic_is_answered_in_the_contract_s_shape_without_its_words() {
        let state = AppState::open(Config::for_tests()).expect("a database");
        let router = guarded(Router::new().route("/", get(dies)), &state).with_state(state);
        for _ in 0..2 {
            let request = Request::get("/").body(Body::empty()).expect("a request");
            let answer = router.clone().oneshot(request).await.expect("an answer");
            assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert!(answer.headers().contains_key("content-security-policy"));
            let body = axum::body::to_bytes(answer.into_body(), 10_000).await.expect("a body");
            let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
            assert_eq!(body["message"], "An unhandled server error has occurred.");
            assert!(!body.to_string().contains("on purpose"));
        }
    }
}
