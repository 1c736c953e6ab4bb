//! What the element says in place of the portal: a second one, a part that is missing, a program that has stopped.

use anyhow::{Result, ensure};
use portal_e2e::world::SERVICE;
use portal_e2e::{Language, Role};
use serde_json::{Value, json};

use super::{heard, hosted, visit};
use crate::ways::sign_in;

#[tokio::test(flavor = "multi_thread")]
async fn a_second_element_is_refused_with_words_and_leaves_the_first_alone() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::Swedish).await?;
    visitor.go("/passwords/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let second = "document.querySelector('main').append(document.createElement('provider-portal'));";
    visitor.run(second, Vec::new()).await?;
    visitor.sees(&visitor.say("embed.second_title")).await?;
    visitor.run("scrollTo(0, 10000);", Vec::new()).await?;
    visitor.check("second").await?;
    // The one that was refused doesn't take the other with it.
    let away = "[...document.querySelectorAll('provider-portal')].at(-1).remove();";
    visitor.run(away, Vec::new()).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_does_not_arrive_is_told_to_person_and_host_and_the_hosts_page_goes_on() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.lose(&["*_bg.wasm"]).await?;
    visitor.go("/passwords/").await?;
    visitor.sees(&visitor.say("embed.unloaded_title")).await?;
    heard(&visitor, "failed").await?;
    visitor.check_everywhere("unloaded").await?;
    let said = "const portal = document.querySelector('provider-portal');
        const notice = portal.shadowRoot.querySelector('[role=alert]');
        const { fontFamily, textAlign } = getComputedStyle(notice);
        return [getComputedStyle(portal).display, fontFamily, textAlign, notice.lang];";
    let said = visitor.run(said, Vec::new()).await?;
    ensure!(said == json!(["block", "system-ui", "start", "en"]), "{said}");
    visitor.lose(&[]).await?;
    visitor.button("Put away or bring back").await?;
    visitor.button("Put away or bring back").await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    ensure!(visitor.run("return document.querySelector('provider-portal').shadowRoot.querySelectorAll('[role=alert] h2').length;", Vec::new()).await? == Value::from(0));
    // The same once the program is there.
    visitor.lose(&["*words-*"]).await?;
    visitor.button("Put away or bring back").await?;
    visitor.button("Put away or bring back").await?;
    visitor.sees(&visitor.say("embed.unloaded_title")).await?;
    visitor.lose(&[]).await?;
    visitor.button("Put away or bring back").await?;
    visitor.button("Put away or bring back").await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    visitor.close().await
}

/// Spoils the memory of the element's program, so that whatever it does next traps.
const SPOIL: &str = r"
    const done = arguments[0];
    const glue = performance.getEntriesByType('resource').find((one) => /portal-[0-9a-f]+\.js$/.test(one.name));
    import(glue.name).then((glue) => glue.default()).then((wasm) => {
      new Uint8Array(wasm.memory.buffer).fill(255);
      dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }));
      done(true);
    }, (error) => done(`${error}`));";

#[tokio::test(flavor = "multi_thread")]
async fn an_element_that_has_stopped_says_so_with_a_report_and_the_hosts_page_goes_on() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::Swedish).await?;
    visitor.go("/passwords/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let spoilt = visitor.run_async(SPOIL).await?;
    ensure!(spoilt == Value::Bool(true), "{spoilt}");
    visitor.sees(&visitor.say("embed.crashed_title")).await?;
    heard(&visitor, "failed").await?;
    let report = "return document.querySelector('provider-portal').shadowRoot.querySelector('[data-report]').value;";
    let report = visitor.run(report, Vec::new()).await?;
    let report = report.as_str().unwrap_or_default();
    for wanted in [
        "what: RuntimeError: ",
        "page: /providers/*/clients",
        "build: portal-",
        "page sign-in",
    ] {
        ensure!(report.contains(wanted), "no “{wanted}” in\n{report}");
    }
    ensure!(!report.contains(SERVICE) && !report.contains("localhost"), "{report}");
    visitor.check_everywhere("crashed").await?;
    // It is over for good, and the host's page isn't. As wide as the element, in its language, and as the host wants it.
    let looks = "const portal = document.querySelector('provider-portal');
        const notice = portal.shadowRoot.querySelector('[role=alert]');
        portal.shadowRoot.querySelector('details').open = true;
        return [notice.offsetWidth === portal.clientWidth, notice.lang, notice.dataset.theme];";
    visitor.choose("Colours", "Night").await?;
    visitor.button("Put away or bring back").await?;
    visitor.button("Put away or bring back").await?;
    visitor.sees(&visitor.say("embed.crashed_title")).await?;
    let looks = visitor.run(looks, Vec::new()).await?;
    ensure!(looks == json!([true, "sv", "dark"]), "{looks}");
    visitor.check_everywhere("crashed-at-night").await?;
    visitor.button(visitor.say("embed.report_copy")).await?;
    visitor.sees(&visitor.say("embed.report_copied")).await?;
    visitor.button(visitor.say("embed.reload")).await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    Ok(())
}
