//! The columns of a list, and its saved views: save, show, rename, delete.

use leptos::prelude::*;

use super::columns::draw_columns;
use crate::browser::document;
use crate::json::{ToJson, message};
use crate::pages::tools::use_tools;
use crate::pages::view::ListView;
use crate::session::desk::View;
use crate::session::{Failure, Session, use_session};
use crate::text::explain::explain;
use crate::text::isolated;
use crate::ui::focus::after_drawing;
use crate::ui::live::{derived, drawn};
use crate::ui::{Banner, Button, ButtonRank, Dialog, Field, TextInput, Tone, foreign, use_announcer};
use crate::{say, tr};

const LONGEST_NAME: u32 = 60;
const NAME: &str = "dialog .view-name input";

message! {
    /// A name that is typed and not used, and whose new one it is to be.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    struct Typed {
        name: String,
        renaming: String,
    }
}

/// What the dialog knows; a handle to copy around.
#[derive(Clone, Copy)]
struct State {
    view: ListView,
    session: Session,
    name: RwSignal<String>,
    problem: RwSignal<Option<String>>,
    /// The view that gets another name.
    renaming: RwSignal<Option<String>>,
    /// The view deleted last, which can be brought back.
    deleted: RwSignal<Option<View>>,
    failure: RwSignal<Option<Failure>>,
}

/// The dialog; drawn while it is open.
#[component]
pub fn ViewsDialog(list: ListView) -> impl IntoView {
    let (tools, announcer) = (use_tools(), use_announcer());
    let state = State {
        view: list,
        session: use_session(),
        name: RwSignal::new(String::new()),
        problem: RwSignal::new(None),
        renaming: RwSignal::new(None),
        deleted: RwSignal::new(None),
        failure: RwSignal::new(None),
    };
    state.follow_draft();
    let told = Callback::new(move |outcome: Result<(), Failure>| state.failure.set(outcome.err()));
    let close = move |()| {
        state.keep(None);
        tools.close();
    };
    let submit = move |()| {
        if let Some(said) = state.submit() {
            announcer.announce(said);
        }
    };
    let failed = move || {
        let words = explain(&state.failure.get()?);
        let text = words.text();
        Some(view! { <Banner title=words.title tone=Tone::Danger live=true>{text}</Banner> })
    };
    let title = derived(move || say!(desk.views_title, list = list.title.get()));
    let footer = move || view! { <Button label=tr!(common.close) on_pressed=close /> };
    view! {
        <Dialog open=true title=title on_close=close on_submit=submit footer=footer>
            {drawn(failed)}
            {draw_columns(list, told)}
            {draw_views(state)}
            {draw_form(state)}
            <p class="muted">{tr!(desk.where_)}</p>
        </Dialog>
    }
}

impl State {
    fn form(self) -> String {
        format!("view of {}", self.view.list)
    }

    fn keep(self, typed: Option<&Typed>) {
        self.session
            .keep_draft(&self.form(), typed.map(|typed| typed as &dyn ToJson));
    }

    /// Takes up what was typed before a lock or the end of the session, and keeps what is typed from now on.
    fn follow_draft(self) {
        if let Some((_, typed)) = self.session.draft::<Typed>(&self.form()) {
            self.name.set(typed.name);
            self.renaming.set(Some(typed.renaming).filter(|name| !name.is_empty()));
        }
        Effect::new(move |_| {
            let typed = Typed {
                name: self.name.get(),
                renaming: self.renaming.get().unwrap_or_default(),
            };
            self.keep(Some(&typed).filter(|typed| !typed.name.is_empty()));
        });
    }

    /// Saves or renames; what to say when it is done.
    fn submit(self) -> Option<String> {
        let name = self.name.get_untracked().trim().to_owned();
        if name.is_empty() {
            self.problem.set(Some(say!(desk.view_no_name)));
            document::focus(NAME);
            return None;
        }
        let done = match self.renaming.get_untracked() {
            None => self.view.save(self.view.as_view(&name)).map(|()| true),
            Some(before) => self.view.rename(&before, &name),
        };
        match done {
            Ok(true) => {
                self.end_form();
                Some(say!(desk.view_saved, name = name))
            }
            Ok(false) => {
                self.problem.set(Some(say!(desk.view_name_taken)));
                document::focus(NAME);
                None
            }
            Err(failure) => {
                self.failure.set(Some(failure));
                None
            }
        }
    }

