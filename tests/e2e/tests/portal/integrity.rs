//! Every byte that runs is the one that was built: each file of the page is altered in turn, as a server or something in between
//! could do it. What is altered doesn't run, and the person is told. The list of files is the build's own, so a new one is here
//! with its first build, and asks for a place below.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use portal_e2e::host::{Host, free_port, url_of};
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Engine, Key, Language, Role, Setup, Visitor, World, tools};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::ways::sign_in;

/// What an altered script asks for as soon as it runs, wherever that is: a worker of bytes has no place, but an origin.
const MARK: &str = "/api/altered";
/// The part of the built page that says so (index.html).
const UNLOADED: &str = "The Provider Portal could not be loaded";
/// A host that pins the element, as docs/embedding.md says.
const PINNED: &str = "pinned.html";

/// Where an altered file shows, and how.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// The page says that it could not be loaded.
    Start(Language),
    /// The page does without it, as without a door that nobody needs.
    Spared,
    /// The list of clients, the import and the palette say that a part is missing.
    Clients,
    Import,
    Palette,
    /// At least one of these three does, for what several parts share: which of them is the build's choice.
    Shared,
    /// The sign-in says that it can't go on: the password is derived in the worker.
    Worker,
    /// The page in a host's frame, and the element in a host's page, say that they could not be loaded.
    Frame,
    Element,
    /// The element doesn't come up.
    Pinned,
}

/// Where a file shows when it is altered; none for what nothing can hold: the page that the browser is sent to, and the settings,
/// which whoever runs the page writes.
fn places(name: &str) -> Result<&'static [Place]> {
    const START: Place = Place::Start(Language::English);
    let kind = name.split('-').next().unwrap_or(name);
    let (_, ending) = name.split_at(name.find(['.', '_']).unwrap_or(name.len()));
    Ok(match (kind, ending) {
        ("index.html" | "config.json", _) => &[],
        ("embed.js", _) => &[Place::Pinned],
        ("boot", ".js") | ("style", ".css") => &[START],
        ("door", ".js") => &[Place::Spared],
        ("portal", ".js") => &[START, Place::Frame, Place::Element],
        ("portal", "_bg.wasm") => &[START, Place::Element],
        ("words", _) if name.starts_with("words-sv") => &[Place::Start(Language::Swedish)],
        ("words", _) => &[START, Place::Element],
        ("frame", ".js") => &[Place::Frame],
        ("embed", ".css") => &[Place::Element],
        ("worker", ".js" | "_bg.wasm") => &[Place::Worker],
        ("lists", "_part.wasm") => &[Place::Clients],
        ("shared", "_part.wasm") => &[Place::Shared],
        ("import", "_part.wasm") => &[Place::Import],
        ("tools", "_part.wasm") => &[Place::Palette],
        _ => bail!("nobody says where {name} shows when it is altered"),
    })
}

/// The built page in a folder of its own, where it can be altered.
struct Site {
    folder: TempDir,
    files: Vec<String>,
}

impl Site {
    fn copy() -> Result<Self> {
        let (page, folder) = (tools::page()?, TempDir::new()?);
        let manifest: Value = serde_json::from_slice(&fs::read(page.join("manifest.json"))?)?;
        let mut files = Vec::new();
        for file in manifest["files"].as_array().context("no list of files")? {
            let name = file["name"].as_str().context("a file without a name")?.to_owned();
            // Without the compressed copies, which would be sent in its place.
            fs::copy(page.join(&name), folder.path().join(&name))?;
            if name == "embed.js" {
                let integrity = file["integrity"].as_str().context("no integrity value")?;
                let host = format!(
                    "<!doctype html><html lang=\"en\"><title>Pinned</title><link rel=\"icon\" href=\"data:,\">
                    <script type=\"module\" src=\"/embed.js\" integrity=\"{integrity}\"></script><h1>A host</h1>"
                );
                fs::write(folder.path().join(PINNED), host)?;
            }
            files.push(name);
        }
        Ok(Self { folder, files })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The file as it is altered: it would work as before, and show that it has.
    fn alter(&self, name: &str) -> Result<()> {
        let path = self.path().join(name);
        let mut bytes = fs::read(&path)?;
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("js") => drop(bytes.splice(0..0, format!("fetch(self.origin + \"{MARK}/{name}\");\n").into_bytes())),
            Some("css") => bytes.extend(b":root{--altered:1}"),
            // A section of the module that nothing reads.
            Some("wasm") => bytes.extend([0, 2, 1, b'x']),
            _ => bytes.extend(b"altered"),
        }
        Ok(fs::write(path, bytes)?)
    }

