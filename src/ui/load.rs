//! In which state is something that is being fetched, and how does a fetch reach the screen without outliving its page?

use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use futures::future::{AbortHandle, LocalBoxFuture, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

use crate::browser::online::Watch;

/// After this long a quiet skeleton turns into a visible "Loading".
const SLOW_AFTER: Duration = Duration::from_millis(400);
/// A network that is back changes addresses and routes for a moment more, by which what is asked at once is often lost.
const NETWORK_SETTLES: Duration = Duration::from_secs(2);

/// The state of one independent part of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Load<T, E> {
    /// On its way, for less than 400 ms.
    #[default]
    Loading,
    /// On its way, and long enough to say so.
    Slow,
    /// Here.
    Ready(T),
    /// It failed; the error is worded by `text::explain`.
    Failed(E),
}

impl<T, E> Load<T, E> {
    /// True while nothing has arrived.
    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::Loading | Self::Slow)
    }

    /// The value, once it is here.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            _ => None,
        }
    }

    /// The error, if it failed.
    pub fn failed(&self) -> Option<&E> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}

type Fetch<T, E> = Rc<dyn Fn() -> LocalBoxFuture<'static, Result<T, E>>>;

/// Fetches into a [`Load`]: the latest fetch wins, an older one is dropped, and all end with the owner that made the loader.
pub struct Loader<T: Send + Sync + 'static, E: Send + Sync + 'static> {
    state: RwSignal<Load<T, E>>,
    refreshing: RwSignal<bool>,
    running: StoredValue<Option<AbortHandle>>,
    /// Whether what is running may be lost with the network's change, and is fetched once more in that case.
    once_more: StoredValue<bool>,
    fetch: StoredValue<SendWrapper<Fetch<T, E>>>,
}

impl<T: Send + Sync + 'static, E: Send + Sync + 'static> Clone for Loader<T, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static, E: Send + Sync + 'static> Copy for Loader<T, E> {}

impl<T: Send + Sync + 'static, E: Send + Sync + 'static> Loader<T, E> {
    /// Makes a loader and starts its first fetch.
    pub fn new<F>(fetch: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, E>> + 'static,
    {
        let loader = Self::idle(fetch);
        loader.reload();
        loader
    }

    /// Makes a loader that waits for the first [`reload`](Self::reload).
    pub fn idle<F>(fetch: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, E>> + 'static,
    {
        let fetch: Fetch<T, E> = Rc::new(move || Box::pin(fetch()));
        let loader = Self {
            state: RwSignal::new(Load::Loading),
            refreshing: RwSignal::new(false),
            running: StoredValue::new(None),
            once_more: StoredValue::new(false),
            fetch: StoredValue::new(SendWrapper::new(fetch)),
        };
        let running = loader.running;
        on_cleanup(move || stop(running));
        loader.follow_network();
        loader
    }

    /// The state to draw.
    pub fn state(self) -> RwSignal<Load<T, E>> {
        self.state
    }

    /// True while a [`refresh`](Self::refresh) runs behind content that is already shown.
    pub fn refreshing(self) -> Signal<bool> {
        self.refreshing.into()
    }

    /// Starts again from the skeleton.
    pub fn reload(self) {
        self.state.try_set(Load::Loading);
        self.start();
    }

    /// Fetches anew and keeps what is shown until the answer is here.
    pub fn refresh(self) {
        self.start();
    }

    /// The same where something can be shown that came from elsewhere.
    pub fn refresh_behind(self, shown: T) {
        self.state.try_set(Load::Ready(shown));
        self.start();
    }

    /// What failed is fetched anew once the network is back, and once more if that fails as well.
    fn follow_network(self) {
        let watch = Watch::new(move |online| {
            if online {
                self.fetch_failed();
                self.once_more
                    .try_set_value(self.refreshing.try_get_untracked() == Some(true));
            }
        });
        // Kept for as long as the loader.
        StoredValue::new_local(watch);
    }

    /// Fetches anew what failed and isn't being fetched.
    fn fetch_failed(self) {
        let failed = self.state.try_with_untracked(|state| state.failed().is_some());
        if failed == Some(true) && self.refreshing.try_get_untracked() == Some(false) {
            self.refresh();
        }
    }

    fn start(self) {
        let Some(coming) = self.fetch.try_with_value(|fetch| fetch()) else {
            return;
        };
        stop(self.running);
        self.once_more.try_set_value(false);
        let (coming, handle) = abortable(coming);
        self.running.try_set_value(Some(handle.clone()));
        self.refreshing.try_set(true);
        set_timeout(
            move || {
                if !handle.is_aborted()
                    && self.state.try_with_untracked(|state| matches!(state, Load::Loading)) == Some(true)
                {
                    self.state.try_set(Load::Slow);
                }
            },
            SLOW_AFTER,
        );
        spawn_local(async move {
            // Aborted: a later fetch took over or the page is gone.
            let Ok(outcome) = coming.await else { return };
            self.refreshing.try_set(false);
            let once_more = outcome.is_err() && self.once_more.try_get_value() == Some(true);
            self.state.try_set(match outcome {
                Ok(value) => Load::Ready(value),
                Err(error) => Load::Failed(error),
            });
            if once_more {
                set_timeout(move || self.fetch_failed(), NETWORK_SETTLES);
            }
        });
    }
}

fn stop(running: StoredValue<Option<AbortHandle>>) {
    if let Some(Some(handle)) = running.try_with_value(Clone::clone) {
        handle.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::Load;

    #[test]
    fn only_the_first_two_states_are_waiting() {
        assert!(Load::<(), ()>::Loading.is_waiting());
        assert!(Load::<(), ()>::Slow.is_waiting());
        assert!(!Load::<u8, ()>::Ready(1).is_waiting());
        assert!(!Load::<(), u8>::Failed(1).is_waiting());
    }
}
