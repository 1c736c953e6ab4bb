//! Mail the server would send: it goes to an outbox table that anybody at this demonstration server may read.

use rusqlite::{Connection, params};
use serde_json::{Value, json};

use crate::error::Result;

/// Puts one mail into the outbox; `sent` is `Clock::stamp`.
pub fn send(connection: &Connection, sent: &str, recipient: &str, subject: &str, body: &str) -> Result<()> {
    connection.execute(
        "INSERT INTO outbox (recipient, subject, body, sent) VALUES (?1, ?2, ?3, ?4)",
        params![recipient, subject, body, sent],
    )?;
    Ok(())
}

/// The newest hundred mails, newest first, as JSON objects `recipient`, `subject`, `body`, `sent`.
pub fn list(connection: &Connection) -> Result<Vec<Value>> {
    let mut statement =
        connection.prepare("SELECT recipient, subject, body, sent FROM outbox ORDER BY id DESC LIMIT 100")?;
    let rows = statement.query_map([], |row| {
        Ok(json!({
            "recipient": row.get::<_, String>(0)?, "subject": row.get::<_, String>(1)?,
            "body": row.get::<_, String>(2)?, "sent": row.get::<_, String>(3)?,
        }))
    })?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}

/// The outbox as a page without script or style.
pub fn page(mails: &[Value]) -> String {
    let text = |mail: &Value, name: &str| escape(mail.get(name).and_then(Value::as_str).unwrap_or_default());
    let mut html = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Outbox</title><main><h1>Outbox</h1>\
         <p>Mail this demonstration server would have sent, newest first.</p>",
    );
    if mails.is_empty() {
        html.push_str("<p>Nothing yet.</p>");
    }
    for mail in mails {
        html.push_str(&format!(
            "<article><h2>{}</h2><p>To {} at <time>{}</time></p><pre>{}</pre></article>",
            text(mail, "subject"),
            text(mail, "recipient"),
            text(mail, "sent"),
            text(mail, "body"),
        ));
    }
    html.push_str("</main></html>");
    html
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outbox_page_escapes_what_people_typed() {
        let html = page(&[json!({ "recipient": "a@b", "subject": "<script>", "body": "\"&", "sent": "now" })]);
        assert!(html.contains("&lt;script&gt;") && html.contains("&quot;&amp;") && !html.contains("<script"));
    }
}
