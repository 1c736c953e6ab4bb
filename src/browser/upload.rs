//! One large body to the server, with word of how much has left.

use std::cell::RefCell;
use std::rc::Rc;

use super::blob::Blob;
use futures::channel::oneshot;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{ProgressEvent, XmlHttpRequest, XmlHttpRequestResponseType};

/// How it ended.
pub enum Outcome {
    Answered {
        status: u16,
        body: Vec<u8>,
        retry_after: Option<String>,
    },
    TimedOut,
    /// The connection broke or never came about; whether the server acted is unknown.
    Broken,
    /// The browser takes no such header: nothing was sent.
    Refused,
}

/// Gives the upload up when whoever waits for it is gone.
struct Guard(XmlHttpRequest);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.abort();
    }
}

/// Sends it. `progress` is told (bytes sent, bytes in all).
pub async fn send(
    method: &str,
    url: &str,
    headers: &[(&'static str, String)],
    body: &Blob,
    timeout_ms: u32,
    progress: Rc<dyn Fn(u64, u64)>,
) -> Outcome {
    let Ok(request) = XmlHttpRequest::new() else {
        return Outcome::Broken;
    };
    if request.open_with_async(method, url, true).is_err() {
        return Outcome::Broken;
    }
    request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
    request.set_timeout(timeout_ms);
    for (name, value) in headers {
        if request.set_request_header(name, value).is_err() {
            return Outcome::Refused;
        }
    }
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let ended = |kind: &'static str| {
        let sender = Rc::clone(&sender);
        Closure::<dyn FnMut()>::new(move || {
            if let Some(sender) = sender.borrow_mut().take() {
                let _ = sender.send(kind);
            }
        })
    };
    let (loaded, broken, late) = (ended("load"), ended("error"), ended("timeout"));
    request.set_onload(Some(loaded.as_ref().unchecked_ref()));
    request.set_onerror(Some(broken.as_ref().unchecked_ref()));
    request.set_ontimeout(Some(late.as_ref().unchecked_ref()));
    let moved = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        progress(event.loaded() as u64, event.total() as u64);
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(moved.as_ref().unchecked_ref()));
    }
    let guard = Guard(request);
    if guard.0.send_with_opt_blob(Some(&body.0)).is_err() {
        return Outcome::Broken;
    }
    match receiver.await {
        Ok("load") => {
            let status = guard.0.status().unwrap_or(0);
            let body = guard
                .0
                .response()
                .ok()
                .and_then(|value| value.dyn_into::<js_sys::ArrayBuffer>().ok())
                // Only what is said of a failure is read, and none says so much.
                .and_then(|buffer| super::request::bytes(&buffer))
                .unwrap_or_default();
            let retry_after = guard.0.get_response_header("retry-after").ok().flatten();
            Outcome::Answered {
                status,
                body,
                retry_after,
            }
        }
        Ok("timeout") => Outcome::TimedOut,
        _ => Outcome::Broken,
    }
}
