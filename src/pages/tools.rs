//! What opens over any page: the palette, the list of shortcuts, what is kept in this browser, a list's columns and views. One
//! at a time; drawn by a part of the page that is fetched apart.

use leptos::prelude::*;

use super::view::ListView;
use crate::ui::IconShape;

/// What can be open.
#[derive(Clone)]
pub enum Tool {
    Palette,
    Shortcuts,
    Kept,
    Views(Box<ListView>),
}

/// Opens and closes; a handle to copy around. Provided by the frame.
#[derive(Clone, Copy)]
pub struct Tools {
    open: RwSignal<Option<Tool>>,
    commands: RwSignal<Vec<Command>>,
}

/// Something that the open page can do, offered in the palette.
#[derive(Clone, Copy)]
pub struct Command {
    pub label: Signal<String>,
    pub icon: IconShape,
    pub run: Callback<()>,
}

/// Makes them for everything below; called once by the frame.
pub fn provide_tools() -> Tools {
    let tools = Tools {
        open: RwSignal::new(None),
        commands: RwSignal::new(Vec::new()),
    };
    provide_context(tools);
    tools
}

/// The tools; only below the frame.
pub fn use_tools() -> Tools {
    expect_context()
}

impl Tools {
    /// What is open, tracked.
    pub fn now(self) -> Option<Tool> {
        self.open.get()
    }

    pub fn open(self, tool: Tool) {
        self.open.set(Some(tool));
    }

    pub fn close(self) {
        self.open.try_set(None);
    }

    /// What the open page can do.
    pub fn commands(self) -> Vec<Command> {
        self.commands.get_untracked()
    }

    /// Offers what a page can do, until its cleanup. Once per page.
    pub fn offer(self, commands: Vec<Command>) {
        self.commands.set(commands);
        on_cleanup(move || drop(self.commands.try_set(Vec::new())));
    }
}
