//! How much memory the browser's tabs take as processes: everything there is, scripts, WebAssembly, buffers and pictures.
//! Linux only; elsewhere nobody is asked.

use std::collections::HashMap;
use std::fs;

/// Bytes now in use, by process, of every tab of browsers that this program has started.
pub fn renderers() -> HashMap<u32, f64> {
    let parents: HashMap<u32, u32> = numbers().into_iter().filter_map(|id| Some((id, parent(id)?))).collect();
    let mine = |mut id: u32| loop {
        if id == std::process::id() {
            return true;
        }
        match parents.get(&id) {
            Some(parent) => id = *parent,
            None => return false,
        }
    };
    let tabs = parents.keys().copied().filter(|id| mine(*id) && is_tab(*id));
    tabs.filter_map(|id| Some((id, status(id, "VmRSS:")?))).collect()
}

/// What the largest of these processes took before, and the most it ever took.
pub fn peak(before: &HashMap<u32, f64>) -> Option<(f64, f64)> {
    let most = |id: &u32| status(*id, "VmHWM:");
    before
        .iter()
        .filter_map(|(id, before)| Some((*before, most(id)?)))
        .max_by(|one, other| one.1.total_cmp(&other.1))
}

fn numbers() -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

fn is_tab(id: u32) -> bool {
    fs::read(format!("/proc/{id}/cmdline")).is_ok_and(|line| String::from_utf8_lossy(&line).contains("--type=renderer"))
}

fn parent(id: u32) -> Option<u32> {
    field(id, "PPid:")?.parse().ok()
}

fn status(id: u32, name: &str) -> Option<f64> {
    let kilobytes: f64 = field(id, name)?.parse().ok()?;
    Some(kilobytes * 1024.0)
}

fn field(id: u32, name: &str) -> Option<String> {
    let text = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next().map(str::to_owned)
}
