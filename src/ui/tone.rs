//! Which meanings can a widget carry by colour? Each also has an icon or a word, never the colour alone.

/// The meaning behind a banner, a badge or a toast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// No meaning beyond the text.
    #[default]
    Neutral,
    /// The product's accent: chosen or new.
    Accent,
    /// Something worth knowing.
    Info,
    /// It went well.
    Success,
    /// It needs attention soon.
    Warning,
    /// It failed or cannot be undone.
    Danger,
}

impl Tone {
    /// The value of `data-tone` that the style sheet knows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }

    pub(super) fn shape(self) -> super::IconShape {
        match self {
            Self::Neutral | Self::Accent | Self::Info => icondata_lu::LuInfo,
            Self::Success => icondata_lu::LuCircleCheck,
            Self::Warning => icondata_lu::LuTriangleAlert,
            Self::Danger => icondata_lu::LuCircleAlert,
        }
    }

    pub(super) fn word(self, words: super::Words) -> leptos::prelude::Signal<String> {
        match self {
            Self::Neutral | Self::Accent | Self::Info => words.note,
            Self::Success => words.success,
            Self::Warning => words.warning,
            Self::Danger => words.error,
        }
    }
}
