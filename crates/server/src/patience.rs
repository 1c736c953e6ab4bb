//! How long the server waits for somebody who has begun to say something, and how many may be connected at once: a visitor
//! who goes silent, or sends a letter now and then, must not take a place from others for long.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::{AddExtension, Next};
use axum::response::Response;
use axum_server::Server;
use axum_server::accept::Accept;
use futures::{StreamExt, stream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use tower::Layer;

use crate::error::Error;
use crate::routes::import;
use crate::state::AppState;

/// How long each thing may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The head of a request, and the time between two requests on one connection.
    pub head: Duration,
    /// A body in which nothing arrives.
    pub silence: Duration,
    /// A whole body.
    pub body: Duration,
    /// The whole body of an import, for which the page itself waits as long.
    pub import: Duration,
    /// Connections open at once; those above are closed at once.
    pub connections: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            silence: Duration::from_secs(30),
            body: Duration::from_secs(60),
            import: Duration::from_secs(600),
            connections: 500,
        }
    }
}

/// The middleware under which a body that doesn't come on ends in an error.
pub async fn bodies(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let patience = state.config.patience;
    let whole = match request.uri().path() {
        import::PATH => patience.import,
        _ => patience.body,
    };
    next.run(request.map(|body| timely(body, patience.silence, whole)))
        .await
}

fn timely(body: Body, silence: Duration, whole: Duration) -> Body {
    if body.is_end_stream() {
        return body;
    }
    let end = Instant::now() + whole;
    let pieces = stream::unfold(Some(body.into_data_stream()), move |pieces| async move {
        let mut pieces = pieces?;
        match timeout_at(end.min(Instant::now() + silence), pieces.next()).await {
            Ok(Some(Ok(piece))) => Some((Ok(piece), Some(pieces))),
            Ok(Some(Err(error))) => Some((Err(io::Error::other(error)), None)),
            Ok(None) => None,
            Err(_) => Some((Err(io::ErrorKind::TimedOut.into()), None)),
        }
    });
    Body::from_stream(pieces)
}

/// What a body that couldn't be read is answered with.
pub fn why(error: &(dyn std::error::Error + 'static)) -> Error {
    let slow = |error: &(dyn std::error::Error + 'static)| {
        error
            .downcast_ref()
            .is_some_and(|error: &io::Error| error.kind() == io::ErrorKind::TimedOut)
    };
    let mut cause = Some(error);
    while let Some(error) = cause {
        if slow(error) {
            return Error::TooSlow;
        }
        cause = error.source();
    }
    Error::invalid("", "The request body could not be read.")
}

/// A server that waits no longer than this for requests, and takes no more connections than these.
pub fn limited<A>(
    mut server: Server<std::net::SocketAddr, A>,
    patience: Patience,
) -> Server<std::net::SocketAddr, Counted<A>> {
    server.http_builder().http1().header_read_timeout(patience.head);
    server
        .http_builder()
        .http2()
        .keep_alive_interval(patience.head)
        .keep_alive_timeout(patience.head);
    let places = Arc::new(Semaphore::new(patience.connections));
    server
        .first_request_timeout(patience.head)
        .map(|inner| Counted { inner, places })
}

/// Takes connections as long as there are places; each keeps its own until it ends.
#[derive(Clone)]
pub struct Counted<A> {
    inner: A,
    places: Arc<Semaphore>,
}

impl<A, I, S> Accept<I, S> for Counted<A>
where
    A: Accept<I, S>,
    A::Future: Send + 'static,
    A::Stream: 'static,
    A::Service: 'static,
{
    type Stream = A::Stream;
    type Service = AddExtension<A::Service, Arc<OwnedSemaphorePermit>>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let accepting = self.inner.accept(stream, service);
        Box::pin(async move {
            let place = place.map_err(|_| io::Error::other("too many connections"))?;
            let (stream, service) = accepting.await?;
            Ok((stream, Extension(Arc::new(place)).layer(service)))
        })
    }
}
