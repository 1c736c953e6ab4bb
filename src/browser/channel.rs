//! Texts between the tabs of this browser that come from the same server.

use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::MessageEvent;

#[wasm_bindgen]
extern "C" {
    type BroadcastChannel;

    #[wasm_bindgen(constructor, catch)]
    fn new(name: &str) -> Result<BroadcastChannel, wasm_bindgen::JsValue>;

    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post_message(this: &BroadcastChannel, text: &str) -> Result<(), wasm_bindgen::JsValue>;

    #[wasm_bindgen(method, setter, js_name = onmessage)]
    fn set_on_message(this: &BroadcastChannel, callback: Option<&js_sys::Function>);

    #[wasm_bindgen(method)]
    fn close(this: &BroadcastChannel);
}

struct Inside {
    channel: BroadcastChannel,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.channel.set_on_message(None);
        self.channel.close();
    }
}

/// A channel that every tab opens under the same name; nobody hears himself.
pub struct Channel(SendWrapper<Inside>);

impl Channel {
    /// `None` in a browser without channels.
    pub fn open(name: &str, heard: impl Fn(String) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                heard(text);
            }
        });
        channel.set_on_message(Some(heard.as_ref().unchecked_ref()));
        Some(Self(SendWrapper::new(Inside { channel, _heard: heard })))
    }

    pub fn post(&self, text: &str) {
        // Refused only by a channel that is closed.
        let _ = self.0.channel.post_message(text);
    }
}
