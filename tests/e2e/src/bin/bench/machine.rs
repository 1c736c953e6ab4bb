//! On what machine, when and with which browser the figures were measured.

use std::process::Command;
use std::thread::available_parallelism;

use anyhow::{Context, Result};
use portal_e2e::tools;
use portal_server::clock::Clock;

/// One line for above the tables.
pub fn line() -> Result<String> {
    let day = Clock::default().stamp();
    let day = day.split('T').next().unwrap_or_default();
    let cores = available_parallelism()?;
    let version = Command::new(tools::chromium())
        .args(["--version", "--no-sandbox"])
        .output()
        .context("cannot ask the browser for its version")?;
    let version = String::from_utf8_lossy(&version.stdout);
    let browser: Vec<&str> = version.split_whitespace().take(2).collect();
    Ok(format!(
        "{day}; {cores} cores ({}), {}; {}; load before the start: {}",
        entry("/proc/cpuinfo", "model name"),
        memory(),
        browser.join(" "),
        load()
    ))
}

/// A line of one of the system's files, without its name.
fn entry(file: &str, name: &str) -> String {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let found = text.lines().find_map(|line| line.strip_prefix(name));
    let value = found.map(|rest| rest.trim_start_matches([' ', '\t', ':']));
    value.unwrap_or("unknown").to_owned()
}

fn memory() -> String {
    let kilobytes: Option<f64> = entry("/proc/meminfo", "MemTotal")
        .split(' ')
        .next()
        .and_then(|number| number.parse().ok());
    kilobytes.map_or_else(
        || "unknown memory".to_owned(),
        |kilobytes| format!("{:.0} GB", kilobytes / 1e6),
    )
}

/// Of the last minute: others that run beside make every time too high.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("unknown").to_owned()
}
