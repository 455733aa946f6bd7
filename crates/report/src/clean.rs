//! Text that may be shown.

use ringfence_check::redact;
use serde::Serialize;

/// Text without secrets: the only kind of text that reports consist of.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub(crate) struct Clean(String);

impl Clean {
    /// Removes the secrets.
    pub(crate) fn new(text: &str) -> Self {
        Self(redact(text).into_owned())
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as a terminal may show it: no control characters, no characters that reorder others.
    pub(crate) fn visible(&self) -> String {
        crate::visible::visible(&self.0)
    }

    /// Text made of clean parts and constants only: nothing is looked for again.
    pub(crate) fn composed(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Clean {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// Each of some texts, clean.
pub(crate) fn all(texts: &[String]) -> Vec<Clean> {
    texts.iter().map(|text| Clean::new(text)).collect()
}
