//! What every call shares: addresses, headers, the bearer token, one silent refresh, time limits and errors.
//! Source: contract/conventions.md sections 1, 2, 5 and 6; contract/identity.md 2.3.

use std::fmt;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

use zeroize::Zeroizing;

use super::answer::{Answer, done};
use super::config::ServerKind;
use super::error::{ApiError, from_answer, message_of};
use super::identity::RefreshAnswer;
use super::pace::{Kind, Pause};
use super::queue::{Queue, Time};
use super::servers::Servers;
use super::transport::{Body, Local, Method, Request, Response, Transport, TransportError, Upload};

/// The version official clients of this contract name; servers refuse sign-in without one (contract/identity.md 2.4).
const CLIENT_VERSION: &str = "2026.8.0";
/// Ordinary calls, and uploads of whole vaults, in milliseconds.
const TIMEOUT_MS: u32 = 30_000;
const UPLOAD_TIMEOUT_MS: u32 = 600_000;
/// Seconds before its end at which an access token counts as used up.
const EARLY_SECONDS: f64 = 60.0;

/// This browser, as the server lists it.
#[derive(Clone, Debug)]
pub struct Device {
    /// DeviceType of contract/conventions.md 2.
    pub kind: i64,
    /// A GUID, stable per browser.
    pub identifier: String,
    pub name: String,
}

/// A token: sent and sealed, never shown. Zeroed when dropped.
#[derive(Clone)]
pub struct Token(Zeroizing<String>);

impl Token {
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text, for the wire and for sealing.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What a sign-in gives.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub access: Token,
    pub refresh: Token,
    /// When the access token ends, in milliseconds since 1970 UTC by this machine's clock.
    pub expires_ms: f64,
}

/// What became of the tokens, told to whoever watches.
pub enum TokenEvent {
    /// A refresh brought new ones.
    Refreshed(Tokens),
    /// The server refused to refresh: the session is over.
    Ended,
    /// The server refused to read this address, which the token's claims should allow: roles or clients may have changed.
    Doubted(String),
}

/// The tokens in use, and how often they have been changed: two tokens of one second can be the same text.
#[derive(Clone, Default)]
struct Held {
    tokens: Option<Tokens>,
    changes: u64,
}

type Watcher = Box<dyn Fn(TokenEvent) + Send + Sync>;

struct Inner {
    transport: Box<dyn Transport>,
    watcher: Mutex<Option<Watcher>>,
    servers: Servers,
    device: Device,
    now_ms: Box<dyn Fn() -> f64 + Send + Sync>,
    held: Mutex<Held>,
    refreshing: futures::lock::Mutex<()>,
    queue: Queue,
    /// What kind of server it is, once it has said so.
    server: futures::lock::Mutex<Option<ServerKind>>,
}

impl Time for Inner {
    fn now_ms(&self) -> f64 {
        (self.now_ms)()
    }

    fn sleep(&self, milliseconds: f64) -> Local<'_, ()> {
        self.transport.sleep(milliseconds)
    }
}

/// A handle to one server as one person. Clones share the tokens.
#[derive(Clone)]
pub struct Api(Arc<Inner>);

