//! A dedicated worker: started from the built files, spoken to in messages, ended to drop its memory.

use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, WorkerOptions, WorkerType};

use super::blob::Blob;
use super::boot;

/// What came from the worker.
pub enum FromWorker {
    Message(JsValue),
    /// It couldn't be loaded, or it crashed.
    Failed,
}

/// What comes with a header.
pub enum Payload {
    Bytes(Vec<u8>),
    /// Too much to pass through our own memory.
    Held(Blob),
}

impl Payload {
    /// The bytes; none of what the browser holds.
    pub fn bytes(self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Held(_) => Vec::new(),
        }
    }

    /// What the browser holds.
    pub fn held(self) -> Option<Blob> {
        match self {
            Self::Bytes(_) => None,
            Self::Held(blob) => Some(blob),
        }
    }
}

/// Where the worker's script is, fetched and checked by the boot script: an address of exactly those bytes. `None` when it
/// doesn't arrive or isn't what was built.
pub async fn address() -> Option<String> {
    boot::promised("worker", &[]).await
}

/// A running worker. Dropping it ends it at once, memory and all.
pub struct Worker {
    inner: web_sys::Worker,
    inbox: mpsc::UnboundedReceiver<FromWorker>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut()>,
}

impl Worker {
    /// Starts the worker at the address that [`address`] gave; `None` when the browser refuses.
    pub fn start(address: &str) -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        // Its bytes have no place of their own; src/worker_boot.js looks here for its module.
        options.set_name(&boot::text("files")?);
        let inner = web_sys::Worker::new_with_options(address, &options).ok()?;
        let (sender, inbox) = mpsc::unbounded();
        let sender = Rc::new(sender);
        let on_message = {
            let sender = Rc::clone(&sender);
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let _ = sender.unbounded_send(FromWorker::Message(event.data()));
            })
        };
        let on_error = Closure::<dyn FnMut()>::new(move || {
            let _ = sender.unbounded_send(FromWorker::Failed);
        });
        inner.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        inner.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Self {
            inner,
            inbox,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Sends a header text and bytes; the bytes are moved to the worker, not copied again.
    pub fn post(&self, header: &str, bytes: &[u8]) -> bool {
        let payload = js_sys::Uint8Array::from(bytes);
        let message = js_sys::Array::of2(&header.into(), &payload);
        let transfer = js_sys::Array::of1(&payload.buffer());
        self.inner.post_message_with_transfer(&message, &transfer).is_ok()
    }

    /// The same with a file's contents, moved on without a copy.
    pub fn post_contents(&self, header: &str, contents: &super::file::Contents) -> bool {
        let payload = js_sys::Uint8Array::new(&contents.0);
        let message = js_sys::Array::of2(&header.into(), &payload);
        let transfer = js_sys::Array::of1(&contents.0);
        self.inner.post_message_with_transfer(&message, &transfer).is_ok()
    }

    /// The next (header text, payload) from the worker; `None` when it failed.
    pub async fn next(&mut self) -> Option<(String, Payload)> {
        match self.inbox.next().await? {
            FromWorker::Message(message) => split(&message),
            FromWorker::Failed => None,
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.inner.terminate();
    }
}

/// A message of `post`'s shape taken apart.
pub fn split(message: &JsValue) -> Option<(String, Payload)> {
    let parts: &js_sys::Array = message.dyn_ref()?;
    let header = parts.get(0).as_string()?;
    let payload = match parts.get(1).dyn_into::<js_sys::Uint8Array>() {
        Ok(bytes) => Payload::Bytes(bytes.to_vec()),
        Err(other) => Payload::Held(Blob(other.dyn_into().ok()?)),
    };
    Some((header, payload))
}

/// The way back to the page, inside the worker.
#[derive(Clone)]
pub struct Post(DedicatedWorkerGlobalScope);

impl Post {
    /// Sends a header and bytes.
    pub fn bytes(&self, header: &str, bytes: &[u8]) {
        let payload = js_sys::Uint8Array::from(bytes);
        let message = js_sys::Array::of2(&header.into(), &payload);
        let transfer = js_sys::Array::of1(&payload.buffer());
        let _ = self.0.post_message_with_transfer(&message, &transfer);
    }

    /// Sends a header and bytes that the browser holds from now on; false when it has no room for them.
    pub fn held(&self, header: &str, bytes: &[u8]) -> bool {
        let Some(Blob(blob)) = Blob::of(bytes) else {
            return false;
        };
        let message = js_sys::Array::of2(&header.into(), &blob);
        self.0.post_message(&message).is_ok()
    }
}

/// Inside the worker: answers every message with `handle`, which may post back any number of times.
pub fn serve(handle: impl Fn(String, Vec<u8>, &Post) + 'static) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let post = Post(scope.clone());
    let ready = post.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some((header, payload)) = split(&event.data()) {
            handle(header, payload.bytes(), &post);
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    ready.bytes("ready", &[]);
}
