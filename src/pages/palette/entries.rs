//! Everything that the palette offers this person at this place: clients, pages and actions. Nothing in here can see an item.

use std::sync::Arc;

use leptos::prelude::*;

use super::search::Scope;
use crate::api::ids::OrganizationId;
use crate::browser::address::{CurrentAddress, query, use_current_address};
use crate::browser::{intl, print};
use crate::model::directory::{Directory, OrganizationEntry};
use crate::pages::console_page::{SHORTCUTS, page_name};
use crate::pages::context::{Choices, Theme, use_choices, use_directory};
use crate::pages::tools::{Tool, Tools, use_tools};
use crate::place::{ConsolePage, Place};
use crate::say;
use crate::session::{Desk, Session, use_desk, use_session};
use crate::text::Locale;
use crate::ui::{ComboOption, IconShape, Memo, Toasts, use_toasts};

/// Outlives the palette, which closes before it runs.
pub type Run = Arc<dyn Fn() + Send + Sync>;

/// One thing to find.
#[derive(Clone)]
pub struct Entry {
    pub option: ComboOption,
    pub run: Run,
}

impl Entry {
    fn new(label: String, icon: IconShape, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            option: ComboOption {
                label,
                note: String::new(),
                icon,
                keys: String::new(),
            },
            run: Arc::new(run),
        }
    }

    fn note(mut self, note: impl Into<String>) -> Self {
        self.option.note = note.into();
        self
    }

    fn keys(mut self, keys: impl Into<String>) -> Self {
        self.option.keys = keys.into();
        self
    }
}

/// What entries are made of; a handle to copy around.
#[derive(Clone, Copy)]
pub struct Around {
    session: Session,
    directory: Memo<Directory>,
    desk: Desk,
    tools: Tools,
    choices: Choices,
    address: CurrentAddress,
    toasts: Toasts,
}

/// What is around the palette.
pub fn use_around() -> Around {
    Around {
        session: use_session(),
        directory: use_directory(),
        desk: use_desk(),
        tools: use_tools(),
        choices: use_choices(),
        address: use_current_address(),
        toasts: use_toasts(),
    }
}

