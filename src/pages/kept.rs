//! What a page has read and keeps showing while it is read anew: at once where it was seen before, with its age until a newer
//! answer is here.

use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use futures::future::LocalBoxFuture;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::browser::clock::now_ms;
use crate::session::seen::{SeenKey, Sight};
use crate::session::{Failure, Session};
use crate::text::{locale, tag};
use crate::ui::{Loader, Memo};

/// An answer of any kind: the code for reading, keeping and forgetting is made once for all of them.
type Answer = Arc<dyn Any + Send + Sync>;
/// An answer on its way, with the number of rows that it counts for.
type Fetch = Rc<dyn Fn() -> LocalBoxFuture<'static, Result<(Answer, usize), Failure>>>;

/// A loader seen by a page that keeps showing the last answer while a refresh runs or after it failed.
pub struct Kept<T> {
    loader: Loader<Answer, Failure>,
    /// The last answer.
    pub value: Value<T>,
    /// Why there is no newer answer.
    pub failure: Memo<Option<Failure>>,
    /// When what is shown was read (milliseconds since 1970 UTC), as long as a newer answer is due.
    pub as_of: RwSignal<Option<f64>>,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kept<T> {}

/// The last answer, to read.
pub struct Value<T> {
    answer: Memo<Option<Answer>>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Value<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Value<T> {}

impl<T: Send + Sync + 'static> Value<T> {
    /// Tracked.
    pub fn get(self) -> Option<Arc<T>> {
        self.answer.get()?.downcast().ok()
    }

    /// Tracked.
    pub fn with<U>(self, read: impl FnOnce(&Option<Arc<T>>) -> U) -> U {
        read(&self.get())
    }
}

/// Which list it is, and how many rows it counts for among all that are kept in memory.
pub struct About<T> {
    pub session: Session,
    /// The client or provider that it belongs to.
    pub owner: String,
    /// Its name among the owner's; what is read under one name is always of one type.
    pub list: &'static str,
    pub rows: fn(&T) -> usize,
}

impl<T: Send + Sync + 'static> Kept<T> {
    /// Shows what was seen of it before, and reads it by `fetch`.
    pub fn new<F>(about: About<T>, fetch: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, Failure>> + 'static,
    {
        let rows = about.rows;
        let fetch = move || -> LocalBoxFuture<'static, Result<(Answer, usize), Failure>> {
            let coming = fetch();
            Box::pin(async move {
                let value = coming.await?;
                let rows = rows(&value);
                let answer: Answer = Arc::new(value);
                Ok((answer, rows))
            })
        };
        let key = about
            .session
            .seen_key(&about.owner, about.list, untrack(|| tag(locale())));
        let (loader, as_of) = load(about.session, key, Rc::new(fetch));
        let answer = last_answer(loader);
        Self {
            loader,
            value: Value {
                answer,
                of: PhantomData,
            },
            failure: last_failure(loader),
            as_of,
        }
    }

    /// Reads it anew when the language changes, since it is put in order by the language.
    pub fn in_order(self) -> Self {
        follow_language(self.loader, self.value.answer);
        self
    }
}

impl<T> Kept<T> {
    /// Nothing has come yet, neither answer nor failure. Tracked.
    pub fn waiting(self) -> bool {
        !self.is_here() && self.failure.with(Option::is_none)
    }

    /// Whether there is an answer. Tracked.
    pub fn is_here(self) -> bool {
        self.value.answer.with(Option::is_some)
    }

    /// Asks again: behind what is shown, or from the skeleton where there is nothing.
    pub fn again(self) {
        again(self.loader, self.value.answer);
    }

    pub fn refreshing(self) -> Signal<bool> {
        self.loader.refreshing()
    }

    /// What the end of a list's tools tells of it: its age, and whether it is being read.
    pub fn progress(self) -> (Signal<Option<f64>>, Signal<bool>) {
        (self.as_of.into(), self.refreshing())
    }
}

// From here on nothing depends on the type of the answer.

fn again(loader: Loader<Answer, Failure>, answer: Memo<Option<Answer>>) {
    if answer.with_untracked(Option::is_none) {
        loader.reload();
    } else {
        loader.refresh();
    }
}

fn follow_language(loader: Loader<Answer, Failure>, answer: Memo<Option<Answer>>) {
    Effect::new(move |before: Option<&str>| {
        let now = tag(locale());
        if before.is_some_and(|before| before != now) {
            again(loader, answer);
        }
        now
    });
}

fn last_failure(loader: Loader<Answer, Failure>) -> Memo<Option<Failure>> {
    Memo::new(move |_| loader.state().with(|state| state.failed().cloned()))
}

fn load(session: Session, key: Option<SeenKey>, fetch: Fetch) -> (Loader<Answer, Failure>, RwSignal<Option<f64>>) {
    let before = key.as_ref().and_then(|key| session.seen(key));
    let shown_at = StoredValue::new(before.as_ref().map(|sight| sight.at_ms));
    let as_of = RwSignal::new(shown_at.get_value());
    let fetch = move || {
        let (key, coming) = (key.clone(), fetch());
        async move {
            session.require_open()?;
            match coming.await {
                Ok((what, rows)) => {
                    let at_ms = now_ms();
                    shown_at.try_set_value(Some(at_ms));
                    as_of.try_set(None);
                    if let Some(key) = key {
                        let what = Arc::clone(&what);
                        session.keep_seen(key, Sight { what, at_ms, rows });
                    }
                    Ok(what)
                }
                Err(failure) => {
                    as_of.try_set(shown_at.try_get_value().flatten());
                    if let Some(key) = key.filter(|_| is_refusal(&failure)) {
                        session.forget_seen(&key);
                    }
                    Err(failure)
                }
            }
        }
    };
    let loader = Loader::idle(fetch);
    match before {
        Some(sight) => loader.refresh_behind(sight.what),
        None => loader.reload(),
    }
    (loader, as_of)
}

/// Who was refused a list isn't shown it at the next visit either.
fn is_refusal(failure: &Failure) -> bool {
    matches!(failure, Failure::Api(ApiError::Forbidden { .. } | ApiError::NotFound))
}

fn last_answer(loader: Loader<Answer, Failure>) -> Memo<Option<Answer>> {
    Memo::told_apart(
        move |before: Option<&Option<Answer>>| {
            let now = loader.state().with(|state| state.ready().cloned());
            now.or_else(|| before.cloned().flatten())
        },
        |before, now| match (before, now) {
            (Some(before), Some(now)) => Arc::ptr_eq(before, now),
            (None, None) => true,
            _ => false,
        },
    )
}
