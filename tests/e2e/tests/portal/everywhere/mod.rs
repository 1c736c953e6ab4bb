//! Every kind of failing answer at every list (`lists`), at what is read beside it (`parts`) and at every form (`way_in`,
//! `import`), and answers that never come (`late`): worded, mended by "Try again" or by itself, nothing typed lost.

mod import;
mod late;
mod lists;
mod parts;
mod way_in;

use anyhow::Result;
use portal_e2e::Visitor;
use serde_json::{Value, json};

/// What goes wrong, and the title of what is said then.
fn kinds() -> Vec<(&'static str, Value, &'static str)> {
    let status = |status: u16| json!({ "kind": "status", "status": status });
    vec![
        (
            "403",
            json!({ "kind": "status", "status": 403, "body": "" }),
            "explain.forbidden_title",
        ),
        ("404", status(404), "explain.not_found_title"),
        ("409", status(409), "explain.rejected_title"),
        ("500", status(500), "explain.server_title"),
        (
            "broken JSON",
            json!({ "kind": "broken_json" }),
            "explain.unreadable_title",
        ),
        ("cut", json!({ "kind": "cut" }), "explain.broken_off_title"),
        ("page", json!({ "kind": "html" }), "explain.foreign_title"),
    ]
}

fn at(path: &str, mut fault: Value) -> Value {
    fault["path"] = json!(path);
    fault
}

/// What failed is told. A connection that is cut while something is sent may be gone before the answer begins.
async fn sees_failure(visitor: &Visitor, words: &str) -> Result<()> {
    let mut titles = vec![visitor.say(words)];
    if words == "explain.broken_off_title" {
        titles.push(visitor.say("explain.offline_title"));
    }
    visitor
        .until(&format!("none of {titles:?}"), || async {
            for title in &titles {
                if visitor.reads(title).await? {
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await
}
