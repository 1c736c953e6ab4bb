//! The account menu: who is signed in, language, colours, lock and log out.

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use crate::browser::address::use_current_address;
use crate::pages::context::{Theme, help_address, use_choices};
use crate::pages::tools::{Tool, use_tools};
use crate::place::Place;
use crate::session::{idle, use_session};
use crate::text::Locale;
use crate::ui::{Avatar, ButtonRank, Icon, Memo, Menu, MenuEntry, foreign};
use crate::{say, tr};

#[component]
pub(super) fn AccountMenu() -> impl IntoView {
    let session = use_session();
    let choices = use_choices();
    let address = use_current_address();
    let help = help_address();
    let tools = use_tools();
    let account = Memo::new(move |before| {
        let now = session.open().map(|open| (open.account.name, open.account.email));
        now.or_else(|| before.cloned()).unwrap_or_default()
    });
    let shown = derived(move || {
        let (name, email) = account.get();
        name.unwrap_or(email)
    });
    let entries = move |()| {
        let language = |locale, label| {
            MenuEntry::choice(label, choices.language() == locale, move || {
                choices.choose_language(locale)
            })
        };
        let theme = |theme, label, shape| {
            MenuEntry::choice(label, choices.theme() == theme, move || choices.choose_theme(theme)).icon(shape)
        };
        let idle_lock = |minutes: u32| {
            let label = match minutes {
                idle::ON_RELOAD_ONLY => say!(shell.lock_on_reload),
                60.. => say!(shell.lock_after_hours, count = minutes / 60),
                _ => say!(shell.lock_after, count = minutes),
            };
            MenuEntry::choice(label, session.idle_minutes() == minutes, move || {
                session.choose_idle_minutes(minutes);
            })
            .icon(icondata_lu::LuTimer)
        };
        let mut entries = vec![
            language(Locale::En, say!(common.english)).icon(icondata_lu::LuLanguages),
            language(Locale::Sv, say!(common.swedish)).icon(icondata_lu::LuLanguages),
            MenuEntry::separator(),
            theme(Theme::System, say!(common.theme_system), icondata_lu::LuMonitor),
            theme(Theme::Light, say!(common.theme_light), icondata_lu::LuSun),
            theme(Theme::Dark, say!(common.theme_dark), icondata_lu::LuMoon),
            MenuEntry::separator(),
        ];
        entries.extend(idle::CHOICES.map(idle_lock));
        if let Some(help) = &help {
            entries.extend([
                MenuEntry::separator(),
                MenuEntry::outside(say!(common.help), help).icon(icondata_lu::LuCircleHelp),
            ]);
        }
        entries.extend([
            MenuEntry::separator(),
            MenuEntry::action(say!(palette.shortcuts), move || tools.open(Tool::Shortcuts))
                .icon(icondata_lu::LuKeyboard),
            MenuEntry::action(say!(desk.title), move || tools.open(Tool::Kept)).icon(icondata_lu::LuHardDrive),
            MenuEntry::separator(),
            MenuEntry::action(say!(shell.lock_now), move || session.lock()).icon(icondata_lu::LuLock),
            MenuEntry::action(say!(common.log_out), move || {
                // The next person to sign in starts at the start.
                address.leave_at(&Place::Home.href());
                session.sign_out();
            })
            .icon(icondata_lu::LuLogOut),
        ]);
        entries
    };
    let header = move || {
        let (name, email) = account.get();
        view! {
            <p class="muted">{tr!(shell.logged_in_as)}</p>
            {name.map(|name| view! { <p><strong>{foreign(name)}</strong></p> })}
            <p>{foreign(email)}</p>
        }
    };
    view! {
        <Menu
            label=tr!(shell.account)
            rank=ButtonRank::Quiet
            entries=entries
            face=move || view! { {drawn(move || view! { <Avatar name=shown.get() /> })}<Icon shape=icondata_lu::LuChevronDown /> }
            header=move || header
        />
    }
}
