//! The embedded server as a program.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Parser;
use portal_server::Config;
use portal_server::config::{Dialect, Patience, Seed};
use portal_server::state::is_first_start;

/// The Provider Portal's embedded server: page, API, storage and demo data in one.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 8087)]
    port: u16,
    /// Address to listen on. The outbox shows every code, so think before opening it to a network; people there need
    /// `--allow-host` as well.
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Folder of the database and certificate.
    #[arg(long, default_value = "./data")]
    data: PathBuf,
    /// What a new database is filled with.
    #[arg(long, value_enum, default_value = "demo")]
    seed: Seed,
    /// Folder of the built page.
    #[arg(long)]
    page: Option<PathBuf>,
    /// A `config.json` for the page (docs/deploy.md): other addresses of the servers.
    #[arg(long, value_name = "FILE")]
    page_config: Option<PathBuf>,
    /// Behave like another server: without providers, and as the contract says of it.
    #[arg(long, value_enum, default_value = "bitwarden")]
    dialect: Dialect,
    /// Serve over TLS with a self-signed certificate.
    #[arg(long)]
    tls: bool,
    /// A name (or address) under which people reach this server, besides localhost; can be given more than once. Requests
    /// for any other name are refused, so that no foreign page can make itself this server's.
    #[arg(long = "allow-host", value_name = "NAME")]
    allow_host: Vec<String>,
    /// Lift request limits and delays: for tests.
    #[arg(long)]
    relaxed_limits: bool,
    /// Remember which addresses were asked for and by whom, and show it at /__journal.json: for tests.
    #[arg(long)]
    journal: bool,
    /// Let answers go wrong on purpose, by the rules that are put to /__faults.json: for tests.
    #[arg(long)]
    faults: bool,
    /// Another origin that may call the API; can be given more than once.
    #[arg(long = "allow-origin", value_name = "URL")]
    allow_origin: Vec<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let options = Options::parse();
    if let Some(page) = &options.page
        && !page.join("index.html").is_file()
    {
        bail!("{} holds no built page (no index.html)", page.display());
    }
    let page_config = match &options.page_config {
        Some(file) => Some(std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?),
        None => None,
    };
    let config = Config {
        address: SocketAddr::new(options.host, options.port),
        data: Some(options.data.clone()),
        seed: options.seed,
        page: options.page,
        page_config,
        dialect: options.dialect,
        tls: options.tls,
        names: options.allow_host,
        relaxed_limits: options.relaxed_limits,
        journal: options.journal,
        patience: Patience::default(),
        faults: options.faults,
        access_token_seconds: 3600,
        new_device_verification: true,
        allowed_origins: options.allow_origin,
    };
    if config.seed != Seed::None && is_first_start(&config) {
        println!("First start: several hundred demo accounts get real keys. This takes a minute or two, once.");
    }
    let running = portal_server::start(config).await.context("the server did not start")?;
    println!("Provider Portal   {}", running.url());
    println!("Outbox            {}/outbox", running.url());
    println!("Data              {}", options.data.display());
    if let Some(certificate) = &running.certificate {
        println!("Certificate       {}", certificate.display());
    }
    for line in &running.accounts {
        println!("{line}");
    }
    println!("Ctrl+C stops.");
    asked_to_stop().await.context("waiting for a signal to stop")?;
    running.stop().await;
    Ok(())
}

/// Returns on Ctrl+C, and on the signal service managers send.
async fn asked_to_stop() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            outcome = tokio::signal::ctrl_c() => outcome,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
