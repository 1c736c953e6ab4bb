//! Which names this server goes by. A page elsewhere can let its own name lead to this machine (DNS rebinding) and would then
//! be of one origin with the server; it can't choose what the browser says in `Host`.
//!
//! Loopback names pass on any port, so does the address the server listens on, and what `Config::names` gives. A request without
//! any name passes, too: no browser sends one.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::Config;
use crate::error::Error;
use crate::state::AppState;

/// The middleware that refuses requests for other names.
pub async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let headers = request.headers().get_all(HOST).iter().map(|value| value.to_str().ok());
    // HTTP/2 carries the name in the address, and so may HTTP/1.
    let address = request.uri().authority().map(|authority| Some(authority.as_str()));
    let mut names = headers.chain(address);
    if names.all(|name| name.is_some_and(|name| is_ours(&state.config, name))) {
        next.run(request).await
    } else {
        let text = "This server doesn't go by that name. Whoever runs it can add the name with --allow-host.";
        Error::Misdirected(text.to_owned()).into_response()
    }
}

/// Whether a host, with or without a port, is one of this server's names.
fn is_ours(config: &Config, named: &str) -> bool {
    let Some(name) = plain(named) else { return false };
    let mut given = config.names.iter().filter_map(|own| plain(own));
    if let Ok(address) = name.parse::<IpAddr>() {
        let listens = config.address.ip();
        return address.to_canonical().is_loopback()
            || (address == listens && !listens.is_unspecified())
            || given.any(|own| own.parse() == Ok(address));
    }
    name == "localhost" || name.ends_with(".localhost") || given.any(|own| own == name)
}

/// A name in lower case without its port, brackets and closing dot; `None` where that is none.
fn plain(named: &str) -> Option<String> {
    let end = named.find(']').map_or(0, |bracket| bracket + 1);
    let (name, port) = match named.get(end..)?.split_once(':') {
        Some((rest, port)) => (named.get(..end + rest.len())?, port),
        None => (named, ""),
    };
    let inside = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let name = inside.unwrap_or(name.strip_suffix('.').unwrap_or(name));
    let letter =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte) || (inside.is_some() && byte == b':');
    let sound = !name.is_empty() && name.bytes().all(letter) && port.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn config() -> Config {
        Config {
            address: (Ipv4Addr::new(192, 168, 1, 5), 8087).into(),
            names: vec!["Portal.Example".into(), "10.0.0.7".into(), "[2001:db8::1]".into()],
            ..Config::for_tests()
        }
    }

    #[test]
    fn loopback_names_pass_on_any_port_and_so_do_the_given_ones() {
        for name in [
            "localhost",
            "localhost:8087",
            "LOCALHOST:1",
            "localhost.",
            "app.localhost:3000",
            "127.0.0.1",
            "127.9.8.7:65535",
            "[::1]",
            "[::1]:8087",
            "[::ffff:127.0.0.1]:80",
            "portal.example",
            "PORTAL.EXAMPLE.:443",
            "192.168.1.5:8087",
            "10.0.0.7",
            "[2001:db8:0::1]:443",
        ] {
            assert!(is_ours(&config(), name), "{name}");
        }
    }

    #[test]
    fn other_names_do_not() {
        for name in [
            "",
            ":8087",
            "evil.example",
            "localhost.evil.example",
            "evil-localhost",
            "127.0.0.1.evil.example",
            "portal.example.evil.example",
            "sub.portal.example",
            "192.168.1.6",
            "0.0.0.0:8087",
            "128.0.0.1",
            "[::2]",
            "localhost:80:80",
            "localhost:http",
            "localhost@evil.example",
            "evil.example/localhost",
            "[::1]evil.example",
            "evil.example/.localhost",
            "[localhost",
        ] {
            assert!(!is_ours(&config(), name), "{name}");
        }
        let everywhere = Config {
            address: (Ipv4Addr::UNSPECIFIED, 8087).into(),
            ..config()
        };
        assert!(!is_ours(&everywhere, "0.0.0.0:8087") && !is_ours(&everywhere, "192.168.1.5"));
    }
}
