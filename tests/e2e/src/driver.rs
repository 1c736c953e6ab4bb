//! The program that drives a browser, one for each visitor, and gone with him.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::engine::Engine;
use crate::host::free_port;
use crate::screen::Screen;
use crate::tools;

/// How long a driver may take until it listens.
const PATIENCE: Duration = Duration::from_secs(20);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// A running driver.
pub struct Driver {
    engine: Engine,
    child: Child,
    port: u16,
    /// What the driver prints, and what a browser prints that has no output of its own.
    log: PathBuf,
    // After the child: what they show, and where they keep their files, goes when they have gone.
    _screen: Option<Screen>,
    _folder: TempDir,
}

impl Driver {
    /// Starts one and waits until it listens.
    pub fn start(engine: Engine) -> Result<Self> {
        let folder = TempDir::new()?;
        let log = folder.path().join("log");
        let printed = File::create(&log)?;
        let screen = (engine == Engine::WebKit).then(Screen::start).transpose()?;
        let mut port = 0;
        let mut command = match engine {
            // These two choose their port themselves: one that was found free could be taken by the time they listen.
            Engine::Chromium => {
                let mut command = Command::new(tools::chromedriver());
                command.args(["--port=0", "--log-level=SEVERE"]).stderr(Stdio::null());
                command
            }
            Engine::Firefox => {
                let mut command = Command::new(tools::geckodriver());
                command
                    .args(["--port=0", "--log=info", "--profile-root"])
                    .arg(folder.path());
                command.stderr(printed.try_clone()?);
                command
            }
            Engine::WebKit => {
                port = free_port()?;
                let mut command = Command::new(tools::webkit_driver());
                command
                    .arg(format!("--port={port}"))
                    // The driver passes them on to its browser. It shows itself on our screen, draws without the machine's
                    // graphics, and keeps what it keeps in our folder.
                    .envs(screen.as_ref().map(|screen| ("DISPLAY", screen.name())))
                    .env("GDK_BACKEND", "x11")
                    .env("LIBGL_ALWAYS_SOFTWARE", "1")
                    .env("NO_AT_BRIDGE", "1")
                    .env("HOME", folder.path())
                    // Its language. Without one the browser says it wants "C", which is none.
                    .env("LC_ALL", "en_US.UTF-8")
                    .stderr(printed.try_clone()?);
                for variable in ["WAYLAND_DISPLAY", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
                    command.env_remove(variable);
                }
                command
            }
        };
        let child = command
            .stdin(Stdio::null())
            .stdout(printed)
            .spawn()
            .with_context(|| format!("cannot start {}: {ADVICE}", engine.driver()))?;
        let mut driver = Self {
            engine,
            child,
            port,
            log,
            _screen: screen,
            _folder: folder,
        };
        driver.port = driver.listening()?;
        Ok(driver)
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Every line that was printed so far.
    pub fn lines(&self) -> Result<Vec<String>> {
        let printed = std::fs::read(&self.log)?;
        Ok(String::from_utf8_lossy(&printed).lines().map(str::to_owned).collect())
    }

    /// Waits until the driver listens; its port.
    fn listening(&mut self) -> Result<u16> {
        let began = Instant::now();
        loop {
            // Looked at first: what it printed before its end is then there.
            let ended = self.child.try_wait()?;
            if let Some(port) = self.announced_port()? {
                return Ok(port);
            }
            if ended.is_some() || began.elapsed() > PATIENCE {
                let said = self.lines()?.join("\n");
                bail!("{} doesn't listen ({ended:?}):\n{said}", self.engine.driver());
            }
            std::thread::sleep(BETWEEN_LOOKS);
        }
    }

    fn announced_port(&self) -> Result<Option<u16>> {
        let before = match self.engine {
            Engine::Chromium => "started successfully on port ",
            Engine::Firefox => "Listening on 127.0.0.1:",
            // Says nothing.
            Engine::WebKit => {
                let there = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok();
                return Ok(there.then_some(self.port));
            }
        };
        let printed = std::fs::read_to_string(&self.log)?;
        let line = printed
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'))
            .find_map(|line| line.split_once(before));
        let Some((_, port)) = line else { return Ok(None) };
        let port = port.trim().trim_end_matches('.').parse().context("the driver's port")?;
        Ok(Some(port))
    }

    /// Ends every browser that chromedriver has started, then itself.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(
            stream,
            "GET /shutdown HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n",
            self.port
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(())
    }
}

const ADVICE: &str = "run the tests with `cargo xtask e2e`, which installs it or says what is missing";

impl Drop for Driver {
    fn drop(&mut self) {
        // Whatever goes wrong here, the driver itself must not outlive the test.
        if self.engine == Engine::Chromium {
            let _ = self.shut_down();
            let patience = Instant::now();
            while patience.elapsed() < Duration::from_secs(5) {
                if !matches!(self.child.try_wait(), Ok(None)) {
                    return;
                }
                std::thread::sleep(BETWEEN_LOOKS);
            }
        }
        // The others' browsers end with their session, before the driver does.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
