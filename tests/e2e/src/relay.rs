//! Stands between browser and server, passes everything on unchanged, and notes every byte that the browser sends.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A request as the browser sent it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Method and target, as they stand in the first line.
    pub line: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Sent {
    /// Everything of it that others could read or keep, but for one header.
    pub fn without(&self, header: &str) -> String {
        let headers = self.headers.iter().filter(|(name, _)| name != header);
        let headers: Vec<_> = headers.map(|(name, value)| format!("{name}: {value}")).collect();
        format!("{}\n{}\n{}", self.line, headers.join("\n"), self.body)
    }
}

type Streams = Arc<Mutex<Vec<Vec<u8>>>>;

/// A running relay; dropping it ends it.
pub struct Relay {
    address: SocketAddr,
    streams: Streams,
    task: JoinHandle<()>,
}

impl Relay {
    /// Begins to pass on what comes to a free port.
    pub async fn start(server: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let streams = Streams::default();
        let noted = Arc::clone(&streams);
        let task = tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                tokio::spawn(pass_on(browser, server, Arc::clone(&noted)));
            }
        });
        Ok(Self { address, streams, task })
    }

    /// Where the page is, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }

    /// Every request so far.
    pub fn sent(&self) -> Vec<Sent> {
        let streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        streams.iter().flat_map(|bytes| requests(bytes)).collect()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass_on(browser: TcpStream, server: SocketAddr, streams: Streams) {
    let Ok(server) = TcpStream::connect(server).await else {
        return;
    };
    let (mut from_browser, mut to_browser) = browser.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let index = {
        let mut streams = streams.lock().unwrap_or_else(PoisonError::into_inner);
        streams.push(Vec::new());
        streams.len() - 1
    };
    // Either side may go away at any time; then the other one's half ends as well.
    let answers = tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_browser).await });
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from_browser.read(&mut bytes).await {
        if let Some(noted) = streams.lock().unwrap_or_else(PoisonError::into_inner).get_mut(index) {
            noted.extend_from_slice(&bytes[..count]);
        }
        if to_server.write_all(&bytes[..count]).await.is_err() {
            break;
        }
    }
    drop(to_server);
    let _ = answers.await;
}

/// The requests of one connection, one after the other.
fn requests(mut bytes: &[u8]) -> Vec<Sent> {
    let mut found = Vec::new();
    while let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let line = lines.next().unwrap_or_default().to_owned();
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
        let rest = &bytes[end + 4..];
        let (body, after) = rest.split_at(rest.len().min(length));
        found.push(Sent {
            line,
            headers,
            body: String::from_utf8_lossy(body).into_owned(),
        });
        bytes = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::requests;

    #[test]
    fn requests_on_one_connection_are_told_apart() {
        let bytes = b"POST /a HTTP/1.1\r\nContent-Length: 3\r\nX: 1\r\n\r\nabcGET /b HTTP/1.1\r\nhost: x\r\n\r\n";
        let found = requests(bytes);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].body, "abc");
        assert_eq!(found[0].without("x"), "POST /a HTTP/1.1\ncontent-length: 3\nabc");
        assert_eq!(found[1].line, "GET /b HTTP/1.1");
    }
}
