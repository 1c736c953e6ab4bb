//! Answers that go wrong: each kind is explained, keeps what was shown, asks for nothing twice, and "Try again" mends it.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, has};
use serde_json::{Value, json};

use crate::ways::{enter_password, open_clients};

/// Everything below a provider, and what is asked there: its clients.
const CLIENTS: &str = "/api/providers/*";
/// Something that every member's row holds.
const A_MEMBER: &str = "@";

/// A person at the list of clients, and the paths of the client's lists.
struct Scene {
    world: World,
    visitor: Visitor,
    members: String,
    groups: String,
}

impl Scene {
    async fn start(language: Language) -> Result<Self> {
        let world = World::start().await?;
        let visitor = world.visit(language).await?;
        open_clients(&visitor, SERVICE).await?;
        visitor.find(Role::Link, CLIENT).await?;
        let id = world.organization(CLIENT)?;
        Ok(Self {
            members: format!("/api/organizations/{id}/users"),
            groups: format!("/api/organizations/{id}/groups/details"),
            world,
            visitor,
        })
    }

    /// What the journal holds of a path, `*` for everything below, as statuses in their order.
    fn asked(&self, path: &str) -> Result<Vec<u16>> {
        let fits = |own: &str| match path.strip_suffix('*') {
            Some(start) => own.starts_with(start),
            None => own == path,
        };
        let entries = self.world.journal()?.into_iter();
        Ok(entries
            .filter(|entry| fits(&entry.path))
            .map(|entry| entry.status)
            .collect())
    }

    fn forget(&self) -> Result<()> {
        self.world.state()?.journal.clear();
        Ok(())
    }

    /// The name of the button that asks for this part again.
    fn again(&self, what: &str) -> String {
        let what = self.visitor.say(what);
        self.visitor.words.with("common.try_again_what", &[("what", &what)])
    }

    async fn sees_all(&self, keys: &[&str]) -> Result<()> {
        for key in keys {
            self.visitor.sees(&self.visitor.say(key)).await?;
        }
        Ok(())
    }

    async fn open_members(&self) -> Result<()> {
        self.visitor.link(CLIENT).await?;
        self.visitor
            .title_is(&self.visitor.say("organization.overview"))
            .await?;
        // The overview reads the same lists; these requests belong to no test.
        self.visitor
            .until("the overview has not read its lists", || async {
                let read = !self.asked(&self.members)?.is_empty() && !self.asked(&self.groups)?.is_empty();
                Ok(read.then_some(()))
            })
            .await
    }

    /// The list of clients is refreshed and fails: the reason stands over the list, which stays.
    async fn refresh_fails(&self, fault: Value, words: &[&str], status: u16, state: &str) -> Result<()> {
        let visitor = &self.visitor;
        self.world.fault(fault)?;
        self.forget()?;
        visitor.button(visitor.say("format.refresh")).await?;
        visitor.sees(&visitor.say("format.stale")).await?;
        self.sees_all(words).await?;
        visitor.find(Role::Link, CLIENT).await?;
        visitor.check(state).await?;
        ensure!(self.asked(CLIENTS)? == [status], "{state}: asked again unasked");
        self.world.clear_faults()?;
        visitor.button(self.again("clients.title")).await?;
        visitor.gone(Role::Any, visitor.say("format.stale")).await?;
        visitor.find(Role::Link, CLIENT).await?;
        visitor.focus_is(Role::Title, visitor.say("clients.title")).await?;
        ensure!(
            self.asked(CLIENTS)? == [status, 200],
            "{state}: one more request, no more"
        );
        Ok(())
    }
}

