//! The product switcher: a disclosure with a plain list of everywhere the person can go (ui/interactions.md 4).

use crate::ui::live::{drawn, live};
use leptos::html;
use leptos::prelude::*;

use crate::api::ids::OrganizationId;
use crate::browser::intl::{Order, fold};
use crate::model::directory::{Directory, OrganizationEntry};
use crate::pages::context::use_directory;
use crate::place::{ConsolePage, Place};
use crate::session::use_desk;
use crate::text::{locale, tag};
use crate::ui::id::fresh_id;
use crate::ui::{Avatar, Badge, Icon, Memo, SearchField, Tone, follow_window, foreign, place_beside, use_announcer};
use crate::{say, tr};

use super::page::Whereabouts;

/// Clients opened lately that are offered.
const RECENT: usize = 5;
/// Longer lists get a field that narrows them.
const FEW: usize = 12;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Target {
    name: String,
    href: String,
    enabled: bool,
    current: bool,
}

/// The two groups in the order of the language.
fn targets(directory: &Directory, here: &Whereabouts, language: &str) -> (Vec<Target>, Vec<Target>) {
    let order = Order::of(language);
    let sorted = |mut targets: Vec<Target>| {
        targets.sort_by(|left, right| order.compare(&left.name, &right.name));
        targets
    };
    let providers = directory.providers.iter().map(|provider| Target {
        name: provider.name.clone(),
        href: Place::Clients(provider.id.clone()).href(),
        enabled: provider.enabled,
        current: matches!(here, Whereabouts::Provider(now) if now.id == provider.id),
    });
    let own = directory.own_organizations().map(|organization| Target {
        name: organization.name.clone(),
        href: Place::Console(organization.id.clone(), ConsolePage::Overview).href(),
        enabled: organization.enabled,
        current: matches!(here, Whereabouts::Client(now, _) if now.id == organization.id),
    });
    (sorted(providers.collect()), sorted(own.collect()))
}

/// The clients opened lately but for the one that is open, the latest first.
fn recent(directory: &Directory, here: &Whereabouts, ids: &[OrganizationId]) -> Vec<Target> {
    let open = |id: &OrganizationId| matches!(here, Whereabouts::Client(now, _) if now.id == *id);
    let entries = ids.iter().filter(|id| !open(id));
    let entries = entries.filter_map(|id| directory.organization(id));
    let target = |entry: &OrganizationEntry| Target {
        name: entry.name.clone(),
        href: Place::Console(entry.id.clone(), ConsolePage::Overview).href(),
        enabled: entry.enabled,
        current: false,
    };
    entries.map(target).take(RECENT).collect()
}

/// A button that says where one is, and the list it opens. The browser's popover closes it by Escape or a press elsewhere.
#[component]
pub(super) fn Switcher(here: Memo<Whereabouts>) -> impl IntoView {
    let directory = use_directory();
    let id = fresh_id("switcher");
    let open = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let popup = NodeRef::<html::Div>::new();
    let search = NodeRef::<html::Input>::new();
    let query = RwSignal::new(String::new());
    follow_window(open, popup, button);
    // Put in order when it is opened.
    let all = Memo::new(move |_| {
        let language = tag(locale());
        directory.with(|directory| here.with(|here| targets(directory, here, language)))
    });
    let many = Memo::new(move |_| all.with(|(providers, own)| providers.len() + own.len() > FEW));
    let toggled = move |_| {
        let Some(popup) = popup.get_untracked() else { return };
        let now_open = popup.matches(":popover-open").unwrap_or(false);
        open.set(now_open);
        query.set(String::new());
        if now_open {
            request_animation_frame(move || {
                if let Some(button) = button.try_get_untracked().flatten() {
                    place_beside(&popup, &button);
                }
                if let Some(search) = search.try_get_untracked().flatten() {
                    // Fails only for an element that has left the document.
                    let _ = search.focus();
                }
            });
        }
    };
    let close = Callback::new(move |()| {
        if let Some(popup) = popup.get_untracked() {
            // Fails only when it is closed already.
            let _ = popup.hide_popover();
        }
    });
    let nowhere = move || directory.with(|all| all.providers.is_empty() && all.own_organizations().next().is_none());
    let face = move || match here.get() {
        Whereabouts::Provider(provider) => place_face(tr!(common.product), Some(provider.name)),
        Whereabouts::Client(client, _) => place_face(tr!(common.admin_console), Some(client.name)),
        Whereabouts::Home | Whereabouts::Elsewhere => place_face(tr!(shell.switch_product), None),
    };
    view! {
        <div class="switcher" hidden=live(nowhere)>
            <button
                class="button switcher-button"
                type="button"
                data-rank="quiet"
                aria-expanded=live(move || open.get().to_string())
                aria-controls=id.clone()
                title=tr!(shell.switch_product)
                popovertarget=id.clone()
                node_ref=button
            >
                {drawn(face)}
                <Icon shape=icondata_lu::LuChevronsUpDown />
            </button>
            <div class="switcher-panel" id=id popover="auto" node_ref=popup on:toggle=toggled>
                {drawn(move || open.get().then(|| view! { <Panel here all query many=many.get() search close /> }))}
            </div>
        </div>
    }
}