impl Around {
    fn go(self, place: &Place) -> impl Fn() + Send + Sync + 'static {
        let href = place.href();
        move || self.address.navigate(&href, false, true)
    }

    /// The client whose console is open.
    fn client(self) -> Option<OrganizationEntry> {
        let id = self.address.path().with_untracked(|path| Place::client_of(path))?;
        self.directory.with_untracked(|all| all.organization(&id).cloned())
    }

    fn client_entry(self, client: &OrganizationEntry) -> Entry {
        let place = Place::Console(client.id.clone(), ConsolePage::Overview);
        let note = if client.enabled {
            String::new()
        } else {
            say!(common.suspended)
        };
        Entry::new(client.name.clone(), icondata_lu::LuBuilding2, self.go(&place)).note(note)
    }

    /// Every client and own organization.
    pub fn clients(self) -> Vec<Entry> {
        self.directory.with_untracked(|all| {
            all.organizations
                .iter()
                .map(|client| self.client_entry(client))
                .collect()
        })
    }

    fn known(self, ids: &[OrganizationId], left_out: &[OrganizationId]) -> Vec<Entry> {
        let ids = ids.iter().filter(|id| !left_out.contains(id));
        self.directory.with_untracked(|all| {
            ids.filter_map(|id| Some(self.client_entry(all.organization(id)?)))
                .collect()
        })
    }

    /// Clients opened lately, but for the one that is open.
    pub fn recent(self) -> Vec<Entry> {
        let here: Vec<_> = self.client().into_iter().map(|client| client.id).collect();
        let ids = untrack(|| self.desk.with(|kept| kept.recent.clone()));
        self.known(&ids, &here)
    }

    pub fn favourites(self) -> Vec<Entry> {
        let ids = untrack(|| self.desk.with(|kept| kept.favourites.clone()));
        self.known(&ids, &[])
    }

    /// Pages of the open client, and the lists of clients.
    pub fn places(self) -> Vec<Entry> {
        let client = self.client();
        let mut entries: Vec<Entry> = client
            .iter()
            .flat_map(|client| {
                let pages = ConsolePage::ALL.into_iter();
                let there = pages.filter(|page| *page != ConsolePage::Groups || client.use_groups);
                there.map(|page| self.page_entry(client, page))
            })
            .collect();
        let providers = self.directory.with_untracked(|all| all.providers.clone());
        let one = providers.len() == 1;
        entries.extend(providers.into_iter().map(|provider| {
            let place = Place::Clients(provider.id);
            let keys = if one { say!(palette.key_clients) } else { String::new() };
            Entry::new(say!(common.clients), icondata_lu::LuBuilding2, self.go(&place))
                .note(provider.name)
                .keys(keys)
        }));
        entries
    }

    fn page_entry(self, client: &OrganizationEntry, page: ConsolePage) -> Entry {
        let place = Place::Console(client.id.clone(), page);
        let letter = SHORTCUTS.iter().find(|(_, other)| *other == page);
        let keys = letter.map(|(letter, _)| format!("g {letter}")).unwrap_or_default();
        Entry::new(page_name(page), icondata_lu::LuArrowRight, self.go(&place))
            .note(client.name.clone())
            .keys(keys)
    }

    /// What can be done here and now.
    pub fn actions(self) -> Vec<Entry> {
        let whose = self.client().map(|client| client.name).unwrap_or_default();
        let mut entries: Vec<Entry> = self
            .tools
            .commands()
            .into_iter()
            .map(|command| {
                let run = command.run;
                // The page that offered it may be gone by then.
                let run = move || {
                    run.try_run(());
                };
                Entry::new(command.label.get_untracked(), command.icon, run).note(whose.clone())
            })
            .collect();
        entries.extend(self.client().map(|client| self.favourite_entry(&client)));
        entries.push(Entry::new(say!(palette.print), icondata_lu::LuPrinter, print::print));
        entries.extend(self.choices());
        let tools = self.tools;
        entries.push(
            Entry::new(say!(palette.shortcuts), icondata_lu::LuKeyboard, move || {
                tools.open(Tool::Shortcuts)
            })
            .keys("?"),
        );
        let kept = move || tools.open(Tool::Kept);
        entries.push(Entry::new(say!(desk.title), icondata_lu::LuHardDrive, kept));
        let session = self.session;
        entries.push(Entry::new(say!(shell.lock_now), icondata_lu::LuLock, move || {
            session.lock()
        }));
        entries.push(Entry::new(say!(common.log_out), icondata_lu::LuLogOut, move || {
            // The next person to sign in starts at the start.
            self.address.leave_at(&Place::Home.href());
            session.sign_out();
        }));
        entries
    }

    fn favourite_entry(self, client: &OrganizationEntry) -> Entry {
        let id = client.id.clone();
        let is = untrack(|| self.desk.with(|kept| kept.is_favourite(&id)));
        let label = if is {
            say!(palette.unfavourite)
        } else {
            say!(palette.favourite)
        };
        let run = move || match self.desk.change(|kept| kept.turn_favourite(&id)) {
            Ok(()) => self.toasts.success(say!(desk.changed)),
            Err(failure) => self.toasts.error(crate::text::explain::explain(&failure).in_one_line()),
        };
        Entry::new(label, icondata_lu::LuStar, run).note(client.name.clone())
    }

    /// The language and the colours that are not in use.
    fn choices(self) -> Vec<Entry> {
        let choices = self.choices;
        let languages = [(Locale::En, say!(common.english)), (Locale::Sv, say!(common.swedish))];
        let themes = [
            (Theme::System, say!(common.theme_system)),
            (Theme::Light, say!(common.theme_light)),
            (Theme::Dark, say!(common.theme_dark)),
        ];
        let (language, theme) = untrack(|| (choices.language(), choices.theme()));
        let languages = languages.into_iter().filter(|(other, _)| *other != language);
        let languages = languages.map(|(other, name)| {
            let run = move || choices.choose_language(other);
            Entry::new(name, icondata_lu::LuLanguages, run).note(say!(common.language))
        });
        let themes = themes.into_iter().filter(|(other, _)| *other != theme);
        let themes = themes.map(|(other, name)| {
            let run = move || choices.choose_theme(other);
            Entry::new(name, icondata_lu::LuSunMoon, run).note(say!(common.theme))
        });
        languages.chain(themes).collect()
    }

    /// The way to the members of the open client that have these words.
    pub fn people(self, words: &str) -> Option<Entry> {
        let client = self.client()?;
        let place = Place::Console(client.id, ConsolePage::Members);
        let sought = query::print(&[("q".to_owned(), words.to_owned())]);
        let href = format!("{}{sought}", place.href());
        let run = move || self.address.navigate(&href, false, true);
        let entry = Entry::new(say!(palette.find_people, words = words), icondata_lu::LuUsers, run);
        Some(entry.note(client.name))
    }

    /// What the first letters mean, in the order of [`Scope::LETTERS`]; choosing one types it.
    pub fn letters(self) -> Vec<Entry> {
        let means = [
            say!(palette.only_clients),
            say!(palette.only_actions),
            say!(palette.only_people),
            say!(palette.letters),
        ];
        let lines = Scope::LETTERS.into_iter().zip(means);
        lines
            .map(|((letter, _), label)| Entry::new(label, icondata_lu::LuSearch, || ()).keys(letter))
            .collect()
    }
}

/// What is searched in an entry.
pub fn folded(entry: &Entry) -> String {
    let ComboOption { label, note, .. } = &entry.option;
    intl::fold(&format!("{label} {note}"))
}
