//! SetUpWrong: what stands in the sign-in's place when `config.json` can't be used.

use leptos::prelude::*;

use super::gate::Gate;
use crate::api::BadConfig;
use crate::browser::document;
use crate::tr;
use crate::ui::{Banner, Button, Tone};

#[component]
pub fn SetUpWrong(problem: BadConfig) -> impl IntoView {
    let what = match problem {
        BadConfig::Unreadable => tr!(sign_in.config_unreadable),
        BadConfig::Branding("name") => tr!(sign_in.config_name),
        BadConfig::Branding("logo") => tr!(sign_in.config_logo),
        BadConfig::Branding("accent") => tr!(sign_in.config_accent),
        BadConfig::Branding("support") => tr!(sign_in.config_support),
        BadConfig::Branding(_) => tr!(sign_in.config_branding),
        BadConfig::Address(name) => tr!(sign_in.config_address, name = name.to_owned()),
    };
    let title = match problem {
        BadConfig::Branding(_) => tr!(sign_in.config_looks),
        BadConfig::Unreadable | BadConfig::Address(_) => tr!(sign_in.config_what),
    };
    view! {
        <Gate title=tr!(sign_in.config_title)>
            <Banner title=title tone=Tone::Danger>
                <p>{what}</p>
                <p>{tr!(sign_in.config_next)}</p>
            </Banner>
            <Button label=tr!(shell.reload) on_pressed=move |()| document::reload() />
        </Gate>
    }
}
