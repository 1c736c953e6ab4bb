//! Which browser is driven, and how each is set up.

use anyhow::Result;
use serde_json::json;
use thirtyfour::{Capabilities, ChromeCapabilities, ChromiumLikeCapabilities};

use crate::tools;
use crate::visitor::Setup;

/// What a page runs in. Only Chromium has developer tools for a test: there alone the system's colours can be set, the network
/// be taken away, and the accessibility tree be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    #[default]
    Chromium,
    /// Gecko. Its window is never narrower than about 500 pixels.
    Firefox,
    /// WebKitGTK, the nearest to Safari that runs on Linux. It asks for English; another language is chosen in the page. Its
    /// window is never narrower than about 450 pixels.
    WebKit,
}

impl Engine {
    /// The program that drives it.
    pub(crate) fn driver(self) -> &'static str {
        match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::WebKit => "WebKitWebDriver",
        }
    }
}

/// What the driver is asked for: a fresh profile, without a window, in the language of the setup.
pub(crate) fn capabilities(setup: &Setup) -> Result<Capabilities> {
    let mut wanted = match setup.engine {
        Engine::Chromium => chromium(setup)?,
        Engine::Firefox => firefox(setup)?,
        Engine::WebKit => Capabilities::new(),
    };
    wanted.set("acceptInsecureCerts", setup.trust_any_certificate)?;
    Ok(wanted)
}

fn chromium(setup: &Setup) -> Result<Capabilities> {
    let mut wanted = ChromeCapabilities::new();
    wanted.set_binary(&tools::chromium().to_string_lossy())?;
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--no-default-browser-check",
        "--window-size=1280,900",
    ] {
        wanted.add_arg(argument)?;
    }
    wanted.add_arg(&format!("--lang={}", setup.language.tag()))?;
    let preferences = json!({
        "intl.accept_languages": setup.language.wanted(),
        "credentials_enable_service": false,
        "profile.password_manager_enabled": false,
        // Else Chromium covers the page to warn of the demo password.
        "profile.password_manager_leak_detection": false,
    });
    wanted.add_experimental_option("prefs", preferences)?;
    wanted.as_mut().set("goog:loggingPrefs", json!({ "browser": "ALL" }))?;
    Ok(wanted.into())
}

fn firefox(setup: &Setup) -> Result<Capabilities> {
    let mut wanted = Capabilities::new();
    let options = json!({
        "binary": tools::firefox(),
        "args": ["-headless"],
        "prefs": {
            "intl.accept_languages": setup.language.wanted(),
            "signon.rememberSignons": false,
            // Geckodriver has no console to ask for; so it is printed.
            "devtools.console.stdout.content": true,
        },
    });
    wanted.set("moz:firefoxOptions", options)?;
    Ok(wanted)
}
