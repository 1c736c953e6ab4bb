//! Parts of the page that are fetched apart from it, each a WebAssembly module of its own: the lists (Clients and the Admin
//! Console's pages) and the tools (the palette and its like), which a person needs once he is signed in, and the import, which
//! is fetched when it is opened. The build cuts
//! them out of the page where `--cfg split_page` is set (`crates/xtask/src/page/split.rs`); without it they are simply linked.

use futures::FutureExt;
use leptos::prelude::*;
#[cfg(split_page)]
use leptos::wasm_split::wasm_split;

use provider_portal::api::ids::ProviderId;
use provider_portal::app::Parts;
use provider_portal::browser::slices::next_task;
use provider_portal::pages::console_page::page_name;
use provider_portal::pages::desk::{KeptDialog, ViewsDialog};
use provider_portal::pages::list;
use provider_portal::pages::organization::collections::CollectionsPage;
use provider_portal::pages::organization::groups::GroupsPage;
use provider_portal::pages::organization::import::ImportPage;
use provider_portal::pages::organization::members::MembersPage;
use provider_portal::pages::organization::overview::OverviewPage;
use provider_portal::pages::palette::{Palette, ShortcutsDialog};
use provider_portal::pages::provider::clients::ClientsPage;
use provider_portal::pages::shell::LockWarning;
use provider_portal::pages::tools::{Tool, use_tools};
use provider_portal::place::ConsolePage;
use provider_portal::say;
use provider_portal::session::Failure;
use provider_portal::text::explain::explain;
use provider_portal::ui::live::{derived, drawn};
use provider_portal::ui::{Load, Loader, Skeleton, use_toasts};

/// How the page reaches its parts.
pub const PARTS: Parts = Parts {
    fetch_ahead,
    draw_clients,
    draw_console_page,
    draw_lock_warning,
    fetch_tools: fetch_tools_ahead,
    draw_tool,
};

/// Why a part isn't there: it could not be fetched.
#[derive(Debug)]
struct Missing;

#[cfg(split_page)]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A page that is in a part of its own.
enum Page {
    Clients(ProviderId),
    Console(ConsolePage),
    LockWarning,
    Tool(Tool),
}

/// A function whose code is in a part, and the one that fetches the part.
macro_rules! part {
    ($part:ident, $fetch:ident, fn $draw:ident($page:ident) $body:block) => {
        #[cfg(split_page)]
        #[wasm_split($part, wasm_split_path = ::leptos::wasm_split, preload($fetch), fallible)]
        fn $draw($page: Page) -> Result<AnyView, Missing> {
            Ok($body)
        }

        #[cfg(not(split_page))]
        async fn $draw($page: Page) -> Result<AnyView, Missing> {
            Ok($body)
        }

        #[cfg(not(split_page))]
        async fn $fetch() -> Result<(), Missing> {
            Ok(())
        }
    };
}

part!(lists, fetch_lists, fn draw_list(page) {
    match page {
        Page::Clients(id) => view! { <ClientsPage id /> }.into_any(),
        Page::Console(ConsolePage::Overview) => view! { <OverviewPage /> }.into_any(),
        Page::Console(ConsolePage::Members) => view! { <MembersPage /> }.into_any(),
        Page::Console(ConsolePage::Groups) => view! { <GroupsPage /> }.into_any(),
        Page::Console(ConsolePage::Collections) => view! { <CollectionsPage /> }.into_any(),
        Page::Console(ConsolePage::Import) | Page::Tool(_) => ().into_any(),
        Page::LockWarning => view! { <LockWarning /> }.into_any(),
    }
});

part!(import, fetch_import, fn draw_import(_page) {
    view! { <ImportPage /> }.into_any()
});

part!(tools, fetch_tools, fn draw_over(page) {
    match page {
        Page::Tool(Tool::Palette) => view! { <Palette /> }.into_any(),
        Page::Tool(Tool::Shortcuts) => view! { <ShortcutsDialog /> }.into_any(),
        Page::Tool(Tool::Kept) => view! { <KeptDialog /> }.into_any(),
        Page::Tool(Tool::Views(list)) => view! { <ViewsDialog list=*list /> }.into_any(),
        Page::Clients(_) | Page::Console(_) | Page::LockWarning => ().into_any(),
    }
});