/// A refusal of the list of clients.
fn clients_status(status: u16) -> Value {
    json!({ "path": CLIENTS, "kind": "status", "status": status })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_refresh_is_explained_over_the_list_that_stays() -> Result<()> {
    let scene = Scene::start(Language::English).await?;
    let cases: [(u16, [&str; 3]); 4] = [
        (
            403,
            [
                "explain.forbidden_title",
                "explain.forbidden_detail",
                "explain.forbidden_next",
            ],
        ),
        (
            404,
            [
                "explain.not_found_title",
                "explain.not_found_detail",
                "explain.not_found_next",
            ],
        ),
        (
            409,
            [
                "explain.rejected_title",
                "explain.rejected_detail",
                "explain.rejected_next",
            ],
        ),
        (
            500,
            ["explain.server_title", "explain.server_detail", "explain.server_next"],
        ),
    ];
    for (status, words) in cases {
        let state = format!("clients-{status}");
        scene
            .refresh_fails(clients_status(status), &words, status, &state)
            .await?;
    }
    // A reason that the page points to is there to be read.
    scene.world.fault(clients_status(409))?;
    let visitor = &scene.visitor;
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.button(visitor.say("common.details")).await?;
    visitor.sees("Somebody else has changed this in the meantime.").await?;
    visitor.check_everywhere("clients-409-details").await?;
    scene.visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_none_is_explained_over_the_list_that_stays() -> Result<()> {
    let scene = Scene::start(Language::Swedish).await?;
    let cases: [(&str, [&str; 3]); 3] = [
        (
            "broken_json",
            [
                "explain.unreadable_title",
                "explain.unreadable_detail",
                "explain.unreadable_next",
            ],
        ),
        (
            "cut",
            [
                "explain.broken_off_title",
                "explain.broken_off_detail",
                "explain.offline_next",
            ],
        ),
        (
            "html",
            [
                "explain.foreign_title",
                "explain.foreign_detail",
                "explain.foreign_next",
            ],
        ),
    ];
    for (kind, words) in cases {
        let fault = json!({ "path": CLIENTS, "kind": kind });
        scene
            .refresh_fails(fault, &words, 200, &format!("clients-{kind}"))
            .await?;
    }
    scene.visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_asks_to_slow_down_is_obeyed_and_the_wait_is_told() -> Result<()> {
    let scene = Scene::start(Language::English).await?;
    let visitor = &scene.visitor;
    for (retry_after, seconds) in [(json!(7), 7), (Value::Null, 5)] {
        let limited =
            json!({ "path": CLIENTS, "kind": "status", "status": 429, "retry_after": retry_after, "times": 1 });
        scene.world.fault(limited)?;
        scene.forget()?;
        let began = std::time::Instant::now();
        visitor.button(visitor.say("format.refresh")).await?;
        visitor.sees(&visitor.words.start_of("pause.reading")).await?;
        visitor.check_everywhere(&format!("clients-429-{seconds}")).await?;
        visitor.gone(Role::Any, visitor.say("pause.title")).await?;
        ensure!(began.elapsed().as_secs() >= seconds, "it didn't wait");
        ensure!(scene.asked(CLIENTS)? == [429, 200], "it is asked again once, by itself");
        visitor.find(Role::Link, CLIENT).await?;
        ensure!(!visitor.reads(&visitor.say("format.stale")).await?, "a failure is told");
    }
    // An hour isn't waited for.
    let limited = json!({ "path": CLIENTS, "kind": "status", "status": 429, "retry_after": 3600 });
    let words = ["explain.too_many_title", "explain.too_many_detail"];
    scene
        .refresh_fails(limited.clone(), &words, 429, "clients-429-hour")
        .await?;
    scene.world.fault(limited)?;
    visitor.button(visitor.say("format.refresh")).await?;
    let an_hour = visitor
        .words
        .with("explain.too_many_next_minutes", &[("minutes", "60")]);
    visitor.sees(&an_hour).await?;
    scene.visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_without_end_is_held_back_before_the_server_has_to_and_is_told() -> Result<()> {
    let scene = Scene::start(Language::English).await?;
    let visitor = &scene.visitor;
    scene.forget()?;
    let tireless = "const done = arguments[0];
        const refresh = document.querySelector('.refresh');
        const busy = () => refresh.dataset.busy !== undefined;
        const moment = () => new Promise((resolve) => setTimeout(resolve, 10));
        (async () => {
          for (let pressed = 0; pressed < 150 && !busy(); pressed += 1) {
            refresh.querySelector('button').click();
            await moment();
            for (let waited = 0; busy() && waited < 300; waited += 1) await moment();
          }
          done(busy());
        })();";
    let held_back = visitor.run_async(tireless).await?;
    ensure!(held_back == true, "nothing waits: {held_back}");
    visitor.sees(&visitor.words.start_of("pause.reading_own")).await?;
    visitor.check_everywhere("clients-own-pause").await?;
    let answers = scene.asked("/api/*")?;
    ensure!((100..150).contains(&answers.len()), "{} left", answers.len());
    ensure!(answers.iter().all(|status| *status == 200), "the server held back");
    scene.visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_never_came_has_its_reason_in_its_place_and_each_part_its_own_button() -> Result<()> {
    let scene = Scene::start(Language::English).await?;
    let visitor = &scene.visitor;
    scene.open_members().await?;
    let every_list = format!("{}*", scene.members.trim_end_matches("users"));
    scene
        .world
        .fault(json!({ "path": every_list, "kind": "status", "status": 500 }))?;
    scene.forget()?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    scene
        .sees_all(&["explain.server_title", "members.group_names_failed"])
        .await?;
    visitor.find(Role::Button, scene.again("members.title")).await?;
    visitor.find(Role::Button, scene.again("groups.title")).await?;
    visitor.check_everywhere("members-500").await?;
    ensure!(scene.asked(&scene.members)? == [500] && scene.asked(&scene.groups)? == [500]);
    // A second failure is told again, and the keyboard stays on the page.
    visitor.button(scene.again("members.title")).await?;
    visitor.focus_is(Role::Title, visitor.say("members.title")).await?;
    visitor.find(Role::Button, scene.again("members.title")).await?;
    ensure!(scene.asked(&scene.members)? == [500, 500]);
    scene.world.clear_faults()?;
    visitor.tab_to(Role::Button, scene.again("groups.title")).await?;
    visitor.enter().await?;
    visitor
        .gone(Role::Any, visitor.say("members.group_names_failed"))
        .await?;
    visitor.focus_is(Role::Title, visitor.say("members.title")).await?;
    visitor.tab_to(Role::Button, scene.again("members.title")).await?;
    visitor.enter().await?;
    visitor.find(Role::Row, has(A_MEMBER)).await?;
    visitor.focus_is(Role::Title, visitor.say("members.title")).await?;
    ensure!(scene.asked(&scene.members)? == [500, 500, 200] && scene.asked(&scene.groups)? == [500, 200]);
    scene.visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_answer_is_waited_for_in_the_lists_shape_and_shown_when_it_comes() -> Result<()> {
    let scene = Scene::start(Language::English).await?;
    let visitor = &scene.visitor;
    scene.open_members().await?;
    scene
        .world
        .fault(json!({ "path": scene.members, "kind": "slow", "ms": 3000 }))?;
    scene.forget()?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    let busy = "return document.querySelectorAll('main [role=region][aria-busy=true]').length;";
    visitor
        .until("nothing says that it is on its way", || async {
            Ok((visitor.run(busy, Vec::new()).await? == 1).then_some(()))
        })
        .await?;
    let counts = "return [...document.querySelectorAll('.segment-count')].map((one) => one.textContent).join(' ');";
    ensure!(
        visitor.run(counts, Vec::new()).await? == "– – – – –",
        "a number is told that nobody knows yet"
    );
    visitor.check("members-slow").await?;
    visitor.find(Role::Row, has(A_MEMBER)).await?;
    ensure!(
        visitor.run(counts, Vec::new()).await? != "– – – – –",
        "no number is told"
    );
    ensure!(
        visitor.run(busy, Vec::new()).await? == 0,
        "it still says that it is on its way"
    );
    ensure!(scene.asked(&scene.members)? == [200], "asked twice");
    scene.visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_is_renewed_once_and_a_second_refusal_is_about_the_role_unless_the_renewal_is_refused()
-> Result<()> {
    let scene = Scene::start(Language::English).await?;
    let visitor = &scene.visitor;
    let renewals = || scene.asked("/identity/connect/token");
    scene.open_members().await?;
    scene
        .world
        .fault(json!({ "path": scene.members, "kind": "status", "status": 401, "times": 1 }))?;
    scene.forget()?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has(A_MEMBER)).await?;
    ensure!(scene.asked(&scene.members)? == [401, 200] && renewals()? == [200]);

    scene
        .world
        .fault(json!({ "path": scene.members, "kind": "status", "status": 401 }))?;
    scene.forget()?;
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.sees(&visitor.say("explain.forbidden_title")).await?;
    visitor.check("members-401").await?;
    ensure!(scene.asked(&scene.members)? == [401, 401] && renewals()?.iter().all(|status| *status == 200));

    // An ended session: the same refusal, and no newer token either.
    scene
        .world
        .change("UPDATE users SET security_stamp = 'ended' WHERE email = ?1", SERVICE)?;
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.sees(&visitor.say("sign_in.ended_title")).await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.password")).await?;
    scene.world.clear_faults()?;
    enter_password(visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    visitor.find(Role::Row, has(A_MEMBER)).await?;
    scene.visitor.close().await
}
