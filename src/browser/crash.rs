//! A panic ends the page's program. The hook hands the place (never data) to the boot script, which shows the crash page.

/// Sets the hook. The shipped build has no panic texts; there the trap itself reaches the boot script.
pub fn set_hook() {
    #[cfg(target_arch = "wasm32")]
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map_or_else(String::new, |place| format!("{}:{}", place.file(), place.line()));
        web_sys::console::error_1(&format!("{place}: {info}").into());
    }));
}
