//! Eyes: what is on screen, found by role and accessible name, never by class or position.

use anyhow::Result;
use serde_json::{Value, json};
use thirtyfour::WebElement;

use super::Visitor;

pub(super) const PAGE: &str = include_str!("page.js");

/// What a thing is to somebody who uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Button,
    Link,
    TextBox,
    /// A file input.
    File,
    Heading,
    /// The page's own heading, `h1`.
    Title,
    Radio,
    CheckBox,
    ComboBox,
    /// An entry of an open menu.
    MenuItem,
    /// What can be chosen below a field that is typed into.
    Option,
    /// A row of a table; its name is its text.
    Row,
    ColumnHeader,
    Region,
    Dialog,
    Table,
    /// The label of a control.
    Label,
    /// Anything at all with this name.
    Any,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Link => "link",
            Self::TextBox => "textbox",
            Self::File => "file",
            Self::Heading => "heading",
            Self::Title => "title",
            Self::Radio => "radio",
            Self::CheckBox => "checkbox",
            Self::ComboBox => "combobox",
            Self::MenuItem => "menuitem",
            Self::Option => "option",
            Self::Row => "row",
            Self::ColumnHeader => "columnheader",
            Self::Region => "region",
            Self::Dialog => "dialog",
            Self::Table => "table",
            Self::Label => "label",
            Self::Any => "any",
        }
    }
}

/// An accessible name: the whole of it, or a part.
#[derive(Clone, Debug)]
pub struct Name {
    text: String,
    whole: bool,
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            whole: true,
        }
    }
}

impl From<&String> for Name {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self { text, whole: true }
    }
}

/// Every name that contains this text.
pub fn has(text: impl Into<String>) -> Name {
    Name {
        text: text.into(),
        whole: false,
    }
}

impl Name {
    fn arguments(&self, role: Role) -> Vec<Value> {
        vec![json!(role.name()), json!(self.text), json!(self.whole)]
    }

    fn described(&self, role: Role) -> String {
        let how = if self.whole { "named" } else { "with" };
        format!("{} {how} “{}”", role.name(), self.text)
    }
}

impl Visitor {
    /// Everything of this role and name that can be seen now.
    pub async fn all(&self, role: Role, name: impl Into<Name>) -> Result<Vec<WebElement>> {
        let name = name.into();
        let script = format!("{PAGE}\nreturn find(arguments[0], arguments[1], arguments[2]);");
        Ok(self.web.execute(script, name.arguments(role)).await?.elements()?)
    }

    /// How many of them can be seen now.
    pub async fn count(&self, role: Role, name: impl Into<Name>) -> Result<usize> {
        Ok(self.all(role, name).await?.len())
    }

    /// The first of this role and name, as soon as there is one.
    pub async fn find(&self, role: Role, name: impl Into<Name>) -> Result<WebElement> {
        let name = &name.into();
        self.until(&format!("no {}", name.described(role)), || async {
            Ok(self.all(role, name.clone()).await?.into_iter().next())
        })
        .await
    }

    /// Waits until nothing of this role and name is there any more.
    pub async fn gone(&self, role: Role, name: impl Into<Name>) -> Result<()> {
        let name = &name.into();
        self.until(&format!("still a {}", name.described(role)), || async {
            Ok(self.all(role, name.clone()).await?.is_empty().then_some(()))
        })
        .await
    }

    /// Waits until the page's own heading says this.
    pub async fn title_is(&self, text: &str) -> Result<()> {
        self.find(Role::Title, text).await.map(drop)
    }

    /// Waits until this text can be read somewhere.
    pub async fn sees(&self, text: &str) -> Result<()> {
        self.until(&format!("nowhere “{text}”"), || async {
            Ok(self.reads(text).await?.then_some(()))
        })
        .await
    }

    /// Whether this text can be read now.
    pub async fn reads(&self, text: &str) -> Result<bool> {
        let script = format!("{PAGE}\nreturn tidy(written()).includes(tidy(arguments[0]));");
        Ok(self.run(&script, vec![json!(text)]).await?.as_bool() == Some(true))
    }

    /// Everything that can be read now.
    pub async fn text(&self) -> Result<String> {
        let text = self.run(&format!("{PAGE}\nreturn written();"), Vec::new()).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// What can be read in the page's main part, without what is only announced.
    pub async fn content(&self) -> Result<String> {
        let text = self
            .run("return document.querySelector('main').innerText;", Vec::new())
            .await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the keyboard's focus is on this.
    pub async fn focus_is(&self, role: Role, name: impl Into<Name>) -> Result<()> {
        let name = &name.into();
        self.until(&format!("the focus is not on the {}", name.described(role)), || async {
            Ok(self.has_focus(role, name).await?.then_some(()))
        })
        .await
    }

    pub(super) async fn has_focus(&self, role: Role, name: &Name) -> Result<bool> {
        let script = format!("{PAGE}\nreturn fits(focused(), arguments[0], arguments[1], arguments[2]);");
        Ok(self.run(&script, name.arguments(role)).await?.as_bool() == Some(true))
    }

    /// The element with the focus.
    pub(super) async fn focused(&self) -> Result<WebElement> {
        let script = format!("{PAGE}\nreturn focused();");
        Ok(self.web.execute(script, Vec::new()).await?.element()?)
    }

    /// Whether a part of what has the focus can be seen and isn't covered (WCAG 2.4.11); `body` counts as unseen.
    pub(super) async fn focus_is_visible(&self) -> Result<bool> {
        let script = format!("{PAGE}\nreturn inSight(focused());");
        Ok(self.run(&script, Vec::new()).await?.as_bool() == Some(true))
    }
}