impl Api {
    pub fn new(
        transport: Box<dyn Transport>,
        servers: Servers,
        device: Device,
        now_ms: impl Fn() -> f64 + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Inner {
            transport,
            watcher: Mutex::new(None),
            servers,
            device,
            now_ms: Box::new(now_ms),
            held: Mutex::new(Held::default()),
            refreshing: futures::lock::Mutex::new(()),
            queue: Queue::default(),
            server: futures::lock::Mutex::new(None),
        }))
    }

    /// Where the services are.
    pub fn servers(&self) -> &Servers {
        &self.0.servers
    }

    pub fn device(&self) -> &Device {
        &self.0.device
    }

    pub(crate) fn now_ms(&self) -> f64 {
        (self.0.now_ms)()
    }

    /// Takes over the tokens of a sign-in, or drops them and whatever waits to be sent with them.
    pub fn set_tokens(&self, tokens: Option<Tokens>) {
        let over = tokens.is_none();
        let mut held = self.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.tokens = tokens;
        held.changes += 1;
        drop(held);
        if over {
            self.0.queue.clear();
        }
    }

    fn held(&self) -> Result<(Tokens, u64), ApiError> {
        let held = self.0.held.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok((held.tokens.ok_or(ApiError::SignedOut)?, held.changes))
    }

    /// Tells what becomes of the tokens; one watcher, the session.
    pub fn watch(&self, watcher: impl Fn(TokenEvent) + Send + Sync + 'static) {
        *self.0.watcher.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(watcher));
    }

    fn tell(&self, event: TokenEvent) {
        if let Some(watcher) = self.0.watcher.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            watcher(event);
        }
    }

    /// Tells until when requests wait, in milliseconds since 1970, and `None` when they go on; one watcher, the session.
    pub fn watch_pause(&self, watcher: impl Fn(Option<f64>) + Send + Sync + 'static) {
        self.0.queue.watch(watcher);
    }

    /// What requests wait for, if it takes long enough to be told.
    pub fn pause(&self) -> Option<Pause> {
        self.0.queue.pause()
    }

    /// Gives up the changes that wait to be sent.
    pub fn give_up_writes(&self) {
        self.0.queue.give_up(Kind::Write);
    }

    /// The tokens in use.
    pub fn tokens(&self) -> Option<Tokens> {
        self.held().ok().map(|(tokens, _)| tokens)
    }

    /// `GET` of a JSON answer. `what` names it in errors.
    pub(super) async fn get(&self, what: &'static str, path: &str) -> Result<Answer, ApiError> {
        let answer = self.call(Method::Get, path, None, TIMEOUT_MS, None).await;
        if matches!(answer, Err(ApiError::Forbidden { .. } | ApiError::NotFound)) {
            self.tell(TokenEvent::Doubted(path.to_owned()));
        }
        Ok(Answer::of(what, answer?))
    }

    /// `POST` of a large JSON body that is ready already, with word of how much has left. Repeated only when the server has
    /// refused it: as one too many, or because it wanted a newer token.
    pub(super) async fn upload(&self, path: &str, upload: Upload) -> Result<(), ApiError> {
        let answer = self
            .call(Method::Post, path, None, UPLOAD_TIMEOUT_MS, Some(upload))
            .await?;
        done("upload", &answer)
    }

    /// An anonymous call to the identity service: form or JSON out, the raw answer back.
    pub(super) async fn identity(
        &self,
        path: &str,
        content_type: &'static str,
        body: Vec<u8>,
    ) -> Result<Response, ApiError> {
        let mut headers = self.headers();
        headers.push(("content-type", content_type.to_owned()));
        self.send(Request {
            method: Method::Post,
            url: format!("{}{path}", self.0.servers.identity),
            headers,
            body: Some(Rc::new(body)),
            timeout_ms: TIMEOUT_MS,
            upload: None,
        })
        .await
    }

    /// What is known of the kind of server.
    pub(super) fn server_known(&self) -> &futures::lock::Mutex<Option<ServerKind>> {
        &self.0.server
    }

    /// An anonymous `GET` of a JSON answer of the API. `what` names it in errors.
    pub(super) async fn get_anonymous(&self, what: &'static str, path: &str) -> Result<Answer, ApiError> {
        let answer = self
            .send(Request {
                method: Method::Get,
                url: format!("{}{path}", self.0.servers.api),
                headers: self.headers(),
                body: None,
                timeout_ms: TIMEOUT_MS,
                upload: None,
            })
            .await?;
        Ok(Answer::of(what, accept(answer)?))
    }

    /// An anonymous `POST` of JSON to the API, which has something mailed.
    pub(super) async fn post_anonymous(&self, path: &str, body: String) -> Result<(), ApiError> {
        let mut headers = self.headers();
        headers.push(("content-type", "application/json; charset=utf-8".to_owned()));
        let answer = self
            .send(Request {
                method: Method::Post,
                url: format!("{}{path}", self.0.servers.api),
                headers,
                body: Some(Rc::new(body.into_bytes())),
                timeout_ms: TIMEOUT_MS,
                upload: None,
            })
            .await?;
        done("mail", &accept(answer)?)
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        vec![
            ("accept", "application/json".to_owned()),
            ("bitwarden-client-name", "web".to_owned()),
            ("bitwarden-client-version", CLIENT_VERSION.to_owned()),
            ("device-type", self.0.device.kind.to_string()),
            ("device-identifier", self.0.device.identifier.clone()),
        ]
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Body>,
        timeout_ms: u32,
        upload: Option<Upload>,
    ) -> Result<Response, ApiError> {
        let (token, changes) = self.fresh_token().await?;
        let request = |token: &Token| self.request(method, path, body.clone(), timeout_ms, upload.clone(), token);
        let answer = self.send_in_turn(&|| request(&token)).await?;
        if !is_unexplained(&answer) {
            return accept(answer);
        }
        // Either the token isn't taken any more, or the person may not do this, and some servers say both alike: one refresh,
        // which a session that has ended doesn't get, and the same call once more tell them apart. A refused call did nothing.
        let (token, changes) = self.renew(Some(changes)).await?;
        let answer = self.send_in_turn(&|| request(&token)).await?;
        if is_unexplained(&answer) && is_everybodys(path) {
            self.end(changes);
            return Err(ApiError::SignedOut);
        }
        accept(answer)
    }

    /// Sends when its turn has come, and again after the wait that a busy server asks for: what it refused it hasn't done.
    async fn send_in_turn(&self, request: &dyn Fn() -> Request) -> Result<Response, ApiError> {
        let mut refusals = 0;
        loop {
            let request = request();
            let kind = Kind::of(request.method);
            if let Some(upload) = &request.upload {
                (upload.progress)(0, upload.body.size());
            }
            let turn = self.0.queue.turn(kind, &*self.0).await?;
            let answer = self.send(request).await?;
            drop(turn);
            let again = answer.status == 429 && self.0.queue.refused(kind, answer.retry_after, refusals, self.now_ms());
            if !again {
                return Ok(answer);
            }
            refusals += 1;
        }
    }

    /// The server takes not even a new token: the session is over, unless another one has begun meanwhile.
    fn end(&self, changes: u64) {
        if self.held().is_ok_and(|(_, now)| now == changes) {
            self.set_tokens(None);
            self.tell(TokenEvent::Ended);
        }
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<Body>,
        timeout_ms: u32,
        upload: Option<Upload>,
        token: &Token,
    ) -> Request {
        let mut headers = self.headers();
        headers.push(("authorization", format!("Bearer {}", token.reveal())));
        if body.is_some() || upload.is_some() {
            headers.push(("content-type", "application/json; charset=utf-8".to_owned()));
        }
        let url = format!("{}{path}", self.0.servers.api);
        Request {
            method,
            url,
            headers,
            body,
            timeout_ms,
            upload,
        }
    }

    async fn send(&self, request: Request) -> Result<Response, ApiError> {
        self.0.transport.send(request).await.map_err(|error| match error {
            TransportError::Offline => ApiError::Offline,
            TransportError::BrokenOff => ApiError::BrokenOff,
            TransportError::TimedOut => ApiError::TimedOut,
            TransportError::Cancelled => ApiError::Cancelled,
            TransportError::Unsendable => unusable("request", "a header that can't be sent"),
            TransportError::TooLong => unusable("answer", "longer than any that is expected"),
        })
    }

    async fn fresh_token(&self) -> Result<(Token, u64), ApiError> {
        let (tokens, changes) = self.held()?;
        if tokens.expires_ms - self.now_ms() > EARLY_SECONDS * 1000.0 {
            return Ok((tokens.access, changes));
        }
        self.renew(Some(changes)).await
    }

    /// Gets a new access token; the way to pick up a new role or client, since the server rebuilds the claims.
    pub async fn refresh(&self) -> Result<(), ApiError> {
        self.renew(None).await.map(|_| ())
    }

    /// Calls at the same moment share one refresh: whoever finds the tokens changed since he took them takes those.
    async fn renew(&self, stale: Option<u64>) -> Result<(Token, u64), ApiError> {
        let _turn = self.0.refreshing.lock().await;
        let (tokens, changes) = self.held()?;
        if stale.is_some_and(|stale| stale != changes) {
            return Ok((tokens.access, changes));
        }
        let answer = self.refresh_grant(&tokens.refresh).await?;
        // Locked, signed out or signed in anew meanwhile: the answer belongs to tokens that are no longer in use.
        if self.held()?.1 != changes {
            return Err(ApiError::Cancelled);
        }
        match answer {
            RefreshAnswer::Granted(tokens) => {
                let access = tokens.access.clone();
                self.set_tokens(Some(tokens.clone()));
                self.tell(TokenEvent::Refreshed(tokens));
                Ok((access, self.held()?.1))
            }
            RefreshAnswer::Refused => {
                self.set_tokens(None);
                self.tell(TokenEvent::Ended);
                Err(ApiError::SignedOut)
            }
        }
    }
}