// A fetch that fails is made again when the part is needed, and only then told.
fn fetch_ahead() {
    leptos::task::spawn_local(async {
        fetch_lists().await.ok();
    });
}

fn fetch_tools_ahead() {
    leptos::task::spawn_local(async {
        fetch_tools().await.ok();
    });
}

/// A tool as soon as its part is here. There is no place of its own to say that it doesn't come, so a message does.
fn draw_tool(tool: Tool) -> AnyView {
    let (tools, toasts) = (use_tools(), use_toasts());
    let loader: Loader<(), Failure> =
        Loader::new(move || async move { fetch_tools().await.map_err(|_| Failure::PartMissing) });
    let state = loader.state();
    Effect::new(move |_| match state.get() {
        Load::Slow => toasts.info(say!(common.loading)),
        Load::Failed(failure) => {
            toasts.error(explain(&failure).in_one_line());
            tools.close();
        }
        Load::Loading | Load::Ready(()) => {}
    });
    let draw = move || {
        let tool = Page::Tool(tool.clone());
        matches!(state.get(), Load::Ready(())).then(|| draw_over(tool).now_or_never()?.ok())
    };
    drawn(draw).into_any()
}

fn draw_clients(id: ProviderId) -> AnyView {
    // Loaded when this is called, so there is nothing to wait for.
    let draw = move || draw_list(Page::Clients(id.clone())).now_or_never()?.ok();
    when_here(false, || say!(common.clients), Box::new(draw))
}

fn draw_console_page(page: ConsolePage) -> AnyView {
    let draw = move || match page {
        ConsolePage::Import => draw_import(Page::Console(page)).now_or_never()?.ok(),
        _ => draw_list(Page::Console(page)).now_or_never()?.ok(),
    };
    when_here(page == ConsolePage::Import, move || page_name(page), Box::new(draw))
}

// Behind a page of the same part, so there is nothing to tell if it doesn't come.
fn draw_lock_warning() -> AnyView {
    let loader: Loader<(), Failure> = Loader::new(|| async { fetch_lists().await.map_err(|_| Failure::PartMissing) });
    let state = loader.state();
    let draw = move || {
        let here = matches!(state.get(), Load::Ready(()));
        here.then(|| draw_list(Page::LockWarning).now_or_never()?.ok())
            .flatten()
    };
    drawn(draw).into_any()
}

/// A page as soon as its part is here; until then its shape, and the reason when it doesn't come.
fn when_here(
    import: bool,
    title: impl Fn() -> String + Send + 'static,
    draw: Box<dyn Fn() -> Option<AnyView> + Send>,
) -> AnyView {
    let loader: Loader<(), Failure> = Loader::new(move || async move {
        let fetched = if import {
            fetch_import().await
        } else {
            fetch_lists().await
        };
        // What stands around the page was drawn just now.
        next_task().await;
        fetched.map_err(|_| Failure::PartMissing)
    });
    let state = loader.state();
    drawn(move || match state.get() {
        Load::Ready(()) => draw().into_any(),
        Load::Loading => ().into_any(),
        Load::Slow => view! { <div class="page" aria-busy="true"><Skeleton lines=6 /></div> }.into_any(),
        Load::Failed(failure) => draw_missing(title(), &failure, Callback::new(move |()| loader.reload())),
    })
    .into_any()
}

fn draw_missing(title: String, failure: &Failure, again: Callback<()>) -> AnyView {
    let name = title.clone();
    view! {
        <div class="page">
            <header class="page-head">
                <div><h1 class="page-title" id="page-title" tabindex="-1">{title}</h1></div>
            </header>
            {list::draw_failure(failure, derived(move || name.clone()), again)}
        </div>
    }
    .into_any()
}
