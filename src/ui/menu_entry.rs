//! What can stand in a menu? Actions, links, choices of one among several, and lines between groups.

use leptos::prelude::*;

use super::foreign::foreign;
use super::icon::{Icon, IconShape, icon_or_nothing};

/// One line of a [`Menu`](super::Menu).
#[derive(Clone)]
pub struct MenuEntry {
    kind: Kind,
    label: String,
    icon: Option<IconShape>,
    danger: bool,
    unusable: Option<String>,
}

#[derive(Clone)]
enum Kind {
    Action(Callback<()>),
    Link { href: String, current: bool, outside: bool },
    Choice { chosen: bool, on_chosen: Callback<()> },
    Separator,
}

impl MenuEntry {
    fn of(kind: Kind, label: String) -> Self {
        Self {
            kind,
            label,
            icon: None,
            danger: false,
            unusable: None,
        }
    }

    /// A step that runs when chosen.
    pub fn action(label: impl Into<String>, on_chosen: impl Into<Callback<()>>) -> Self {
        Self::of(Kind::Action(on_chosen.into()), label.into())
    }

    /// A link; `current` marks the page one is on.
    pub fn link(label: impl Into<String>, href: impl Into<String>, current: bool) -> Self {
        Self::of(
            Kind::Link {
                href: href.into(),
                current,
                outside: false,
            },
            label.into(),
        )
    }

    /// A link out of the product, in a tab of its own.
    pub fn outside(label: impl Into<String>, href: impl Into<String>) -> Self {
        let kind = Kind::Link {
            href: href.into(),
            current: false,
            outside: true,
        };
        Self::of(kind, label.into())
    }

    /// One of several that exclude each other, such as a theme.
    pub fn choice(label: impl Into<String>, chosen: bool, on_chosen: impl Into<Callback<()>>) -> Self {
        Self::of(
            Kind::Choice {
                chosen,
                on_chosen: on_chosen.into(),
            },
            label.into(),
        )
    }

    /// A line between groups.
    pub fn separator() -> Self {
        Self::of(Kind::Separator, String::new())
    }

    /// With an icon before the label.
    #[must_use]
    pub fn icon(mut self, icon: IconShape) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Marked as destructive; belongs last, after a separator.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Reachable but without effect, and why.
    #[must_use]
    pub fn unusable(mut self, reason: impl Into<String>) -> Self {
        self.unusable = Some(reason.into());
        self
    }
}

/// Draws an entry. `close` runs before the step, so that the focus is back on the button when a dialog opens.
pub(super) fn draw_entry(entry: MenuEntry, close: Callback<()>) -> AnyView {
    let MenuEntry {
        kind,
        label,
        icon,
        danger,
        unusable,
    } = entry;
    let tone = danger.then_some("danger");
    let (role, checked, run) = match kind {
        Kind::Separator => return view! { <div class="menu-line" role="separator"></div> }.into_any(),
        Kind::Link { href, current, outside } => {
            return view! {
                <a
                    class="menu-item"
                    role="menuitem"
                    tabindex="-1"
                    href=href
                    target=outside.then_some("_blank")
                    rel=outside.then_some("noopener noreferrer")
                    aria-current=current.then_some("page")
                    on:click=move |_| close.run(())
                >
                    {icon_or_nothing(icon)}
                    <span class="menu-label">{foreign(label)}</span>
                </a>
            }
            .into_any();
        }
        Kind::Action(run) => ("menuitem", None, run),
        Kind::Choice { chosen, on_chosen } => ("menuitemradio", Some(chosen), on_chosen),
    };
    let usable = unusable.is_none();
    let reason = unusable
        .clone()
        .map(|reason| view! { <span class="menu-reason" aria-hidden="true">{reason}</span> });
    let tick = (checked == Some(true)).then(|| view! { <Icon shape=icondata_lu::LuCheck /> });
    view! {
        <button
            class="menu-item"
            type="button"
            role=role
            tabindex="-1"
            data-tone=tone
            aria-checked=checked.map(|checked| checked.to_string())
            aria-disabled=(!usable).then_some("true")
            aria-description=unusable
            on:click=move |_| {
                if usable {
                    close.run(());
                    run.run(());
                }
            }
        >
            {icon_or_nothing(icon)}
            <span class="menu-label">{foreign(label)}</span>
            {reason}
            {tick}
        </button>
    }
    .into_any()
}
