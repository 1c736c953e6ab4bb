//! The browser's settings of a request, named here so that `api` needn't name `web_sys`; and what it sends and gives back, where
//! the browser may refuse it.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

pub use web_sys::{Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect, Response};

/// The longest answer that is taken into the page's memory. A list of 10,000 members has 6 MB; room for more than there is would end
/// the program.
pub const LONGEST: u32 = 64 * 1024 * 1024;

/// The headers of a request; `None` where the browser refuses one, as it does a line break in a value.
pub fn headers(pairs: &[(&'static str, String)]) -> Option<Headers> {
    let headers = Headers::new().ok()?;
    for (name, value) in pairs {
        headers.set(name, value).ok()?;
    }
    Some(headers)
}

/// Why an answer's body isn't there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    BrokenOff,
    TooLong,
}

/// The whole body of an answer.
pub async fn body(answer: Response) -> Result<Vec<u8>, Lost> {
    let promise = answer.array_buffer().map_err(|_| Lost::BrokenOff)?;
    let buffer = JsFuture::from(promise).await.map_err(|_| Lost::BrokenOff)?;
    bytes(&buffer.dyn_into().map_err(|_| Lost::BrokenOff)?).ok_or(Lost::TooLong)
}

/// A copy of the bytes that the browser has received; `None` where they are too many.
pub(super) fn bytes(buffer: &ArrayBuffer) -> Option<Vec<u8>> {
    (buffer.byte_length() <= LONGEST).then(|| Uint8Array::new(buffer).to_vec())
}