/// Any 2xx, or the error it stands for.
pub(super) fn accept(answer: Response) -> Result<Response, ApiError> {
    if (200..300).contains(&answer.status) {
        return Ok(answer);
    }
    Err(from_answer(
        answer.status,
        &answer.body,
        answer.retry_after,
        answer.request_id,
    ))
}

/// A 401 without a message: no body, or one that says no more than the status does (contract/conventions.md 4.4).
fn is_unexplained(answer: &Response) -> bool {
    answer.status == 401 && message_of(&answer.body).is_none()
}

/// What everybody who is signed in may ask for, so that a refusal is about the token and never about a role.
fn is_everybodys(path: &str) -> bool {
    path.starts_with("/accounts/")
}

/// The longest access token that is used, in bytes: no server takes longer headers.
const LONGEST_TOKEN: usize = 64 * 1024;

impl Tokens {
    /// What a token answer gives. The access token goes into a header, where nothing but its own characters may stand
    /// (RFC 6750, section 2.1); the refresh token goes into a body and may be any text.
    pub(super) fn of(access: String, refresh: Option<String>, seconds: u32, now_ms: f64) -> Result<Self, ApiError> {
        let letters = access.trim_end_matches('=');
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
        if letters.is_empty() || access.len() > LONGEST_TOKEN || !letters.bytes().all(fits) {
            return Err(unusable("token answer", "accessToken: a token expected"));
        }
        Ok(Self {
            access: Token::new(access),
            refresh: Token::new(refresh.unwrap_or_default()),
            expires_ms: now_ms + f64::from(seconds) * 1000.0,
        })
    }
}

fn unusable(what: &'static str, why: &str) -> ApiError {
    ApiError::Unreadable {
        what,
        field: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_access_token_that_no_header_can_hold_is_refused_and_not_repeated() {
        let of = |access: &str| Tokens::of(access.to_owned(), None, 3600, 0.0);
        for good in ["eyJ.eyJ.c2ln", "a", "A-._~+/9==", &"x".repeat(LONGEST_TOKEN)] {
            assert_eq!(of(good).unwrap().access.reveal(), good);
        }
        let long = "x".repeat(1024 * 1024);
        for bad in [
            "",
            " ",
            "=",
            "SECRET\n",
            "\nSECRET",
            "SEC\r\nRET",
            "SEC RET",
            "SEC\0RET",
            "SEC=RET",
            "SECRÉT",
            "SECRET\u{2028}",
            "SECRET\u{1f511}",
            long.as_str(),
        ] {
            let error = of(bad).unwrap_err();
            let said = error.to_string();
            assert_eq!(
                said, "unreadable token answer: accessToken: a token expected",
                "{bad:?}"
            );
        }
    }
}
