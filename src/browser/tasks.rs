//! What goes on beside the drawing: every task ends with the page that began it, whatever it waits for. Its requests are given up
//! by that, and none wakes in a page that is gone.

use std::cell::RefCell;

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use futures::channel::oneshot::{self, Receiver, Sender};
use futures::future::{FutureExt, Shared, select};

/// The page there is: dropping the first ends everything that waits for the second.
type Page = (Sender<()>, Shared<Receiver<()>>);

thread_local! {
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
}

/// From now on tasks belong to a new page.
pub fn begin() {
    // Refused the second time, when it is done.
    let _ = Executor::init_custom_executor(Tasks);
    let (end, ended) = oneshot::channel();
    PAGE.set(Some((end, ended.shared())));
}

/// Ends every task of the page.
pub fn end() {
    PAGE.take();
}

struct Tasks;

impl CustomExecutor for Tasks {
    fn spawn(&self, task: PinnedFuture<()>) {
        self.spawn_local(task);
    }

    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        let ended = PAGE.with_borrow(|page| page.as_ref().map(|(_, ended)| ended.clone()));
        if let Some(ended) = ended {
            wasm_bindgen_futures::spawn_local(select(ended, task).map(drop));
        }
    }

    fn poll_local(&self) {}
}
