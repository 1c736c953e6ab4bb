//! `cargo xtask`: builds, serves, checks and measures the Provider Portal. `cargo xtask help` lists the commands.

mod counts;
mod page;
mod process;
mod serve;
mod size;
mod steps;
mod tools;
mod workspace;

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use tools::Kind;
use workspace::Workspace;

/// Builds, serves, checks and measures the Provider Portal.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the page and run it on the embedded server with demo data
    Serve(serve::Options),
    /// Everything that must hold: format, lints, host tests, size budget, browser and end-to-end tests
    Test,
    /// The quick part of `test`: format, lints and host tests
    Check,
    /// Build the page into dist/
    Build {
        /// A quick build: unoptimised, with panic texts
        #[arg(long)]
        debug: bool,
    },
    /// The component tests in Chromium
    Component {
        /// Only tests whose name contains this
        name: Option<String>,
    },
    /// The end-to-end tests
    E2e {
        /// Only tests whose name contains this
        name: Option<String>,
        /// Drive a quick build: for the inner loop; what only the shipped page has (parts, compression) fails
        #[arg(long)]
        debug: bool,
    },
    /// Measure the built page in Chromium; prints the tables of docs/benchmarks.md
    Bench {
        /// Only the table of this name
        name: Option<String>,
    },
    /// Build the page and hold its files against the size budget
    Size,
    /// Print the joined style sheet
    Style,
}

fn main() -> ExitCode {
    match execute(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn execute(command: Command) -> Result<()> {
    let ws = Workspace::find()?;
    std::env::set_current_dir(&ws.root).context("cannot enter the repository")?;
    match command {
        Command::Serve(options) => serve::serve(&ws, &options),
        Command::Test => steps::test(&ws),
        Command::Check => steps::check(&ws),
        Command::Build { debug } => page::build(&ws, Kind::new(debug)).map(drop),
        Command::Component { name } => steps::component(&ws, name.as_deref()),
        Command::E2e { name, debug } => steps::e2e(&ws, Kind::new(debug), name.as_deref()),
        Command::Bench { name } => steps::bench(&ws, name.as_deref()),
        Command::Size => size::check(&page::build(&ws, Kind::Shipped)?),
        Command::Style => {
            print!("{}", page::join_styles(&ws.root.join("style"))?);
            Ok(())
        }
    }
}
