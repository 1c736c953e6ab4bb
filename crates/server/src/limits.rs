//! How often somebody may ask: contract/conventions.md section 6, counted per account or address.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};

use crate::error::{Error, Result};
use crate::identity::tokens;
use crate::state::AppState;

/// Counts of callers who have been quiet for long are dropped above this many.
const MOST_REMEMBERED: usize = 10_000;

/// Which requests a rule counts.
#[derive(Clone, Copy)]
enum Scope {
    /// A method on any path below the prefix; `None` is any method.
    Below(Option<Verb>, &'static str),
    /// Exactly this call.
    Call(Verb, &'static str),
    /// Any of the calls that try a password, counted together.
    Tries,
    /// A call whose path begins and ends like this.
    Around(Verb, &'static str, &'static str),
}

/// The methods rules name, in a form that fits a constant.
#[derive(Clone, Copy, PartialEq)]
enum Verb {
    Get,
    Post,
    Put,
    Delete,
}

impl Verb {
    fn is(self, method: &Method) -> bool {
        match self {
            // HEAD asks for all the work of GET.
            Self::Get => method == Method::GET || method == Method::HEAD,
            Self::Post => method == Method::POST,
            Self::Put => method == Method::PUT,
            Self::Delete => method == Method::DELETE,
        }
    }
}

/// Calls that try a password: whoever has used up the attempts at one of them has none left at the others.
const TRIES: &[&str] = &[
    "/identity/connect/token",
    "/api/accounts/resend-new-device-otp",
    "/api/accounts/security-stamp",
    "/api/accounts/verify-devices",
    "/api/accounts/verify-password",
    "/api/two-factor/send-email-login",
];

/// Calls that need no sign-in. A token that comes along says nothing about who is trying.
const ANONYMOUS: &[&str] = &[
    "/api/accounts/resend-new-device-otp",
    "/api/two-factor/send-email-login",
];

/// (what is counted, how many, per how many seconds, how the period is worded)
const RULES: &[(Scope, u32, u64, &str)] = &[
    (Scope::Below(Some(Verb::Post), "/api/"), 60, 60, "1m"),
    (Scope::Below(Some(Verb::Post), "/api/"), 5, 1, "1s"),
    (Scope::Below(Some(Verb::Put), "/api/"), 60, 60, "1m"),
    (Scope::Below(Some(Verb::Put), "/api/"), 5, 1, "1s"),
    (Scope::Below(Some(Verb::Delete), "/api/"), 60, 60, "1m"),
    (Scope::Below(Some(Verb::Delete), "/api/"), 5, 1, "1s"),
    (Scope::Below(Some(Verb::Get), "/api/"), 200, 60, "1m"),
    (Scope::Call(Verb::Post, "/api/accounts/password-hint"), 5, 3600, "1h"),
    (Scope::Call(Verb::Post, "/api/accounts/email-token"), 2, 60, "1m"),
    (Scope::Call(Verb::Post, "/api/two-factor/send-email"), 5, 600, "10m"),
    (
        Scope::Call(Verb::Post, "/api/two-factor/send-email-login"),
        10,
        600,
        "10m",
    ),
    (Scope::Call(Verb::Post, "/api/two-factor/authenticator"), 3, 60, "1m"),
    (Scope::Call(Verb::Post, "/api/two-factor/email"), 3, 60, "1m"),
    (
        Scope::Around(Verb::Post, "/api/organizations/", "/users/invite"),
        5,
        60,
        "1m",
    ),
    (
        Scope::Around(Verb::Post, "/api/organizations/", "/users/invite"),
        300,
        86_400,
        "1d",
    ),
    (
        Scope::Around(Verb::Post, "/api/organizations/", "/reinvite"),
        5,
        60,
        "1m",
    ),
    (
        Scope::Around(Verb::Post, "/api/organizations/", "/reinvite"),
        300,
        86_400,
        "1d",
    ),
    (Scope::Call(Verb::Get, "/api/alive"), 5, 60, "1m"),
    (Scope::Below(None, "/identity/"), 60, 60, "1m"),
    (Scope::Below(None, "/identity/"), 5, 1, "1s"),
    (Scope::Tries, 10, 60, "1m"),
];

impl Scope {
    fn counts(self, method: &Method, path: &str) -> bool {
        match self {
            Self::Below(None, prefix) => path.starts_with(prefix),
            Self::Below(Some(rule), prefix) => rule.is(method) && path.starts_with(prefix),
            Self::Call(rule, exact) => rule.is(method) && path == exact,
            Self::Tries => (Verb::Post.is(method) || Verb::Put.is(method)) && TRIES.contains(&path),
            Self::Around(rule, start, end) => rule.is(method) && path.starts_with(start) && path.ends_with(end),
        }
    }
}

/// The counters of one server; clones share them.
#[derive(Clone)]
pub struct Limits(Arc<Vec<DefaultKeyedRateLimiter<String>>>);

impl Limits {
    /// Fresh counters; `relaxed` counts nothing.
    pub fn new(relaxed: bool) -> Self {
        if relaxed {
            return Self(Arc::default());
        }
        let counters = RULES.iter().map(|&(_, count, seconds, _)| {
            let burst = NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
            let refill = Duration::from_secs(seconds) / burst.get();
            let quota = Quota::with_period(refill)
                .unwrap_or_else(|| Quota::per_second(burst))
                .allow_burst(burst);
            DefaultKeyedRateLimiter::keyed(quota)
        });
        Self(Arc::new(counters.collect()))
    }

    /// Counts one request from `who`; refuses with how many seconds to wait.
    pub fn check(&self, method: &Method, path: &str, who: &str) -> Result<()> {
        for (counter, (scope, _, _, period)) in self.0.iter().zip(RULES) {
            if !scope.counts(method, path) {
                continue;
            }
            if counter.len() > MOST_REMEMBERED {
                counter.retain_recent();
            }
            if let Err(early) = counter.check_key(&who.to_owned()) {
                let wait = early.wait_time_from(DefaultClock::default().now());
                let retry_after = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
                return Err(Error::TooMany {
                    retry_after: retry_after.max(1),
                    period: (*period).to_owned(),
                });
            }
        }
        Ok(())
    }
}

/// The middleware that refuses what comes too often: signed-in callers are counted by account, others by address, and
/// whoever signs in by address, too.
pub async fn enforce(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let signs_in = path.starts_with("/identity/") || ANONYMOUS.contains(&path);
    let who = match tokens::caller_from(&parts, &state) {
        Ok(caller) if !signs_in => caller.user_id,
        _ => tokens::ip_address(&parts).unwrap_or_default(),
    };
    match state.limits.check(&parts.method, parts.uri.path(), &who) {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(refusal) => refusal.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_token_request_in_a_minute_is_refused_with_a_wait() {
        let limits = Limits::new(false);
        let mut refused = None;
        for _ in 0..3 {
            for _ in 0..5 {
                refused = limits.check(&Method::POST, "/identity/connect/token", "1.2.3.4").err();
            }
            std::thread::sleep(Duration::from_millis(1010));
        }
        let Some(Error::TooMany { retry_after, .. }) = refused else {
            panic!("not refused")
        };
        assert!((1..=6).contains(&retry_after), "{retry_after}");
        assert!(
            limits
                .check(&Method::POST, "/identity/connect/token", "5.6.7.8")
                .is_ok()
        );
    }

    #[test]
    fn a_password_is_tried_ten_times_a_minute_wherever_it_is_tried() {
        let limits = Limits::new(false);
        for _ in 0..5 {
            assert!(
                limits
                    .check(&Method::POST, "/identity/connect/token", "1.2.3.4")
                    .is_ok()
            );
            assert!(
                limits
                    .check(&Method::POST, "/api/two-factor/send-email-login", "1.2.3.4")
                    .is_ok()
            );
        }
        // Past the limits per second, which say nothing about tries.
        std::thread::sleep(Duration::from_millis(1010));
        for path in TRIES {
            let refused = limits.check(&Method::POST, path, "1.2.3.4");
            assert!(
                matches!(refused, Err(Error::TooMany { period, .. }) if period == "1m"),
                "{path}"
            );
        }
        assert!(limits.check(&Method::POST, TRIES[1], "5.6.7.8").is_ok());
    }

    #[test]
    fn head_counts_as_get() {
        let limits = Limits::new(false);
        for _ in 0..5 {
            assert!(limits.check(&Method::HEAD, "/api/alive", "1.2.3.4").is_ok());
        }
        for method in [Method::GET, Method::HEAD] {
            assert!(limits.check(&method, "/api/alive", "1.2.3.4").is_err(), "{method}");
        }
    }

    #[test]
    fn relaxed_limits_count_nothing() {
        let limits = Limits::new(true);
        assert!((0..100).all(|_| limits.check(&Method::GET, "/api/alive", "x").is_ok()));
    }
}
