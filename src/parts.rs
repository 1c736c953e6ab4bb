//! Parts of the page that are fetched when they are first needed, each a WebAssembly module of its own: the Admin Console's pages,
//! and the import. The build cuts them out of the page where `--cfg split_page` is set (`crates/xtask/src/page/split.rs`);
//! without it they are simply linked.

use futures::FutureExt;
use leptos::prelude::*;
#[cfg(split_page)]
use leptos::wasm_split::wasm_split;

use crate::api::ApiError;
use crate::pages::list;
use crate::pages::organization::collections::CollectionsPage;
use crate::pages::organization::groups::GroupsPage;
use crate::pages::organization::import::ImportPage;
use crate::pages::organization::members::MembersPage;
use crate::pages::organization::overview::OverviewPage;
use crate::place::ConsolePage;
use crate::session::Failure;
use crate::ui::live::drawn;
use crate::ui::{Load, Loader, Skeleton};

/// Why a part isn't there.
#[derive(Debug)]
pub struct Missing;

#[cfg(split_page)]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A function whose code is in a part of its own, and the one that fetches the part.
macro_rules! part {
    ($module:ident, $load:ident, $draw:ident($page:ident: ConsolePage) $body:block) => {
        #[cfg(split_page)]
        #[wasm_split($module, wasm_split_path = ::leptos::wasm_split, preload($load), fallible)]
        fn $draw($page: ConsolePage) -> Result<AnyView, Missing> {
            Ok($body)
        }

        #[cfg(not(split_page))]
        async fn $draw($page: ConsolePage) -> Result<AnyView, Missing> {
            Ok($body)
        }

        #[cfg(not(split_page))]
        async fn $load() -> Result<(), Missing> {
            Ok(())
        }
    };
}

part!(console, load_console, draw_console(page: ConsolePage) {
    match page {
        ConsolePage::Overview => view! { <OverviewPage /> }.into_any(),
        ConsolePage::Members => view! { <MembersPage /> }.into_any(),
        ConsolePage::Groups => view! { <GroupsPage /> }.into_any(),
        ConsolePage::Collections => view! { <CollectionsPage /> }.into_any(),
        ConsolePage::Import => ().into_any(),
    }
});

part!(import, load_import, draw_import(_page: ConsolePage) {
    view! { <ImportPage /> }.into_any()
});

/// Fetches the Admin Console's pages ahead of the first client that is opened. A fetch that fails is made again when they are
/// needed, and only then told.
pub fn fetch_console() {
    leptos::task::spawn_local(async {
        load_console().await.ok();
    });
}

/// A page of the Admin Console, as soon as its part is here.
pub fn draw_console_page(page: ConsolePage) -> AnyView {
    let loader: Loader<(), Failure> = Loader::new(move || async move {
        let loaded = match page {
            ConsolePage::Import => load_import().await.is_ok(),
            _ => load_console().await.is_ok(),
        };
        if loaded {
            Ok(())
        } else {
            Err(Failure::Api(ApiError::Offline))
        }
    });
    let state = loader.state();
    let draw = move || match state.get() {
        Load::Ready(()) => {
            // Loaded, so there is nothing to wait for.
            let drawn = match page {
                ConsolePage::Import => draw_import(page).now_or_never(),
                _ => draw_console(page).now_or_never(),
            };
            drawn.and_then(Result::ok).into_any()
        }
        Load::Loading => ().into_any(),
        Load::Slow => view! { <div class="page" aria-busy="true"><Skeleton lines=6 /></div> }.into_any(),
        Load::Failed(failure) => list::draw_failure(&failure, Callback::new(move |()| loader.reload())),
    };
    drawn(draw).into_any()
}
