//! The Rust that compiles to WebAssembly, by one of two roads.
//!
//! rustup's own wasm32 target, or, where rustup's server can't be reached, Debian's rustc-web with the standard library
//! built from source. Where the library's source is at hand (always on the second road), the shipped page is built
//! together with it and without panic texts: a tenth less on the wire, figures in docs/decisions.md.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::apt;
use crate::process::{answer, on_path, succeeds_within};
use crate::workspace::Workspace;

pub const TARGET: &str = "wasm32-unknown-unknown";
/// Leptos keeps views as trait objects instead of one type per tree: smaller, and quicker to compile.
const ERASE: &str = "--cfg erase_components";
/// Traps instead of panic texts; no text for `{:?}`, no places in the source.
const SHRINK: &str = "-Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Zlocation-detail=none";
/// Copies of more than eight bytes as one instruction instead of pairs of loads and stores: views are values moved about.
const COPIES: &str = "-Cllvm-args=-max-store-memcpy=1 -Cllvm-args=-max-store-memmove=1 -Cllvm-args=-max-store-memset=1";
/// Marks what is cut out of the page into parts; `build.rs` then keeps the relocations by which it is cut.
const SPLIT: &str = "--cfg split_page";
const RUSTUP_LIMIT: Duration = Duration::from_secs(180);
const ADVICE: &str = "the page needs Rust's wasm32-unknown-unknown target: run `rustup target add wasm32-unknown-unknown`, or on Debian \
                      as root `apt-get install rustc-web cargo-web rust-web-src`";

/// How a build for the browser is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Quick, with panic texts and checked arithmetic.
    Debug,
    /// As small as we can.
    Shipped,
}

impl Kind {
    /// The kind a `--debug` flag asks for.
    pub fn new(debug: bool) -> Self {
        if debug { Self::Debug } else { Self::Shipped }
    }
}

/// A Cargo that can build for the browser.
pub enum WasmToolchain {
    /// rustup's target; `source` when the standard library's source is installed too.
    Rustup { source: bool },
    /// Debian's packages; always builds the standard library.
    Debian {
        cargo: PathBuf,
        rustc: PathBuf,
        linker: PathBuf,
    },
}

impl WasmToolchain {
    /// Finds one, installing what is missing.
    pub fn ready() -> Result<Self> {
        if rustup_target_is_there() || rustup(&["target", "add", TARGET]) && rustup_target_is_there() {
            let source =
                library_source().is_some() || rustup(&["component", "add", "rust-src"]) && library_source().is_some();
            return Ok(Self::Rustup { source });
        }
        println!("rustup has no {TARGET} target to offer here: taking Debian's packages");
        if debian().is_none() {
            apt::install(&["rustc-web", "cargo-web", "rust-web-src"], ADVICE)?;
        }
        debian().context(ADVICE)
    }

    /// A Cargo command with the environment this toolchain needs; the caller adds subcommand and `--target`.
    pub fn cargo(&self, ws: &Workspace, kind: Kind) -> Command {
        let mut command = match self {
            Self::Rustup { .. } => Command::new("cargo"),
            Self::Debian { cargo, rustc, linker } => {
                let mut command = Command::new(cargo);
                command
                    .env("RUSTC", rustc)
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                    // Both are set by rustup's Cargo, under which xtask runs, and mean its toolchain.
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .env_remove("LD_LIBRARY_PATH");
                command
            }
        };
        command.current_dir(&ws.root).env("CARGO_TARGET_DIR", ws.wasm_target());
        let builds_library = match self {
            Self::Rustup { source } => *source && kind == Kind::Shipped,
            Self::Debian { .. } => true,
        };
        if builds_library {
            // Unlocks unstable options of a stable compiler: the library built along, and SHRINK.
            command
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
        }
        let flags = match kind {
            Kind::Shipped if builds_library => format!("{ERASE} {SPLIT} {COPIES} {SHRINK}"),
            Kind::Shipped => format!("{ERASE} {SPLIT} {COPIES}"),
            Kind::Debug => ERASE.to_owned(),
        };
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
        command
    }

    /// True where clippy can look at code for the browser.
    pub fn has_clippy(&self) -> bool {
        matches!(self, Self::Rustup { .. })
    }

    /// What a person should know about the result, if anything.
    pub fn remark(&self) -> Option<&'static str> {
        match self {
            Self::Rustup { source: false } => Some(
                "the standard library's source is missing (`rustup component add rust-src`): the page grows by a tenth",
            ),
            _ => None,
        }
    }
}

/// Makes sure rustfmt and clippy are there for the host.
pub fn host_components() -> Result<()> {
    for (tool, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        let there = || answer("cargo", &[tool, "--version"]).is_some();
        if there() {
            continue;
        }
        if !rustup(&["component", "add", component]) || !there() {
            bail!("`cargo {tool}` is missing: run `rustup component add {component}`");
        }
    }
    Ok(())
}

fn rustup(args: &[&str]) -> bool {
    if on_path(&["rustup"]).is_none() {
        return false;
    }
    println!("installing {} (rustup)", args.last().copied().unwrap_or_default());
    succeeds_within(Command::new("rustup").args(args), RUSTUP_LIMIT)
}

fn rustup_target_is_there() -> bool {
    answer("rustc", &["--print", "target-libdir", "--target", TARGET]).is_some_and(|dir| {
        std::fs::read_dir(dir).is_ok_and(|files| {
            files
                .flatten()
                .any(|file| file.path().extension().is_some_and(|kind| kind == "rlib"))
        })
    })
}

fn library_source() -> Option<PathBuf> {
    let sysroot = answer("rustc", &["--print", "sysroot"])?;
    let source = Path::new(&sysroot).join("lib/rustlib/src/rust/library/Cargo.lock");
    source.is_file().then_some(source)
}

fn debian() -> Option<WasmToolchain> {
    let (cargo, rustc) = (PathBuf::from("/usr/bin/cargo"), PathBuf::from("/usr/bin/rustc"));
    let source = Path::new("/usr/lib/rustlib/src/rust/library/Cargo.lock");
    (cargo.is_file() && rustc.is_file() && source.exists()).then_some(())?;
    Some(WasmToolchain::Debian {
        cargo,
        rustc,
        linker: lld()?,
    })
}

/// The linker of rustup's toolchain; Debian's package has none of its own.
fn lld() -> Option<PathBuf> {
    let sysroot = answer("rustc", &["--print", "sysroot"])?;
    std::fs::read_dir(Path::new(&sysroot).join("lib/rustlib"))
        .ok()?
        .flatten()
        .map(|entry| entry.path().join("bin/rust-lld"))
        .find(|file| file.is_file())
        .or_else(|| on_path(&["wasm-ld", "rust-lld"]))
}
