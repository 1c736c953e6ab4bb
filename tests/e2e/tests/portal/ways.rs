//! Ways that many tests go.

use std::path::Path;

use anyhow::{Result, ensure};
use portal_e2e::world::{PASSWORD, SUSPENDED};
use portal_e2e::{Key, Role, Visitor, World, has, keys};

/// Enters the address and goes on to the password.
pub async fn enter_address(visitor: &Visitor, email: &str) -> Result<()> {
    visitor.fill(visitor.say("sign_in.email"), email).await?;
    visitor.button(visitor.say("sign_in.continue_")).await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.password")).await?;
    Ok(())
}

/// Enters a password and sends it.
pub async fn enter_password(visitor: &Visitor, password: &str) -> Result<()> {
    visitor.fill(visitor.say("sign_in.password"), password).await?;
    visitor.button(visitor.say("sign_in.log_in")).await
}

/// Signs in from the first page on, with the password of all demo accounts.
pub async fn sign_in(visitor: &Visitor, email: &str) -> Result<()> {
    enter_address(visitor, email).await?;
    enter_password(visitor, PASSWORD).await
}

/// Opens the start and signs in; for a service user the clients come up.
pub async fn open_clients(visitor: &Visitor, email: &str) -> Result<()> {
    visitor.go("/").await?;
    sign_in(visitor, email).await?;
    visitor.title_is(&visitor.say("clients.title")).await
}

/// Chooses an entry of the account menu.
pub async fn account_menu(visitor: &Visitor, entry: &str) -> Result<()> {
    visitor.button(visitor.say("shell.account")).await?;
    visitor.press(Role::MenuItem, visitor.say(entry)).await
}

/// Who is asked for a mailed code in a browser never seen before.
pub const NEWCOMER: &str = "newdevice@northlight.example";

/// Signs in with a browser never seen before; the code that was mailed.
pub async fn to_new_browser(world: &World, visitor: &Visitor) -> Result<String> {
    visitor.go("/").await?;
    sign_in(visitor, NEWCOMER).await?;
    visitor.title_is(&visitor.say("sign_in.device_title")).await?;
    mailed_code(world, NEWCOMER)
}

/// Where the codes of `to_mailed_code` go: not the address of the account, so that one isn't taken for the other.
pub const MAILBOX: &str = "mailbox@elsewhere.example";

/// Signs in up to the second step with an account that codes are mailed to, besides what else it has.
pub async fn to_mailed_code(world: &World, visitor: &Visitor, email: &str) -> Result<()> {
    let sql = format!("UPDATE users SET email_two_factor = '{MAILBOX}' WHERE email = ?1");
    world.change(&sql, email)?;
    visitor.go("/").await?;
    sign_in(visitor, email).await?;
    visitor.title_is(&visitor.say("sign_in.second_title")).await
}

/// Waits for the so many-th mail to that address; the code in it.
pub async fn next_mailed_code(world: &World, visitor: &Visitor, many: i64) -> Result<String> {
    let mails = || world.number("SELECT count(*) FROM outbox WHERE recipient = ?1", MAILBOX);
    visitor
        .until(&format!("{many} codes were not mailed"), || async {
            Ok((mails()? >= many).then_some(()))
        })
        .await?;
    ensure!(mails()? == many, "{} codes were mailed, not {many}", mails()?);
    mailed_code(world, MAILBOX)
}

/// The code in the newest mail to somebody.
fn mailed_code(world: &World, recipient: &str) -> Result<String> {
    let mail = world.text(
        "SELECT body FROM outbox WHERE recipient = ?1 ORDER BY id DESC",
        recipient,
    )?;
    let runs = mail.split(|c: char| !c.is_ascii_digit());
    let codes: Vec<_> = runs.filter(|run| run.len() == 6).collect();
    ensure!(codes.len() == 1, "no code in: {mail}");
    Ok(codes[0].to_owned())
}

