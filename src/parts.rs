//! Parts of the page that are fetched when they are first needed, each a WebAssembly module of its own: the Admin Console's pages,
//! and the import. The build cuts them out of the page where `--cfg split_page` is set (`crates/xtask/src/page/split.rs`);
//! without it they are simply linked.

use futures::FutureExt;
use leptos::prelude::*;
#[cfg(split_page)]
use leptos::wasm_split::wasm_split;

use provider_portal::app::Parts;
use provider_portal::pages::list;
use provider_portal::pages::organization::collections::CollectionsPage;
use provider_portal::pages::organization::groups::GroupsPage;
use provider_portal::pages::organization::import::ImportPage;
use provider_portal::pages::organization::members::MembersPage;
use provider_portal::pages::organization::overview::OverviewPage;
use provider_portal::place::ConsolePage;
use provider_portal::session::Failure;
use provider_portal::ui::live::drawn;
use provider_portal::ui::{Load, Loader, Skeleton};

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

/// How the page reaches its parts.
pub const PARTS: Parts = Parts {
    fetch_console,
    draw_console_page,
};

// A fetch that fails is made again when the part is needed, and only then told.
fn fetch_console() {
    leptos::task::spawn_local(async {
        load_console().await.ok();
    });
}

/// A page of the Admin Console, as soon as its part is here.
fn draw_console_page(page: ConsolePage) -> AnyView {
    let loader: Loader<(), Failure> = Loader::new(move || async move {
        let loaded = match page {
            ConsolePage::Import => load_import().await.is_ok(),
            _ => load_console().await.is_ok(),
        };
        if loaded { Ok(()) } else { Err(Failure::PartMissing) }
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
