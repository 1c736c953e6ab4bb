//! Which clicks are ours? Plain ones on links to our own pages; the browser keeps every other one.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlAnchorElement, MouseEvent};

use super::base;

/// What a click on a link is judged by.
#[derive(Clone, Debug, Default)]
pub(super) struct Click {
    /// Whoever stands nearer has answered it.
    pub answered: bool,
    pub button: i16,
    /// A key is held that asks for another tab, another window or a download.
    pub with_key: bool,
    pub target: String,
    pub rel: String,
    pub download: bool,
    pub same_origin: bool,
    pub path: String,
    /// Query and hash.
    pub tail: String,
}

/// The address of ours that a click leads to, without the base.
pub(super) fn destination(click: &Click, base: &str) -> Option<String> {
    let plain = !click.answered && click.button == 0 && !click.with_key;
    let external = click.rel.split_ascii_whitespace().any(|word| word == "external");
    let inside = click.same_origin && click.target.is_empty() && !click.download && !external;
    if !(plain && inside) {
        return None;
    }
    Some(format!("{}{}", base::below(base, &click.path)?, click.tail))
}

/// What there is to know of a click, if it was on a link.
pub(super) fn read(event: &Event) -> Option<Click> {
    let mouse = event.dyn_ref::<MouseEvent>()?;
    let link = link_of(event)?;
    let origin = web_sys::window()?.location().origin().ok()?;
    Some(Click {
        answered: mouse.default_prevented(),
        button: mouse.button(),
        with_key: mouse.meta_key() || mouse.alt_key() || mouse.ctrl_key() || mouse.shift_key(),
        target: link.target(),
        rel: link.rel(),
        download: link.has_attribute("download"),
        same_origin: link.origin() == origin,
        path: link.pathname(),
        tail: link.search() + &link.hash(),
    })
}

/// The link under the pointer. Links around our root are the host's.
fn link_of(event: &Event) -> Option<HtmlAnchorElement> {
    let root = JsValue::from(event.current_target()?);
    for node in event.composed_path().iter() {
        if node == root {
            break;
        }
        if let Ok(link) = node.dyn_into::<HtmlAnchorElement>()
            && link.has_attribute("href")
        {
            return Some(link);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Click, destination};

    fn plain(path: &str) -> Click {
        Click {
            same_origin: true,
            path: path.to_owned(),
            ..Click::default()
        }
    }

    #[test]
    fn a_plain_click_on_a_link_of_ours_leads_to_its_address() {
        let click = Click {
            tail: "?role=owner#top".to_owned(),
            ..plain("/portal/members")
        };
        assert_eq!(
            destination(&click, "/portal").as_deref(),
            Some("/members?role=owner#top")
        );
        assert_eq!(
            destination(&click, "").as_deref(),
            Some("/portal/members?role=owner#top")
        );
    }

    #[test]
    fn a_link_beside_the_base_is_the_hosts() {
        for path in ["/portal-old", "/", "/help"] {
            assert_eq!(destination(&plain(path), "/portal"), None, "{path}");
        }
    }

    #[test]
    fn everything_unusual_is_left_to_the_browser() {
        let changes: [fn(&mut Click); 7] = [
            |click| click.answered = true,
            |click| click.button = 1,
            |click| click.with_key = true,
            |click| click.target = "_blank".to_owned(),
            |click| click.rel = "noopener external".to_owned(),
            |click| click.download = true,
            |click| click.same_origin = false,
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let mut click = plain("/members");
            change(&mut click);
            assert_eq!(destination(&click, ""), None, "{number}");
        }
    }
}
