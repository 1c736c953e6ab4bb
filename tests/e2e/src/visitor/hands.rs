//! Hands: pointer and keyboard. Presses are real ones, so what is covered or outside the view can't be pressed.

use std::path::Path;

use anyhow::{Result, bail, ensure};
use thirtyfour::components::SelectElement;
use thirtyfour::{Key, TypingData};

use super::Visitor;
use super::find::{Name, Role};

/// More presses of Tab than any page should need between two things.
const FAR: usize = 80;

impl Visitor {
    /// Presses with the pointer.
    pub async fn press(&self, role: Role, name: impl Into<Name>) -> Result<()> {
        let name = &name.into();
        self.until(&format!("cannot press the {role:?} {name:?}"), || async {
            match self.all(role, name.clone()).await?.first() {
                Some(element) => {
                    element.click().await?;
                    Ok(Some(()))
                }
                None => Ok(None),
            }
        })
        .await
    }

    /// Presses a button.
    pub async fn button(&self, name: impl Into<Name>) -> Result<()> {
        self.press(Role::Button, name).await
    }

    /// Follows a link.
    pub async fn link(&self, name: impl Into<Name>) -> Result<()> {
        self.press(Role::Link, name).await
    }

    /// Puts the pointer into a field, takes out what is there and types.
    pub async fn fill(&self, label: impl Into<Name>, text: &str) -> Result<()> {
        let name = &label.into();
        self.press(Role::TextBox, name.clone()).await?;
        self.until(&format!("cannot type into {name:?}"), || async {
            let Some(field) = self.all(Role::TextBox, name.clone()).await?.into_iter().next() else {
                return Ok(None);
            };
            field.send_keys(Key::Control + "a").await?;
            field.send_keys(Key::Backspace + "").await?;
            if !text.is_empty() {
                field.send_keys(text).await?;
            }
            Ok((field.prop("value").await?.as_deref() == Some(text)).then_some(()))
        })
        .await
    }

    /// Chooses in a native list with the pointer, by what the option says.
    pub async fn choose(&self, list: impl Into<Name>, option: &str) -> Result<()> {
        let element = self.find(Role::ComboBox, list).await?;
        SelectElement::new(&element)
            .await?
            .select_by_visible_text(option)
            .await?;
        Ok(())
    }

    /// Hands a file to the file input of this name, as the browser's file dialog would.
    pub async fn hand_over(&self, input: impl Into<Name>, file: &Path) -> Result<()> {
        let element = self.find(Role::File, input).await?;
        element.send_keys(file.to_string_lossy().as_ref()).await?;
        Ok(())
    }

    /// Hands a file to the file input that has the focus.
    pub async fn hand_over_at_focus(&self, file: &Path) -> Result<()> {
        let element = self.focused().await?;
        ensure!(
            element.attr("type").await?.as_deref() == Some("file"),
            "the focus is not on a file input"
        );
        element.send_keys(file.to_string_lossy().as_ref()).await?;
        Ok(())
    }

    /// Types with the keyboard, wherever the focus is.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> Result<()> {
        let keys = keys.into();
        self.web.action_chain().send_keys(keys).perform().await?;
        Ok(())
    }

    /// Types a key while another one is held.
    pub async fn hold(&self, held: Key, key: &str) -> Result<()> {
        let chain = self.web.action_chain().key_down(held.clone());
        chain.send_keys(key).key_up(held).perform().await?;
        Ok(())
    }

    /// Types with the keyboard in place of what is in the field with the focus.
    pub async fn retype(&self, text: &str) -> Result<()> {
        let chain = self.web.action_chain();
        let chain = chain.key_down(Key::Control).send_keys("a").key_up(Key::Control);
        chain.send_keys(text).perform().await?;
        Ok(())
    }

    /// Presses Enter.
    pub async fn enter(&self) -> Result<()> {
        self.keys(Key::Enter + "").await
    }

    /// Presses Tab until the focus is there. Each stop on the way must be visible.
    pub async fn tab_to(&self, role: Role, name: impl Into<Name>) -> Result<()> {
        self.walk_to(role, name, false).await
    }

    /// The same backwards.
    pub async fn tab_back_to(&self, role: Role, name: impl Into<Name>) -> Result<()> {
        self.walk_to(role, name, true).await
    }

    async fn walk_to(&self, role: Role, name: impl Into<Name>, backwards: bool) -> Result<()> {
        let name = name.into();
        self.find(role, name.clone()).await?;
        for _ in 0..FAR {
            if self.has_focus(role, &name).await? {
                return Ok(());
            }
            let chain = self.web.action_chain();
            let chain = if backwards {
                chain.key_down(Key::Shift).send_keys(Key::Tab + "").key_up(Key::Shift)
            } else {
                chain.send_keys(Key::Tab + "")
            };
            chain.perform().await?;
            if !self.focus_is_visible().await? && !self.at_the_documents_edge().await? {
                return Err(self.despair("the focus went where it can't be seen", None).await);
            }
        }
        Err(self
            .despair(&format!("{FAR} times Tab don't reach {role:?} {name:?}"), None)
            .await)
    }

    /// Between the last and the first stop the focus leaves the page for the browser's own controls.
    async fn at_the_documents_edge(&self) -> Result<bool> {
        let at = self
            .run(
                "return !document.activeElement || document.activeElement === document.body;",
                Vec::new(),
            )
            .await?;
        Ok(at.as_bool() == Some(true))
    }

    /// Chooses in the native list that has the focus by typing the first letters of an option.
    pub async fn choose_by_keys(&self, option: &str) -> Result<()> {
        self.keys(option.to_owned()).await?;
        let chosen = self
            .run(
                "const s = document.activeElement; return s.selectedOptions?.[0]?.label ?? '';",
                Vec::new(),
            )
            .await?;
        if chosen.as_str() != Some(option) {
            bail!("typing “{option}” chose {chosen}");
        }
        Ok(())
    }
}
