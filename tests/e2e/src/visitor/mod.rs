//! A person at a browser of his own: a fresh profile, a language, eyes (`find`, `look`, `reflow`), ears (`tree`) and hands
//! (`hands`, `stops`); what his browser complains of is in `watch`.

pub mod find;
mod hands;
mod look;
pub mod reflow;
pub mod stops;
pub mod tree;
mod watch;

use std::future::Future;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use serde_json::{Value, json};
use thirtyfour::{WebDriver, WindowHandle};

use crate::driver::Driver;
use crate::engine::{Engine, capabilities};
use crate::words::{Language, Words};

pub use look::{Colours, NARROW, WIDE};
pub use watch::Wire;

/// How long anything may take to appear.
pub const PATIENCE: Duration = Duration::from_secs(20);
const BETWEEN_LOOKS: Duration = Duration::from_millis(60);

/// How a browser is set up.
#[derive(Clone, Debug)]
pub struct Setup {
    pub language: Language,
    /// Trusts the server's self-signed certificate.
    pub trust_any_certificate: bool,
    pub engine: Engine,
}

impl Setup {
    pub fn of(language: Language) -> Self {
        Self {
            language,
            trust_any_certificate: false,
            engine: Engine::Chromium,
        }
    }

    /// The same in this browser.
    pub fn in_engine(self, engine: Engine) -> Self {
        Self { engine, ..self }
    }
}

/// The person. `close` at the end of a test; dropping him ends the browser as well.
pub struct Visitor {
    pub words: Words,
    /// The server's address, without a slash at the end.
    pub home: String,
    /// Name of the test, for pictures.
    test: String,
    web: WebDriver,
    engine: Engine,
    logs: tokio::sync::Mutex<Vec<String>>,
    // After `web`: the driver ends when nothing uses it any more.
    driver: Driver,
}

impl Visitor {
    /// Opens a browser with an empty page.
    pub async fn open(home: String, setup: Setup) -> Result<Self> {
        // The harness of Rust's tests names each test's thread after it.
        let test = std::thread::current().name().unwrap_or("visitor").replace("::", "-");
        let words = Words::of(setup.language)?;
        let (driver, web) = open_browser(&setup).await?;
        web.set_script_timeout(Duration::from_secs(60)).await?;
        let visitor = Self {
            words,
            home,
            test,
            web,
            engine: setup.engine,
            logs: tokio::sync::Mutex::new(Vec::new()),
            driver,
        };
        visitor.watch().await?;
        visitor.size(WIDE).await?;
        if setup.engine == Engine::WebKit && setup.language != Language::English {
            visitor.prefer(setup.language).await?;
        }
        Ok(visitor)
    }

    /// Has chosen this language in the page before, where the browser itself can't be set up so.
    async fn prefer(&self, language: Language) -> Result<()> {
        // A file of the same origin in which nothing of the page runs.
        self.web.goto(format!("{}/config.json", self.home)).await?;
        let script = "localStorage.setItem('portal.preferences', JSON.stringify({ language: arguments[0] }));";
        self.run(script, vec![json!(language.tag())]).await.map(drop)
    }

    /// A text of the product in this person's language.
    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// Types an address of the product; `/` first.
    pub async fn go(&self, path: &str) -> Result<()> {
        self.go_abroad(&format!("{}{path}", self.home)).await
    }

    /// Types the address of somebody else's page.
    pub async fn go_abroad(&self, address: &str) -> Result<()> {
        self.before_leaving().await?;
        self.web.goto(address).await?;
        self.watch_late().await
    }

    /// Presses the browser's reload button.
    pub async fn reload(&self) -> Result<()> {
        self.before_leaving().await?;
        self.web.refresh().await?;
        self.watch_late().await
    }

    /// Presses the browser's back button.
    pub async fn back(&self) -> Result<()> {
        self.before_leaving().await?;
        self.web.back().await?;
        self.watch_late().await
    }

    /// The tab that is looked at.
    pub async fn this_tab(&self) -> Result<WindowHandle> {
        Ok(self.web.window().await?)
    }

    /// Opens another tab of the same browser and looks at it.
    pub async fn another_tab(&self) -> Result<()> {
        let tab = self.web.new_tab().await?;
        self.to_tab(tab).await?;
        self.watch().await?;
        self.size(WIDE).await
    }

