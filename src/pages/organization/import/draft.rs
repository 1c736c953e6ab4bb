//! What was typed for an import and not used: kept through a lock, a reload and the end of a session, and offered again. The file
//! isn't kept; it is chosen anew.

use crate::ui::live::drawn;
use leptos::prelude::*;

use super::destination::{destination_named, name_of};
use super::state::{ImportState, focus_step};
use crate::browser::intl;
use crate::json::message;
use crate::model::import::{Destination, Existing};
use crate::text::{locale, tag};
use crate::ui::{Banner, Button, Tone};
use crate::{say, tr};

message! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Typed {
        approved: bool,
        approved_by: String,
        destination: String,
    }
}

impl ImportState {
    fn form(self) -> String {
        self.client.with_untracked(|client| format!("import {}", client.id))
    }

    /// Looks for a draft, and keeps what is typed from now on.
    pub(super) fn follow_draft(self) {
        self.look_for_draft();
        Effect::new(move |_| {
            let wanted = self.wanted.get_value();
            let chosen = self.destination.with(name_of);
            let typed = Typed {
                approved: self.approved.get(),
                approved_by: self.approved_by.get(),
                // Until a file is chosen again, the draft's own destination stands.
                destination: if wanted.is_empty() { chosen } else { wanted },
            };
            let untouched = !typed.approved
                && typed.approved_by.trim().is_empty()
                && self
                    .destination
                    .with(|destination| *destination == Destination::AsInFile);
            if !untouched {
                self.session.keep_draft(&self.form(), Some(&typed));
                self.draft_at.try_set(None);
            }
        });
    }

    #[allow(clippy::cast_precision_loss)]
    pub(super) fn look_for_draft(self) {
        let found = self.session.draft::<Typed>(&self.form());
        self.draft_at.try_set(found.map(|(at, _)| at as f64));
    }

    pub(super) fn forget_draft(self) {
        self.session.keep_draft(&self.form(), None);
        self.draft_at.try_set(None);
    }

    fn use_draft(self) {
        if let Some((_, typed)) = self.session.draft::<Typed>(&self.form()) {
            self.wanted.set_value(typed.destination);
            self.approved.set(typed.approved);
            self.approved_by.set(typed.approved_by);
        }
        self.draft_at.set(None);
    }

    /// The destination of a draft, once it is known what there is to choose from.
    pub(super) fn take_wanted(self, existing: &[Existing]) {
        let wanted = self.wanted.try_update_value(std::mem::take).unwrap_or_default();
        if !wanted.is_empty() {
            self.destination.try_set(destination_named(&wanted, existing));
        }
    }
}

/// The offer goes away with the button that had the focus.
fn answered(state: ImportState, answer: fn(ImportState)) {
    answer(state);
    focus_step();
}

/// The draft on offer (ui/copy.md 7).
pub(super) fn draw_draft(state: ImportState) -> impl IntoView {
    drawn(move || {
        let at = state.draft_at.get()?;
        let title = move || {
            let time = intl::instant(tag(locale()), at, true);
            state
                .client
                .with(|client| say!(draft.found, time = time, client = &client.name))
        };
        let actions = move || {
            view! {
                <Button label=tr!(draft.take) on_pressed=move |()| answered(state, ImportState::use_draft) />
                <Button label=tr!(draft.throw_away) on_pressed=move |()| answered(state, ImportState::forget_draft) />
            }
        };
        Some(view! {
            <Banner title=Signal::derive(title) tone=Tone::Info live=true actions=actions>
                <p>{tr!(draft.import)}</p>
            </Banner>
        })
    })
}
