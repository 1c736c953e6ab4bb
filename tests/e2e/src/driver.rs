//! The program that drives the browser, one for each visitor, and gone with him.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::tools;

/// What the driver prints once it listens, before the number of its port.
const LISTENS: &str = "started successfully on port ";

/// A running chromedriver.
pub struct Driver {
    child: Child,
    port: u16,
    // Kept open: a driver that can't print any more ends.
    _words: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts one. It chooses its port itself: a port that was found free for it could be taken by the time it listens.
    pub fn start() -> Result<Self> {
        let mut child = Command::new(tools::chromedriver())
            .arg("--port=0")
            .arg("--log-level=SEVERE")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start chromedriver")?;
        let mut words = BufReader::new(child.stdout.take().context("chromedriver has no output")?);
        let mut line = String::new();
        while words.read_line(&mut line)? > 0 {
            if let Some((_, port)) = line.split_once(LISTENS) {
                let port = port
                    .trim()
                    .trim_end_matches('.')
                    .parse()
                    .context("chromedriver's port")?;
                return Ok(Self {
                    child,
                    port,
                    _words: words,
                });
            }
            line.clear();
        }
        bail!("chromedriver ended at once ({})", child.wait()?)
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends every browser it has started, then itself.
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

impl Drop for Driver {
    fn drop(&mut self) {
        // Whatever goes wrong here, the driver itself must not outlive the test.
        let _ = self.shut_down();
        let patience = Instant::now();
        while patience.elapsed() < Duration::from_secs(5) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
