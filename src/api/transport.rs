//! The only file that sends. `Transport` has two forms: fetch here, the embedded server's router in `tests/api`.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::browser::blob::Blob;
use crate::browser::{clock, report};

/// A future that stays on its thread, as everything in a browser does.
pub type Local<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// One request, ready to send.
pub struct Request {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    /// The body with its content type in `headers`; shared, so that what a busy server refuses can be sent again.
    pub body: Option<Body>,
    /// Milliseconds until it counts as unanswered.
    pub timeout_ms: u32,
    /// A large body in place of the other.
    pub upload: Option<Upload>,
}

/// What is sent.
pub type Body = Rc<Vec<u8>>;

/// A body that the browser holds, which alone can send it.
#[derive(Clone)]
pub struct Upload {
    pub body: Blob,
    pub progress: Progress,
}

/// Told how much of an upload has left the browser: (bytes sent, bytes in all).
pub type Progress = Rc<dyn Fn(u64, u64)>;

/// What came back.
pub struct Response {
    pub status: u16,
    pub body: Vec<u8>,
    /// `Retry-After` in seconds.
    pub retry_after: Option<u64>,
    /// The server's number of this request, where it sends one.
    pub request_id: Option<String>,
}

/// No answer at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    Offline,
    /// The answer had begun and didn't end.
    BrokenOff,
    TimedOut,
    Cancelled,
    /// The browser takes no such header: nothing was sent.
    Unsendable,
    /// The answer is longer than any that the page could use.
    TooLong,
}

/// The longest wait that is believed, in seconds: a day.
const LONGEST_WAIT: u64 = 86_400;

/// `Retry-After` where it is a number of seconds (contract/conventions.md 6); a larger one than a day is a day.
fn seconds(text: &str) -> Option<u64> {
    let digits = text.trim();
    let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // Too large for a number is large.
    number.then(|| {
        digits
            .parse()
            .map_or(LONGEST_WAIT, |seconds: u64| seconds.min(LONGEST_WAIT))
    })
}

/// A way to the server. Dropping the future gives the request up.
pub trait Transport: Send + Sync {
    fn send(&self, request: Request) -> Local<'_, Result<Response, TransportError>>;

    /// Waits so many milliseconds.
    fn sleep(&self, milliseconds: f64) -> Local<'_, ()>;
}

/// The browser's fetch; uploads with progress go by XMLHttpRequest, since fetch can't tell how far it is.
pub struct Fetch;

impl Transport for Fetch {
    fn send(&self, request: Request) -> Local<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let (method, address, began) = (request.method, request.url.clone(), clock::now_ms());
            let outcome = match request.upload.clone() {
                Some(large) => upload(request, large).await,
                None => fetch(request).await,
            };
            let word = match &outcome {
                Ok(answer) => answer.status.to_string(),
                Err(error) => format!("{error:?}"),
            };
            report::request(method.as_str(), &address, &word, clock::now_ms() - began);
            outcome
        })
    }

    #[allow(clippy::cast_possible_truncation)]
    fn sleep(&self, milliseconds: f64) -> Local<'_, ()> {
        Box::pin(clock::sleep(milliseconds.ceil() as i32))
    }
}

async fn fetch(request: Request) -> Result<Response, TransportError> {
    use crate::browser::abort::Abort;
    use crate::browser::request::{self, Lost, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};
    use gloo_net::http::{Headers, Method as Verb, RequestBuilder};

    let abort = Abort::after(request.timeout_ms);
    let verb = match request.method {
        Method::Get => Verb::GET,
        Method::Post => Verb::POST,
        Method::Put => Verb::PUT,
        Method::Delete => Verb::DELETE,
    };
    let mut builder = RequestBuilder::new(&request.url)
        .method(verb)
        .abort_signal(Some(abort.signal()))
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer);
    let headers = request::headers(&request.headers).ok_or(TransportError::Unsendable)?;
    builder = builder.headers(Headers::from_raw(headers));
    let sent = match request.body {
        Some(body) => builder.body(crate::browser::bytes::to_js(&body)),
        None => builder.build(),
    };
    let answer = match sent {
        Ok(ready) => ready.send().await,
        Err(error) => Err(error),
    };
    let failed = |abort: &Abort| {
        if abort.timed_out() {
            TransportError::TimedOut
        } else {
            TransportError::Offline
        }
    };
    let answer = answer.map_err(|_| failed(&abort))?;
    let headers = answer.headers();
    let retry_after = headers.get("retry-after").as_deref().and_then(seconds);
    let request_id = headers.get("x-request-id");
    let status = answer.status();
    let body = request::body(answer.into())
        .await
        .map_err(|lost| match (lost, failed(&abort)) {
            (Lost::TooLong, _) => TransportError::TooLong,
            (Lost::BrokenOff, TransportError::Offline) => TransportError::BrokenOff,
            (Lost::BrokenOff, other) => other,
        })?;
    Ok(Response {
        status,
        body,
        retry_after,
        request_id,
    })
}

async fn upload(request: Request, upload: Upload) -> Result<Response, TransportError> {
    use crate::browser::upload::{Outcome, send};

    match send(
        request.method.as_str(),
        &request.url,
        &request.headers,
        &upload.body,
        request.timeout_ms,
        upload.progress,
    )
    .await
    {
        Outcome::Answered {
            status,
            body,
            retry_after,
        } => Ok(Response {
            status,
            body,
            retry_after: retry_after.as_deref().and_then(seconds),
            request_id: None,
        }),
        Outcome::TimedOut => Err(TransportError::TimedOut),
        Outcome::Broken => Err(TransportError::Offline),
        Outcome::Refused => Err(TransportError::Unsendable),
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_WAIT, seconds};

    #[test]
    fn a_wait_is_a_number_of_seconds_and_never_longer_than_a_day() {
        assert_eq!(seconds(" 7 "), Some(7));
        for absurd in ["86401", "18446744073709551615", "99999999999999999999999999"] {
            assert_eq!(seconds(absurd), Some(LONGEST_WAIT), "{absurd}");
        }
        for other in [
            "",
            "-1",
            "+1",
            "1.5",
            "1e9",
            "soon",
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "7, 7",
            "\u{661}",
        ] {
            assert_eq!(seconds(other), None, "{other}");
        }
    }
}