    fn restore(&self, name: &str) -> Result<()> {
        fs::copy(tools::page()?.join(name), self.path().join(name))?;
        Ok(())
    }
}

/// Whether something altered has run.
fn has_run(world: &World) -> Result<bool> {
    Ok(world.journal()?.iter().any(|entry| entry.path.starts_with(MARK)))
}

/// Whether a part is missing, as soon as that or the thing of this name is there.
async fn misses_or(visitor: &Visitor, role: Role, name: &str) -> Result<bool> {
    let missing = visitor.say("explain.part_title");
    visitor
        .until(&format!("neither a missing part nor “{name}”"), || async {
            if visitor.reads(&missing).await? {
                return Ok(Some(true));
            }
            Ok((visitor.count(role, name).await? > 0).then_some(false))
        })
        .await
}

/// Comes to the sign-in, reloading once as the page asks for where it could not be loaded: WebKitGTK loses a request now and then on a
/// busy machine. Where what is altered is needed for that, a reload doesn't help.
async fn arrive(visitor: &Visitor) -> Result<()> {
    visitor.go("/").await?;
    let there = visitor
        .until("neither the sign-in nor a notice", || async {
            if visitor.reads(UNLOADED).await? {
                return Ok(Some(false));
            }
            let fields = visitor.count(Role::TextBox, visitor.say("sign_in.email")).await?;
            Ok((fields > 0).then_some(true))
        })
        .await?;
    if !there {
        visitor.go("/").await?;
    }
    visitor
        .find(Role::TextBox, visitor.say("sign_in.email"))
        .await
        .map(drop)
}

/// What a person sees at a place, at a browser that has seen nothing before.
async fn is_told(visitor: &Visitor, place: Place) -> Result<()> {
    match place {
        Place::Start(language) => {
            visitor.go("/").await?;
            let said = match language {
                Language::English => UNLOADED,
                Language::Swedish => "Leverantörsportalen kunde inte läsas in",
            };
            visitor.sees(said).await?;
            let style = "return getComputedStyle(document.documentElement).getPropertyValue('--altered');";
            ensure!(
                visitor.run(style, Vec::new()).await? == "",
                "an altered style sheet is in use"
            );
        }
        Place::Spared => arrive(visitor).await?,
        Place::Clients => {
            arrive(visitor).await?;
            sign_in(visitor, SERVICE).await?;
            visitor.sees(&visitor.say("explain.part_title")).await?;
        }
        Place::Import => {
            arrive(visitor).await?;
            sign_in(visitor, SERVICE).await?;
            visitor.title_is(&visitor.say("clients.title")).await?;
            visitor.link(CLIENT).await?;
            visitor.title_is(&visitor.say("organization.overview")).await?;
            visitor.link(visitor.say("shell.import")).await?;
            visitor.sees(&visitor.say("explain.part_title")).await?;
        }
        Place::Palette => {
            arrive(visitor).await?;
            sign_in(visitor, SERVICE).await?;
            visitor.title_is(&visitor.say("clients.title")).await?;
            visitor.find(Role::Link, CLIENT).await?;
            visitor.hold(Key::Control, "k").await?;
            visitor.sees(&visitor.say("explain.part_title")).await?;
        }
        Place::Shared => {
            arrive(visitor).await?;
            sign_in(visitor, SERVICE).await?;
            if misses_or(visitor, Role::Link, CLIENT).await? {
                return Ok(());
            }
            visitor.hold(Key::Control, "k").await?;
            if misses_or(visitor, Role::ComboBox, &visitor.say("palette.label")).await? {
                return Ok(());
            }
            visitor.keys(Key::Escape).await?;
            visitor.link(CLIENT).await?;
            visitor.title_is(&visitor.say("organization.overview")).await?;
            visitor.link(visitor.say("shell.import")).await?;
            visitor.sees(&visitor.say("explain.part_title")).await?;
        }
        Place::Worker => {
            arrive(visitor).await?;
            sign_in(visitor, SERVICE).await?;
            let told = [visitor.say("explain.part_title"), visitor.say("explain.worker_title")];
            visitor
                .until("the sign-in doesn't say that its worker is missing", || async {
                    Ok((visitor.reads(&told[0]).await? || visitor.reads(&told[1]).await?).then_some(()))
                })
                .await?;
            visitor.title_is(&visitor.say("sign_in.title")).await?;
        }
        Place::Frame => {
            visitor.go("/frame.html").await?;
            visitor.into_frame().await?;
            visitor.sees(UNLOADED).await?;
        }
        Place::Element => {
            visitor.go("/passwords/").await?;
            visitor.sees(&visitor.say("embed.unloaded_title")).await?;
        }
        Place::Pinned => {
            visitor.go(&format!("/{PINNED}")).await?;
            let loaded = "return document.readyState === 'complete';";
            visitor
                .until("the host's page doesn't load", || async {
                    Ok((visitor.run(loaded, Vec::new()).await? == true).then_some(()))
                })
                .await?;
            let known = "return customElements.get('provider-portal') !== undefined;";
            ensure!(visitor.run(known, Vec::new()).await? == false, "the element came up");
        }
    }
    Ok(())
}

