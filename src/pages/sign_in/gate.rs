//! The card in the middle of the window, before anybody is let in: mark, title, the step, and the choices at its foot.

use crate::ui::live::derived;
use leptos::prelude::*;

use crate::browser::document;
use crate::pages::content::Content;
use crate::pages::context::{Brand, Theme, brand_name, help_address, use_choices};
use crate::text::{Locale, isolated, tag};
use crate::tr;
use crate::ui::{Banner, Select, SelectOption, Tone};

/// The card. Where the browser gives the page no cryptography, it says so instead of showing its children.
#[component]
pub fn Gate(#[prop(into)] title: Signal<String>, children: Children) -> impl IntoView {
    Effect::new(move |_| document::set_title(&format!("{} – {}", title.get(), isolated(&brand_name()))));
    // Drawn first: a control finds the nearest field by context, and these belong to none.
    let settings = view! { <Settings /> };
    let help = help_address().map(|address| {
        view! { <p><a href=address target="_blank" rel="noopener noreferrer">{tr!(common.help)}</a></p> }
    });
    let inside = if document::is_secure_context() {
        children().into_any()
    } else {
        view! {
            <Banner title=tr!(explain.platform_title) tone=Tone::Danger>
                <p>{tr!(explain.platform_detail)}</p>
                <p>{tr!(explain.platform_next)}</p>
            </Banner>
        }
        .into_any()
    };
    view! {
        <div class="gate">
            <div class="gate-ground">
                <Content class="gate-card">
                    <div class="gate-brand"><Brand /></div>
                    <h1 tabindex="-1">{title}</h1>
                    {inside}
                </Content>
                <footer class="gate-foot">
                    <p>{tr!(sign_in.keys_stay)}</p>
                    {settings}
                    {help}
                </footer>
            </div>
        </div>
    }
}

/// Language and colours, also for somebody who can't get in.
#[component]
fn Settings() -> impl IntoView {
    let choices = use_choices();
    let option = |value: &str, label: String| SelectOption {
        value: value.to_owned(),
        label,
    };
    let languages = move || {
        let locales = [(Locale::En, tr!(common.english)), (Locale::Sv, tr!(common.swedish))];
        locales.map(|(locale, name)| option(tag(locale), name.get())).to_vec()
    };
    let themes = move || {
        let label = |theme| match theme {
            Theme::System => tr!(common.theme_system),
            Theme::Light => tr!(common.theme_light),
            Theme::Dark => tr!(common.theme_dark),
        };
        Theme::ALL
            .map(|theme| option(theme.name().unwrap_or_default(), label(theme).get()))
            .to_vec()
    };
    let choose_language = move |chosen: String| {
        choices.choose_language(Locale::of(&chosen).unwrap_or(Locale::En));
    };
    view! {
        <div class="gate-settings">
            <Select
                name=tr!(common.language)
                value=derived(move || tag(choices.wanted_language()).to_owned())
                options=derived(languages)
                on_chosen=choose_language
            />
            <Select
                name=tr!(common.theme)
                value=derived(move || choices.theme().name().unwrap_or_default().to_owned())
                options=derived(themes)
                on_chosen=move |chosen: String| choices.choose_theme(Theme::of(Some(&chosen)))
            />
        </div>
    }
}
