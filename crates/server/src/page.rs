//! The built page: files with their compressed twins, the frame of headers around every answer, and one page for every
//! address of the app.

use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Error;
use crate::state::AppState;

/// Nothing from other origins, no inline script, no framing; the page's own default policy is the only one that may
/// turn text into markup.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src blob:; manifest-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default";

const FRAME: [(&str, &str); 5] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(), midi=(), payment=(), usb=()",
    ),
];

/// Addresses that never belong to the page.
const NOT_PAGE: [&str; 6] = ["api", "identity", "events", "outbox", "__journal", "__faults.json"];

/// The middleware that puts the security headers on every answer; what says nothing about caching is not kept.
pub async fn harden(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    for (name, value) in FRAME {
        response
            .headers_mut()
            .insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Some(text) = state.config.page_config.as_deref()
        && let Ok(policy) = HeaderValue::from_str(&policy_for(text))
    {
        response.headers_mut().insert("content-security-policy", policy);
    }
    response
}

/// The policy of a page with this `config.json`: it calls the servers named there, and is shown by the sites named there.
fn policy_for(page_config: &str) -> String {
    let config: serde_json::Value = serde_json::from_str(page_config).unwrap_or_default();
    let mut policy = CONTENT_SECURITY_POLICY.to_owned();
    let servers = origins_of(&config);
    if !servers.is_empty() {
        policy = policy.replace(
            "connect-src 'self'",
            &format!("connect-src 'self' {}", servers.join(" ")),
        );
    }
    let parents: Vec<&str> = config["parents"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|parent| parent.as_str())
        .filter(|parent| is_origin(parent))
        .collect();
    if !parents.is_empty() {
        policy = policy.replace(
            "frame-ancestors 'none'",
            &format!("frame-ancestors {}", parents.join(" ")),
        );
    }
    policy
}

/// Whether a text is one origin and nothing that would say more in a policy.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        !host.is_empty() && host.chars().all(plain)
    })
}

/// The other origins that a page with this `config.json` calls.
fn origins_of(config: &serde_json::Value) -> Vec<String> {
    let mut origins: Vec<String> = ["api", "identity"]
        .iter()
        .filter_map(|name| {
            let (scheme, rest) = config.get(name)?.as_str()?.split_once("://")?;
            Some(format!("{scheme}://{}", rest.split('/').next()?))
        })
        .collect();
    origins.dedup();
    origins
}

/// Marks the 404 of an address that no route has, as against the one of something a route didn't find.
#[derive(Clone, Copy)]
pub struct NoRoute;

/// Answers what no route took: a file of the page, the page itself, or 404.
pub async fn serve(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    if NOT_PAGE.contains(&first) {
        let mut response = Error::NotFound.into_response();
        response.extensions_mut().insert(NoRoute);
        return response;
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    if path == "/config.json"
        && let Some(text) = state.config.page_config.clone()
    {
        return ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], text).into_response();
    }
    let Some(folder) = &state.config.page else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let head = request.method() == Method::HEAD;
    let file = match relative(path) {
        Some(inside) if inside.as_os_str().is_empty() => None,
        Some(inside) => Some(folder.join(inside)),
        None => return StatusCode::NOT_FOUND.into_response(),
    };
    if let Some(file) = file
        && let Some(response) = answer(&file, request.headers(), head).await
    {
        return response;
    }
    let accepts_page = request
        .headers()
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"));
    if !accepts_page && path != "/" {
        return StatusCode::NOT_FOUND.into_response();
    }
    answer(&folder.join("index.html"), request.headers(), head)
        .await
        .unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

