//! An address of our own, for a host page whose router has the address bar. How the host scrolls is left to it.

use std::cell::RefCell;

use super::store::Store;

pub(super) struct Memory {
    steps: RefCell<Steps>,
}

/// The present address and the way to it.
struct Steps {
    before: Vec<String>,
    current: String,
}

impl Memory {
    pub(super) fn new(start: &str) -> Self {
        let steps = Steps {
            before: Vec::new(),
            current: start.to_owned(),
        };
        Self {
            steps: RefCell::new(steps),
        }
    }
}

impl Store for Memory {
    fn current(&self) -> String {
        self.steps.borrow().current.clone()
    }

    fn push(&self, address: &str) {
        let mut steps = self.steps.borrow_mut();
        let before = std::mem::replace(&mut steps.current, address.to_owned());
        steps.before.push(before);
    }

    fn replace(&self, address: &str) {
        address.clone_into(&mut self.steps.borrow_mut().current);
    }

    fn back(&self) {
        let mut steps = self.steps.borrow_mut();
        if let Some(before) = steps.before.pop() {
            steps.current = before;
        }
    }

    fn scroll(&self) {}
}
