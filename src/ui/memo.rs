//! A value computed from signals and kept until it changes: the framework's own `Memo` with one type of value inside, since its code
//! for a memo is else made again for every type that a page computes.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{Get, GetUntracked, Memo as Inner, Signal, Track};

use super::live::derived;

type Value = Arc<dyn Any + Send + Sync>;
type Compute = Box<dyn Fn(Option<&Kept>) -> Kept + Send + Sync>;
type Same = Arc<dyn Fn(&Value, &Value) -> bool + Send + Sync>;

#[derive(Clone)]
struct Kept {
    value: Value,
    same: Same,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&self.value, &other.value)
    }
}

/// A handle to copy around. Whoever reads it is told of changes only, not of every computation.
pub struct Memo<T> {
    inner: Inner<Kept>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: Send + Sync + 'static> Memo<T> {
    /// Computed by `compute`, which gets the value before; changed when it is another by `==`.
    pub fn new(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self
    where
        T: PartialEq,
    {
        Self::told_apart(compute, T::eq)
    }

    /// The same for values that are told apart in another way.
    pub fn told_apart(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static, same: fn(&T, &T) -> bool) -> Self {
        let same: Same = Arc::new(move |before, now| same(read(before), read(now)));
        let compute = move |before: Option<&Kept>| Kept {
            value: Arc::new(compute(before.map(|kept| read(&kept.value)))),
            same: Arc::clone(&same),
        };
        Self {
            inner: keep(Box::new(compute)),
            of: PhantomData,
        }
    }

    /// A look at the value, tracked.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(read(&self.inner.get().value))
    }

    /// A look at the value.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(read(&self.inner.get_untracked().value))
    }

    /// The same, `None` once the page that made the memo is gone.
    pub fn try_with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        Some(look(read(&self.inner.try_get_untracked()?.value)))
    }

    /// Told of changes without a look.
    pub fn track(self) {
        self.inner.track();
    }

    /// The value, tracked.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// The value.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }
}

impl<T: Clone + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        derived(move || memo.get())
    }
}

fn keep(compute: Compute) -> Inner<Kept> {
    Inner::new(compute)
}

fn read<T: 'static>(value: &Value) -> &T {
    value.downcast_ref().expect("a memo holds values of its own type")
}