/// What the button shows: the product, and whose.
fn place_face(product: Signal<String>, whose: Option<String>) -> AnyView {
    let switch = (whose.is_some()).then(|| view! { <span class="hidden-text">{tr!(shell.switch_product)}": "</span> });
    let avatar = whose.clone().map(|name| view! { <Avatar name square=true /> });
    let second = whose.map(|name| view! { <span class="switcher-whose">{foreign(name)}</span> });
    view! {
        {switch}
        {avatar}
        <span class="switcher-words"><span class="switcher-product">{product}</span>{second}</span>
    }
    .into_any()
}

#[component]
fn Panel(
    here: Memo<Whereabouts>,
    all: Memo<(Vec<Target>, Vec<Target>)>,
    query: RwSignal<String>,
    many: bool,
    search: NodeRef<html::Input>,
    close: Callback<()>,
) -> impl IntoView {
    let announcer = use_announcer();
    let (directory, desk) = (use_directory(), use_desk());
    // While nothing is looked for.
    let lately = move || {
        let ids = query
            .with(String::is_empty)
            .then(|| desk.with(|kept| kept.recent.clone()));
        directory.with(|directory| here.with(|here| recent(directory, here, &ids.unwrap_or_default())))
    };
    let shown = Memo::new(move |_| {
        let wanted = query.with(|query| fold(query.trim()));
        let matching = |targets: &Vec<Target>| -> Vec<Target> {
            let fits = |target: &&Target| wanted.is_empty() || fold(&target.name).contains(&wanted);
            targets.iter().filter(fits).cloned().collect()
        };
        all.with(|(providers, own)| (matching(providers), matching(own)))
    });
    let typed = move |text: String| {
        query.set(text);
        let count = shown.with_untracked(|(providers, own)| providers.len() + own.len());
        announcer.announce(say!(shell.matches, count = count));
    };
    let group = move |title: Signal<String>, targets: Vec<Target>| {
        let links: Vec<_> = targets
            .into_iter()
            .map(|target| view! { <TargetLink target close /> })
            .collect();
        (!links.is_empty()).then(|| {
            let id = fresh_id("group");
            view! {
                <section class="switcher-group" aria-labelledby=id.clone()>
                    <h2 id=id.clone()>{title}</h2>
                    <ul class="switcher-list">{links}</ul>
                </section>
            }
        })
    };
    let nothing = move || {
        let empty = shown.with(|(providers, own)| providers.is_empty() && own.is_empty());
        let text = query.get();
        (empty && !text.is_empty()).then(|| view! { <p class="switcher-none">{say!(shell.no_match, text = text)}</p> })
    };
    let field = many.then(|| {
        view! {
            <div class="switcher-search">
                <SearchField label=tr!(shell.find) value=query on_changed=typed node_ref=search />
            </div>
        }
    });
    view! {
        {field}
        {drawn(move || shown.with(|(providers, _)| group(tr!(common.product), providers.clone())))}
        {drawn(move || shown.with(|(_, own)| group(tr!(common.admin_console), own.clone())))}
        {drawn(move || group(tr!(palette.recent), lately()))}
        {drawn(nothing)}
    }
}

#[component]
fn TargetLink(target: Target, close: Callback<()>) -> impl IntoView {
    let Target {
        name,
        href,
        enabled,
        current,
    } = target;
    let suspended = (!enabled).then(|| view! { <Badge label=tr!(common.suspended) tone=Tone::Warning /> });
    let tick = current.then(|| view! { <Icon shape=icondata_lu::LuCheck /> });
    view! {
        <li>
            <a
                class="switcher-link"
                href=href
                aria-current=current.then_some("true")
                on:click=move |_| close.run(())
            >
                <Avatar name=name.clone() square=true />
                <span class="switcher-name">{foreign(name)}</span>
                {suspended}
                {tick}
            </a>
        </li>
    }
}
