//! Long work in slices: every few milliseconds the browser gets its turn, so that typing, scrolling and drawing go on meanwhile.

use std::cmp::Ordering;

/// How long a slice may take, in milliseconds. A frame has 16, of which the browser needs its part.
#[cfg(target_arch = "wasm32")]
const SLICE: f64 = 8.0;

/// Watches over one long work.
pub struct Slices {
    #[cfg(target_arch = "wasm32")]
    began: f64,
}

#[cfg(target_arch = "wasm32")]
impl Slices {
    pub fn begin() -> Self {
        let began = super::clock::now_ms();
        Self { began }
    }

    /// Between two steps of the work: gives the browser its turn once the slice is used up.
    pub async fn turn(&mut self) {
        let spent = super::clock::now_ms() - self.began;
        // After a clock was set back nobody knows how long the slice took.
        if !(0.0..SLICE).contains(&spent) {
            next_task().await;
            self.began = super::clock::now_ms();
        }
    }
}

/// On the host nobody waits for a turn.
#[cfg(not(target_arch = "wasm32"))]
impl Slices {
    pub fn begin() -> Self {
        Self {}
    }

    #[allow(clippy::unused_async)]
    pub async fn turn(&mut self) {}
}

/// Waits for the next task of the event loop. By a message, since timers are held back in nested calls and hidden tabs.
#[cfg(target_arch = "wasm32")]
pub async fn next_task() {
    let Ok(channel) = web_sys::MessageChannel::new() else {
        return;
    };
    let port = channel.port1();
    let promise = js_sys::Promise::new(&mut |resolve, _| port.set_onmessage(Some(&resolve)));
    if channel.port2().post_message(&wasm_bindgen::JsValue::NULL).is_ok() {
        // The promise has no way to be refused.
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    }
    port.close();
}

/// On the host there are no tasks to wait for.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async)]
pub async fn next_task() {}

/// The numbers below `count` in the order of `compare`, by merging in slices; what compares equal keeps its order.
pub async fn sorted(count: u32, compare: &dyn Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut slices = Slices::begin();
    let mut order: Vec<u32> = (0..count).collect();
    let mut width = 1;
    while width < order.len() {
        let mut merged = Vec::with_capacity(order.len());
        for pair in order.chunks(2 * width) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
            loop {
                let next = match (left.peek(), right.peek()) {
                    (Some(a), Some(b)) if compare(**a, **b).is_le() => left.next(),
                    (_, Some(_)) => right.next(),
                    (_, None) => left.next(),
                };
                let Some(next) = next else { break };
                merged.push(*next);
                slices.turn().await;
            }
        }
        order = merged;
        width *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use proptest::prelude::*;

    use super::sorted;

    proptest! {
        #[test]
        fn the_order_is_that_of_a_stable_sort(keys in proptest::collection::vec(0_u8..20, 0..200)) {
            let count = u32::try_from(keys.len()).unwrap();
            let key = |number: u32| keys[number as usize];
            let mut wanted: Vec<u32> = (0..count).collect();
            wanted.sort_by_key(|number| key(*number));
            let order = sorted(count, &|a, b| key(a).cmp(&key(b))).now_or_never();
            prop_assert_eq!(order, Some(wanted));
        }
    }
}