/// Alters every file of the build in turn, in browsers that are set up so.
async fn nothing_altered_runs(setup: impl Fn(Language) -> Setup) -> Result<()> {
    let site = Site::copy()?;
    let port = free_port()?;
    let world = World::with(|config| {
        config.page = Some(site.path().to_owned());
        config.page_config = Some(json!({ "parents": [url_of(port)] }).to_string());
    })
    .await?;
    let host = Host::start(port, &world.url()).await?;
    let visit = |place: Place| {
        let home = if matches!(place, Place::Frame | Place::Element) {
            host.url()
        } else {
            world.url()
        };
        let language = if let Place::Start(language) = place {
            language
        } else {
            Language::English
        };
        Visitor::open(home, setup(language))
    };

    // The mark would be seen: a host that doesn't pin the element runs whatever comes.
    site.alter("embed.js")?;
    let visitor = visit(Place::Element).await?;
    visitor.go("/passwords/").await?;
    visitor
        .until("what is altered and not pinned doesn't run", || async {
            Ok(has_run(&world)?.then_some(()))
        })
        .await?;
    drop(visitor);
    site.restore("embed.js")?;

    for name in &site.files {
        for place in places(name)? {
            world.state()?.journal.clear();
            site.alter(name)?;
            let visitor = visit(*place).await?;
            is_told(&visitor, *place)
                .await
                .with_context(|| format!("{name} altered, {place:?}"))?;
            // Whatever ran has asked by now.
            tokio::time::sleep(Duration::from_millis(200)).await;
            ensure!(!has_run(&world)?, "{name} was altered and ran ({place:?})");
            site.restore(name)?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_file_that_is_altered_is_refused() -> Result<()> {
    nothing_altered_runs(Setup::of).await
}

#[test]
fn every_file_of_the_build_has_a_place_where_it_shows() -> Result<()> {
    let site = Site::copy()?;
    let without: Vec<&String> = site
        .files
        .iter()
        .filter(|name| places(name).is_ok_and(<[Place]>::is_empty))
        .collect();
    ensure!(without.len() == 2, "nothing holds {without:?}");
    site.files.iter().try_for_each(|name| places(name).map(drop))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_file_that_is_altered_is_refused_in_firefox() -> Result<()> {
    nothing_altered_runs(|language| Setup::of(language).in_engine(Engine::Firefox)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_file_that_is_altered_is_refused_in_webkit() -> Result<()> {
    nothing_altered_runs(|language| Setup::of(language).in_engine(Engine::WebKit)).await
}