/// Enters the password of a locked session and sends it.
pub async fn unlock(visitor: &Visitor, password: &str) -> Result<()> {
    visitor.fill(visitor.say("sign_in.password"), password).await?;
    visitor.button(visitor.say("sign_in.unlock")).await
}

/// Hands a file over, confirms that the client has approved it, imports, and waits for the receipt. Begins on the import
/// page; `put_into` is what is chosen as destination, where the file doesn't decide.
pub async fn import_file(
    visitor: &Visitor,
    client: &str,
    file: &Path,
    items: usize,
    put_into: Option<&str>,
) -> Result<()> {
    send_file(visitor, client, file, items, put_into).await?;
    let count = items.to_string();
    let arguments = [("n", count.as_str()), ("client", client)];
    visitor.sees(&visitor.words.with("import.done_other", &arguments)).await
}

/// The same up to the button that sends it.
pub async fn send_file(
    visitor: &Visitor,
    client: &str,
    file: &Path,
    items: usize,
    put_into: Option<&str>,
) -> Result<()> {
    let count = items.to_string();
    let arguments = [("n", count.as_str()), ("client", client)];
    visitor.hand_over(has(visitor.say("import.file_label")), file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    if let Some(collection) = put_into {
        let option = visitor.words.with("import.to_one", &[("name", collection)]);
        visitor.choose(has(visitor.say("import.destination")), &option).await?;
    }
    // What is to be approved stands with the button, and may come a moment after the heading.
    let confirm = visitor.words.with("import.confirm_other", &arguments);
    visitor.find(Role::Button, confirm.as_str()).await?;
    let approved = visitor.words.with("import.approved", &arguments);
    if visitor.count(Role::CheckBox, approved.as_str()).await? > 0 {
        visitor.press(Role::CheckBox, approved.as_str()).await?;
        let ticked = || async {
            let found = visitor.find(Role::CheckBox, approved.as_str()).await?;
            Ok(found.is_selected().await?.then_some(()))
        };
        visitor.until("the approval isn't ticked", ticked).await?;
    }
    visitor.button(confirm).await
}

/// Everything that was asked about items, but for the import.
pub fn item_requests(world: &World) -> Result<Vec<String>> {
    let entries = world.journal()?.into_iter();
    Ok(entries
        .filter(|entry| entry.path.contains("/ciphers") && entry.path != "/api/ciphers/import-organization")
        .map(|entry| format!("{} {}", entry.method, entry.path))
        .collect())
}

/// A shared collection that this member manages himself: id and name.
pub fn managed_collection(world: &World, organization: &str, member: &str) -> Result<(String, String)> {
    let sql = format!(
        "SELECT c.id FROM collections c JOIN collection_members a ON a.collection_id = c.id JOIN members m ON m.id = a.member_id
         JOIN users u ON u.id = m.user_id WHERE u.email = ?1 AND c.organization_id = '{organization}' AND c.type = 0
         AND a.manage = 1 ORDER BY c.id"
    );
    let id = world.text(&sql, member)?;
    let name = world.text("SELECT name FROM collections WHERE id = ?1", &id)?;
    let key = keys::organization(world, member, organization)?;
    Ok((id, keys::read(&name, &key)?))
}

/// Opens the palette by its keys.
pub async fn open_palette(visitor: &Visitor) -> Result<()> {
    visitor.hold(Key::Control, "k").await?;
    visitor.focus_is(Role::TextBox, visitor.say("palette.label")).await
}

/// Gives the owner of one organization a second one, so that the start offers a choice.
pub fn second_place(world: &World) -> Result<()> {
    world.change(
        "INSERT INTO members (id, organization_id, user_id, key, type, status, creation_date, revision_date)
         SELECT '0000feed-0000-4000-8000-000000000001', (SELECT id FROM organizations WHERE name = ?1), m.user_id, m.key, 0, 2,
         m.creation_date, m.revision_date FROM members m JOIN users u ON u.id = m.user_id WHERE u.email = 'owner@solo.example'",
        SUSPENDED,
    )
}
