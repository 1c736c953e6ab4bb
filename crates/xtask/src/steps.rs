//! `cargo xtask test` and its parts: steps in order, each with a headline and its time, and a count of tests at the end.

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::counts::Counts;
use crate::page;
use crate::process::{run, run_tests};
use crate::size;
use crate::tools::{self, Bindgen, Browser, Firefox, Fronts, Kind, Npm, Parts, TARGET, WasmToolchain, WebKit};
use crate::workspace::Workspace;

/// A run of steps. A failed one doesn't hide what the others would say.
#[derive(Default)]
struct Steps {
    counts: Counts,
    failed: Vec<&'static str>,
}

impl Steps {
    fn step<T>(&mut self, title: &'static str, work: impl FnOnce(&mut Counts) -> Result<T>) -> Option<T> {
        println!("\n=== {title}");
        let started = Instant::now();
        let result = work(&mut self.counts);
        let seconds = started.elapsed().as_secs_f32();
        match result {
            Ok(value) => {
                println!("=== {title}: ok, {seconds:.1} s");
                Some(value)
            }
            Err(error) => {
                println!("error: {error:#}");
                println!("=== {title}: failed, {seconds:.1} s");
                self.failed.push(title);
                None
            }
        }
    }

    fn skip(&mut self, title: &'static str, reason: &str) {
        println!("\n=== {title}: not run, {reason}");
        self.failed.push(title);
    }

    fn end(self) -> Result<()> {
        println!();
        if !self.failed.is_empty() {
            println!("failed: {}", self.failed.join(", "));
        }
        println!("{}", self.counts);
        if !self.failed.is_empty() {
            bail!("not everything holds");
        }
        Ok(())
    }
}

/// Format, lints and tests that need no browser.
pub fn check(ws: &Workspace) -> Result<()> {
    let mut steps = Steps::default();
    host(&mut steps, ws);
    steps.end()
}

/// Everything.
pub fn test(ws: &Workspace) -> Result<()> {
    let mut steps = Steps::default();
    host(&mut steps, ws);
    let page = steps.step("page build", |_| page::build(ws, Kind::Shipped));
    match &page {
        Some(page) => {
            steps.step("size budget", |_| size::check(page));
        }
        None => steps.skip("size budget", "the page didn't build"),
    }
    steps.step("lints, browser code", |_| browser_lints(ws));
    steps.step("component tests in Chromium", |counts| {
        component_tests(ws, None, counts)
    });
    if page.is_some() {
        steps.step("end-to-end tests", |counts| end_to_end(ws, None, counts));
    } else {
        steps.skip("end-to-end tests", "the page didn't build");
    }
    steps.end()
}

/// The component tests alone, or those of one name.
pub fn component(ws: &Workspace, name: Option<&str>) -> Result<()> {
    let mut steps = Steps::default();
    steps.step("component tests in Chromium", |counts| {
        component_tests(ws, name, counts)
    });
    steps.end()
}

/// The end-to-end tests alone, or those of one name.
pub fn e2e(ws: &Workspace, kind: Kind, name: Option<&str>) -> Result<()> {
    let mut steps = Steps::default();
    if steps.step("page build", |_| page::build(ws, kind)).is_some() {
        steps.step("end-to-end tests", |counts| end_to_end(ws, name, counts));
    }
    steps.end()
}

/// Measures the built page, or one table of it; fails only where it can't.
pub fn bench(ws: &Workspace, name: Option<&str>) -> Result<()> {
    page::build(ws, Kind::Shipped)?;
    let mut command = cargo(ws);
    command.args(["run", "--package", "portal-e2e", "--bin", "bench", "--release", "--"]);
    in_browser(ws, &mut command)?;
    command.env("PORTAL_OTHERS", Npm::others(ws)?);
    run(command.args(name))
}

