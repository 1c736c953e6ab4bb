//! `cargo xtask serve`: the built page on the embedded server, with demo data.

use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::page;
use crate::process::{on_path, run};
use crate::tools::Kind;
use crate::workspace::Workspace;

/// What `serve` can be told.
#[derive(Args)]
pub struct Options {
    /// The port to listen on
    #[arg(long, default_value_t = 8087)]
    port: u16,
    /// Where the server keeps its data; relative to the repository
    #[arg(long, default_value = "./data")]
    data: PathBuf,
    /// What an empty data folder is filled with
    #[arg(long, value_enum, default_value_t = Seed::Demo)]
    seed: Seed,
    /// Behave like another server: `vaultwarden`, or `vaultwarden-groups`
    #[arg(long)]
    dialect: Option<String>,
    /// A `config.json` for the page in place of the built one (docs/deploy.md)
    #[arg(long, value_name = "FILE")]
    page_config: Option<PathBuf>,
    /// Let answers go wrong on purpose, by rules put to /__faults.json (docs/architecture.md)
    #[arg(long)]
    faults: bool,
    /// Serve over TLS with a self-signed certificate, as official clients want it
    #[arg(long)]
    tls: bool,
    /// A name under which people reach the server, besides localhost; can be given more than once
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// A quick build: unoptimised, with panic texts
    #[arg(long)]
    debug: bool,
    /// Open the page in the browser once it is up
    #[arg(long)]
    open: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Seed {
    Demo,
    Large,
    None,
}

impl Seed {
    fn word(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Large => "large",
            Self::None => "none",
        }
    }
}

/// Builds what isn't built, then runs the server until it ends; Ctrl-C reaches it directly.
pub fn serve(ws: &Workspace, options: &Options) -> Result<()> {
    page::build(ws, Kind::new(options.debug))?;
    let (profile, folder) = if options.debug {
        ("dev", "debug")
    } else {
        ("release", "release")
    };
    println!("building the server");
    run(Command::new("cargo").args(["build", "--package", "portal-server", "--profile", profile]))?;

    let mut command = Command::new(ws.target().join(folder).join("portal-server"));
    command
        .args(["--port", &options.port.to_string(), "--seed", options.seed.word()])
        .arg("--data")
        .arg(&options.data)
        .arg("--page")
        .arg(ws.dist())
        .stdin(Stdio::null());
    if options.tls {
        command.arg("--tls");
    }
    for name in &options.allow_host {
        command.args(["--allow-host", name]);
    }
    if options.faults {
        command.arg("--faults");
    }
    if let Some(dialect) = &options.dialect {
        command.args(["--dialect", dialect]);
    }
    if let Some(file) = &options.page_config {
        command.arg("--page-config").arg(file);
    }
    let mut server = command.spawn().context("cannot start the server")?;
    if options.open {
        open_when_up(&mut server, options)?;
    }
    let status = server.wait()?;
    if !status.success() {
        bail!("the server ended ({status})");
    }
    Ok(())
}

fn open_when_up(server: &mut Child, options: &Options) -> Result<()> {
    while TcpStream::connect(("localhost", options.port)).is_err() {
        if server.try_wait()?.is_some() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    let scheme = if options.tls { "https" } else { "http" };
    let address = format!("{scheme}://localhost:{}/", options.port);
    match on_path(&["xdg-open", "open"]) {
        Some(opener) => run(Command::new(opener).arg(address)),
        None => {
            println!("no browser found to open {address}");
            Ok(())
        }
    }
}
