//! How other programs are run: with their output passed on, captured, counted or timed.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::counts::Counts;

/// The first of `names` found on PATH.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names.iter().find_map(|name| {
        std::env::split_paths(&path)
            .map(|dir| dir.join(name))
            .find(|file| file.is_file())
    })
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![
        program
            .file_name()
            .unwrap_or(program.as_os_str())
            .to_string_lossy()
            .into_owned(),
    ];
    words.extend(
        command
            .get_args()
            .take(2)
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

/// Runs a program with its output passed on; fails when it does.
pub fn run(command: &mut Command) -> Result<()> {
    let what = name(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start `{what}`"))?;
    if !status.success() {
        bail!("`{what}` failed ({status})");
    }
    Ok(())
}

/// Runs a program silently; on failure its last lines are part of the error.
pub fn run_quietly(command: &mut Command) -> Result<()> {
    let what = name(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{what}`"))?;
    if output.status.success() {
        return Ok(());
    }
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    let lines: Vec<&str> = text.lines().collect();
    let tail = lines[lines.len().saturating_sub(12)..].join("\n");
    bail!("`{what}` failed ({}):\n{tail}", output.status)
}

/// What a program prints on its standard output, trimmed; `None` when it can't be started or fails.
pub fn answer<S: AsRef<OsStr>>(program: impl AsRef<OsStr>, args: &[S]) -> Option<String> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a program silently for at most `limit`; true when it ended well within it.
pub fn succeeds_within(command: &mut Command, limit: Duration) -> bool {
    let started = Instant::now();
    let Ok(mut child) = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
    else {
        return false;
    };
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if started.elapsed() < limit => {
                std::thread::sleep(Duration::from_millis(100));
            }
            // Over time or unobservable: the caller takes its other road either way.
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

/// Runs tests with their output passed on and adds what they report to `counts`; fails when they do.
pub fn run_tests(command: &mut Command, counts: &mut Counts) -> Result<()> {
    let what = name(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{what}`"))?;
    let stdout = child
        .stdout
        .take()
        .context("the output of tests is piped to be counted")?;
    count(BufReader::new(stdout), std::io::stdout(), counts)?;
    let status = child.wait()?;
    if !status.success() {
        bail!("`{what}` failed ({status})");
    }
    Ok(())
}

/// Passes lines on as they come and counts the tests they report.
fn count(lines: impl BufRead, mut onward: impl Write, counts: &mut Counts) -> Result<()> {
    for line in lines.split(b'\n') {
        let line = line?;
        counts.read(&String::from_utf8_lossy(&line));
        onward.write_all(&line)?;
        onward.write_all(b"\n")?;
        onward.flush()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_takes_too_long_is_ended() {
        let started = Instant::now();
        let mut slow = Command::new("sleep");
        slow.arg("30");
        assert!(!succeeds_within(&mut slow, Duration::from_millis(200)));
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_failing_program_is_named_with_its_last_words() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo the reason >&2; exit 3"]);
        let error = run_quietly(&mut command).unwrap_err().to_string();
        assert!(error.contains("`sh -c"), "{error}");
        assert!(error.contains("the reason"), "{error}");
    }

    #[test]
    fn tests_are_counted_while_their_output_passes() {
        let mut counts = Counts::default();
        let said = b"test a ... ok\ntest result: ok. 4 passed; 0 failed; 1 ignored\n";
        let mut onward = Vec::new();
        count(&said[..], &mut onward, &mut counts).unwrap();
        assert_eq!(counts.passed, 4);
        assert_eq!(onward, said);
    }
}
