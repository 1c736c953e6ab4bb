//! An address of our own, for a host page whose router has the address bar. How the host scrolls is left to it: it hears of
//! every change.

use std::cell::RefCell;

use super::store::Store;

pub(super) struct Memory {
    steps: RefCell<Steps>,
    tell: Box<dyn Fn(&str)>,
}

/// The present address and the way to it.
struct Steps {
    before: Vec<String>,
    current: String,
}

impl Memory {
    pub(super) fn new(start: &str, tell: Box<dyn Fn(&str)>) -> Self {
        let steps = Steps {
            before: Vec::new(),
            current: start.to_owned(),
        };
        Self {
            steps: RefCell::new(steps),
            tell,
        }
    }

    fn step(&self, change: impl FnOnce(&mut Steps)) {
        let now = {
            let mut steps = self.steps.borrow_mut();
            change(&mut steps);
            steps.current.clone()
        };
        // Not while the steps are borrowed: the host may answer by a step of its own.
        (self.tell)(&now);
    }
}

impl Store for Memory {
    fn current(&self) -> String {
        self.steps.borrow().current.clone()
    }

    fn push(&self, address: &str) {
        self.step(|steps| {
            let before = std::mem::replace(&mut steps.current, address.to_owned());
            steps.before.push(before);
        });
    }

    fn replace(&self, address: &str) {
        self.step(|steps| address.clone_into(&mut steps.current));
    }

    fn back(&self) {
        let before = self.steps.borrow_mut().before.pop();
        if let Some(before) = before {
            self.step(|steps| steps.current = before);
        }
    }

    fn scroll(&self) {}
}
