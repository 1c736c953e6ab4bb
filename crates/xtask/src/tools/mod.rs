//! The tools a build or a test needs beyond Cargo: found where they are, installed where they are missing.

mod apt;
mod bindgen;
mod browser;
mod firefox;
mod fronts;
mod host_portal;
mod npm;
mod rust;
mod webkit;

pub use bindgen::Bindgen;
pub use browser::Browser;
pub use firefox::Firefox;
pub use fronts::Fronts;
pub use host_portal::host_portal;
pub use npm::{Npm, Parts};
pub use rust::{Kind, TARGET, WasmToolchain, host_components};
pub use webkit::WebKit;