    /// Looks at this tab from now on.
    pub async fn to_tab(&self, tab: WindowHandle) -> Result<()> {
        Ok(self.web.switch_to_window(tab).await?)
    }

    /// Looks into the frame of the present document from now on.
    pub async fn into_frame(&self) -> Result<()> {
        let frame = self.until("no frame", || async {
            let found = self
                .web
                .execute("return document.querySelector('iframe');", Vec::new())
                .await?;
            Ok(found.element().ok())
        });
        Ok(frame.await?.enter_frame().await?)
    }

    /// Looks at the whole tab again.
    pub async fn out_of_frame(&self) -> Result<()> {
        Ok(self.web.enter_default_frame().await?)
    }

    /// Lets so many minutes pass on the clock of the present document, as while the machine sleeps.
    pub async fn pass(&self, minutes: u32) -> Result<()> {
        let script = "const late = arguments[0], now = Date.now.bind(Date); Date.now = () => now() + late;";
        self.run(script, vec![json!(u64::from(minutes) * 60_000)]).await?;
        Ok(())
    }

    /// The address after the server's, with its query.
    pub async fn path(&self) -> Result<String> {
        let url = self.web.current_url().await?;
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        Ok(format!("{}{query}", url.path()))
    }

    /// The tab's title.
    pub async fn tab(&self) -> Result<String> {
        Ok(self.web.title().await?)
    }

    /// Runs a function body in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.web.execute(script, arguments).await?.json().clone())
    }

    /// The same, until the body calls its last argument.
    pub async fn run_async(&self, script: &str) -> Result<Value> {
        Ok(self.web.execute_async(script, Vec::new()).await?.json().clone())
    }

    /// Looks until `look` finds something; tells what was on screen when it never did.
    pub async fn until<T, F>(&self, what: &str, look: impl Fn() -> F) -> Result<T>
    where
        F: Future<Output = Result<Option<T>>>,
    {
        let began = Instant::now();
        loop {
            let last = match look().await {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => None,
                // Elements go while they are looked at; the next look finds their successors.
                Err(error) => Some(error),
            };
            if began.elapsed() > PATIENCE {
                return Err(self.despair(what, last).await);
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// An error with what is on screen, and a picture of it.
    pub async fn despair(&self, what: &str, cause: Option<anyhow::Error>) -> anyhow::Error {
        let picture = self.picture("failed").await;
        let seen = self.outline().await.unwrap_or_else(|error| format!("{error:#}"));
        let logs = self.logs().await.unwrap_or_default().join("\n");
        let cause = cause
            .map(|cause| format!("\nlast error: {cause:#}"))
            .unwrap_or_default();
        let picture = picture.map(|path| path.display().to_string()).unwrap_or_default();
        anyhow!("{what}{cause}\n--- on screen ({picture})\n{seen}\n--- console\n{logs}\n---")
    }

    async fn outline(&self) -> Result<String> {
        let script = format!("{}\nreturn outline();", find::PAGE);
        let value = self.run(&script, Vec::new()).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Ends the visit; fails when the page broke its own security policy or crashed meanwhile.
    pub async fn close(self) -> Result<()> {
        let logs = self.logs().await?;
        let bad: Vec<_> = logs
            .iter()
            .filter(|line| line.contains("policy-breach") || line.contains("RuntimeError") || line.contains("panicked"))
            .collect();
        anyhow::ensure!(bad.is_empty(), "the browser complained: {bad:#?}");
        self.web.quit().await?;
        Ok(())
    }
}

/// How often a browser that doesn't come up is started anew.
const STARTS: usize = 3;

/// A browser and the program that drives it. A machine at its limit loses one now and then before its first page; that says
/// nothing about the product, so it is started again, and told.
async fn open_browser(setup: &Setup) -> Result<(Driver, WebDriver)> {
    let mut start = 1;
    loop {
        let driver = tokio::task::block_in_place(|| Driver::start(setup.engine))?;
        match WebDriver::new(driver.url(), capabilities(setup)?).await {
            Ok(web) => return Ok((driver, web)),
            Err(error) if start == STARTS => return Err(anyhow!(error).context("no browser")),
            Err(error) => eprintln!("no browser at start {start}: {error:?}"),
        }
        start += 1;
    }
}