/// The file an address names, as a path that cannot leave the folder; `None` for anything that tries to.
fn relative(path: &str) -> Option<PathBuf> {
    let decoded = percent_decode(path)?;
    if decoded.contains(['\\', '\0']) {
        return None;
    }
    let inside = Path::new(decoded.trim_start_matches('/')).to_owned();
    let plain = inside.components().all(|part| match part {
        Component::Normal(name) => !name.to_string_lossy().starts_with('.'),
        _ => false,
    });
    plain.then_some(inside)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| byte.and_then(|b| char::from(b).to_digit(16));
            let (high, low) = (digit(rest.next())?, digit(rest.next())?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

async fn answer(file: &Path, asked: &HeaderMap, head: bool) -> Option<Response> {
    if !tokio::fs::metadata(file).await.ok()?.is_file() {
        return None;
    }
    let (sent, encoding) = best_form(file, asked).await;
    let about = tokio::fs::metadata(&sent).await.ok()?;
    let modified = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_millis();
    let tag = HeaderValue::from_str(&format!("\"{:x}-{modified:x}\"", about.len())).ok()?;
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(file)));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let lasting = file.file_name().is_some_and(|name| is_hashed(&name.to_string_lossy()));
    let caching = if lasting {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let unchanged = asked.get(IF_NONE_MATCH) == Some(&tag);
    headers.insert(ETAG, tag);
    if unchanged {
        return Some((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    if head {
        headers.insert(CONTENT_LENGTH, about.len().into());
        return Some((headers, Body::empty()).into_response());
    }
    let bytes = tokio::fs::read(&sent).await.ok()?;
    Some((headers, bytes).into_response())
}

/// The compressed twin this client takes, brotli before gzip, or the file itself.
async fn best_form(file: &Path, asked: &HeaderMap) -> (PathBuf, Option<&'static str>) {
    for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
        let mut twin = file.as_os_str().to_owned();
        twin.push(".");
        twin.push(ending);
        let twin = PathBuf::from(twin);
        if accepts(asked, encoding) && tokio::fs::metadata(&twin).await.is_ok_and(|about| about.is_file()) {
            return (twin, Some(encoding));
        }
    }
    (file.to_owned(), None)
}

fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    let listed = asked
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    listed.flat_map(|value| value.split(',')).any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding))
            && !parts.any(|part| {
                part.strip_prefix("q=")
                    .is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0))
            })
    })
}

/// Whether the name carries a content hash (sixteen or more hexadecimal digits between separators).
fn is_hashed(name: &str) -> bool {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|piece| piece.len() >= 16 && piece.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_leave_the_folder() {
        for bad in [
            "/../secret",
            "/a/../../b",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/a\\..\\b",
            "/%00",
            "/.git/config",
            "/%zz",
        ] {
            assert_eq!(relative(bad), None, "{bad}");
        }
        assert_eq!(relative("/assets/a.js"), Some(PathBuf::from("assets/a.js")));
        assert_eq!(relative("/"), Some(PathBuf::new()));
    }

    #[test]
    fn the_policy_names_the_sites_that_may_show_the_page_and_nothing_else() {
        let of = |parents: &str| policy_for(&format!(r#"{{"parents":{parents}}}"#));
        assert!(
            of(r#"["https://msp.example","http://localhost:9000"]"#)
                .contains("frame-ancestors https://msp.example http://localhost:9000;")
        );
        for parents in [
            "[]",
            "7",
            r#"["*"]"#,
            r#"["https://a.example; script-src *"]"#,
            r#"["https://*.example"]"#,
        ] {
            assert_eq!(of(parents), CONTENT_SECURITY_POLICY, "{parents}");
        }
    }

    #[test]
    fn a_name_with_a_content_hash_is_known() {
        assert!(is_hashed("portal-0123456789abcdef_bg.wasm"));
        assert!(!is_hashed("index.html") && !is_hashed("portal-abc.js"));
    }

    #[test]
    fn an_encoding_given_no_weight_is_not_accepted() {
        let mut asked = HeaderMap::new();
        asked.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, br;q=0"));
        assert!(accepts(&asked, "gzip") && !accepts(&asked, "br"));
    }
}