    fn end_form(self) {
        self.name.set(String::new());
        self.problem.set(None);
        self.renaming.set(None);
        self.failure.set(None);
        document::focus(NAME);
    }

    fn rename(self, name: &str) {
        self.renaming.set(Some(name.to_owned()));
        self.name.set(name.to_owned());
        self.problem.set(None);
        document::focus(NAME);
    }

    fn delete(self, view: View) {
        self.failure.set(self.view.delete(&view.name).err());
        self.deleted.set(Some(view));
        after_drawing(|| {
            document::focus("dialog .view-deleted button");
        });
    }

    fn bring_back(self) {
        if let Some(view) = self.deleted.try_update(Option::take).flatten() {
            self.failure.set(self.view.save(view).err());
            document::focus(NAME);
        }
    }
}

fn draw_views(state: State) -> AnyView {
    let list = move || {
        let views = state.view.views();
        if views.is_empty() {
            return view! { <p class="muted">{say!(desk.views_none)}</p> }.into_any();
        }
        let lines: Vec<_> = views.into_iter().map(|view| draw_view(state, view)).collect();
        view! { <ul class="column-list">{lines}</ul> }.into_any()
    };
    let deleted = move || {
        let name = state.deleted.with(|view| view.as_ref().map(|view| view.name.clone()))?;
        Some(view! {
            <p class="view-deleted" role="status">
                <span>{say!(desk.view_deleted, name = name)}</span>
                <Button label=tr!(desk.undo) on_pressed=move |()| state.bring_back() />
            </p>
        })
    };
    view! {
        <section class="desk-part">
            <h3>{tr!(desk.views_saved)}</h3>
            {drawn(list)}
            {drawn(deleted)}
        </section>
    }
    .into_any()
}

fn draw_view(state: State, view: View) -> AnyView {
    let tools = use_tools();
    let name = view.name.clone();
    let named = |words: String| Signal::stored(Some(format!("{words}: {}", isolated(&name))));
    let (show, rename, delete) = (
        named(say!(desk.view_show)),
        named(say!(desk.view_rename)),
        named(say!(desk.view_delete)),
    );
    let shown = view.clone();
    let show_it = move |()| {
        state.view.apply(&shown);
        tools.close();
    };
    let before = name.clone();
    let rename_it = move |()| state.rename(&before);
    let delete_it = move |()| state.delete(view.clone());
    view! {
        <li>
            <span class="view-label">{foreign(name)}</span>
            <span class="column-moves">
                <Button label=tr!(desk.view_show) name=show rank=ButtonRank::Quiet on_pressed=show_it />
                <Button label=tr!(desk.view_rename) name=rename rank=ButtonRank::Quiet on_pressed=rename_it />
                <Button label=tr!(desk.view_delete) name=delete rank=ButtonRank::Quiet on_pressed=delete_it />
            </span>
        </li>
    }
    .into_any()
}

fn draw_form(state: State) -> AnyView {
    let label = derived(move || match state.renaming.get() {
        Some(name) => say!(desk.view_new_name, name = name),
        None => say!(desk.view_name),
    });
    let verb = derived(move || match state.renaming.get() {
        Some(_) => say!(desk.view_rename),
        None => say!(desk.view_save),
    });
    let cancel = move || {
        state.renaming.get()?;
        Some(view! { <Button label=tr!(common.cancel) on_pressed=move |()| state.end_form() /> })
    };
    view! {
        <div class="view-name">
            <Field label=label hint=tr!(desk.view_hint) error=state.problem>
                <TextInput value=state.name maxlength=LONGEST_NAME />
            </Field>
            <div class="form-actions">
                <Button label=verb rank=ButtonRank::Primary submit=true />
                {drawn(cancel)}
            </div>
        </div>
    }
    .into_any()
}