fn host(steps: &mut Steps, ws: &Workspace) {
    steps.step("format", |_| {
        tools::host_components()?;
        run(cargo(ws).args(["fmt", "--all", "--check"]))
    });
    steps.step("lints", |_| {
        run(cargo(ws).args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    });
    steps.step("host tests", |counts| {
        run_tests(
            cargo(ws).args(["test", "--workspace", "--exclude", "portal-e2e", "--no-fail-fast"]),
            counts,
        )
    });
}

fn browser_lints(ws: &Workspace) -> Result<()> {
    let toolchain = WasmToolchain::ready()?;
    if !toolchain.has_clippy() {
        println!("Debian's toolchain for the browser has no clippy: only the compiler's own warnings are looked at");
    }
    let lint = if toolchain.has_clippy() { "clippy" } else { "check" };
    let mut command = toolchain.cargo(ws, Kind::Debug);
    command
        .args([
            lint,
            "--package",
            "provider-portal",
            "--package",
            "portal-crypto",
            "--lib",
            "--bins",
        ])
        .args(["--target", TARGET]);
    if toolchain.has_clippy() {
        command.args(["--", "-D", "warnings"]);
    }
    run(&mut command)
}

fn component_tests(ws: &Workspace, name: Option<&str>, counts: &mut Counts) -> Result<()> {
    let toolchain = WasmToolchain::ready()?;
    let bindgen = Bindgen::ready(ws)?;
    let browser = Browser::ready()?;
    let mut command = toolchain.cargo(ws, Kind::Debug);
    command
        .args(["test", "--package", "provider-portal", "--test", "browser"])
        .args(["--target", TARGET])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &bindgen.test_runner)
        .env("CHROMEDRIVER", &browser.driver)
        // The runner's own 20 s are for the whole run; a busy machine needs more.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .args(name);
    run_tests(&mut command, counts)
}

fn end_to_end(ws: &Workspace, name: Option<&str>, counts: &mut Counts) -> Result<()> {
    let mut command = cargo(ws);
    command.args(["test", "--package", "portal-e2e", "--no-fail-fast"]);
    in_browser(ws, &mut command)?;
    command.env("PORTAL_HOST_PORTAL", tools::host_portal(ws)?);
    // Where one of these is missing, the tests that need it will fail; the others have something to say all the same.
    told(Fronts::ready(), |fronts| {
        command
            .env("PORTAL_NGINX", fronts.nginx)
            .env("PORTAL_NGINX_BROTLI", fronts.brotli)
            .env("PORTAL_CADDY", fronts.caddy);
    });
    told(Firefox::ready(ws), |firefox| {
        command
            .env("PORTAL_FIREFOX", firefox.firefox)
            .env("PORTAL_GECKODRIVER", firefox.driver);
    });
    told(WebKit::ready(), |webkit| {
        command
            .env("PORTAL_WEBKIT_DRIVER", webkit.driver)
            .env("PORTAL_XVFB", webkit.xvfb);
    });
    run_tests(command.args(name), counts)
}

/// Uses a tool, or says what is missing of it.
fn told<T>(tool: Result<T>, then: impl FnOnce(T)) {
    match tool {
        Ok(tool) => then(tool),
        Err(error) => println!("{error:#}"),
    }
}

/// Tells a program that drives the built page where everything is.
fn in_browser(ws: &Workspace, command: &mut Command) -> Result<()> {
    let browser = Browser::ready()?;
    let npm = Npm::ready(ws, Parts::Tests)?;
    command
        .env("PORTAL_PAGE", ws.dist())
        .env("PORTAL_CHROMIUM", &browser.chromium)
        .env("PORTAL_CHROMEDRIVER", &browser.driver)
        .env("PORTAL_NODE", &npm.node)
        .env("PORTAL_NODE_MODULES", &npm.modules);
    Ok(())
}

fn cargo(ws: &Workspace) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(&ws.root);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_steps_run_after_a_failed_one_and_the_run_fails() {
        let mut steps = Steps::default();
        assert_eq!(steps.step("first", |_| -> Result<()> { bail!("no") }), None);
        let second = steps.step("second", |counts| {
            counts.read("test result: ok. 2 passed; 0 failed;");
            Ok(7)
        });
        assert_eq!(second, Some(7));
        assert_eq!(steps.counts.passed, 2);
        assert!(steps.end().is_err());
    }

    #[test]
    fn a_step_that_could_not_run_fails_the_run() {
        let mut steps = Steps::default();
        steps.skip("size budget", "the page didn't build");
        assert!(steps.end().is_err());
    }
}
