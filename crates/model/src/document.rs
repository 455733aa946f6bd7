//! Texts that say what machines run: boot payloads, manifests.

use std::sync::Arc;

use crate::{ResourceId, Source, Span};

/// A text that a machine boots from or that a cluster is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The resource that carries it.
    pub id: ResourceId,
    /// What it is called there: `user_data`, an object's key.
    pub name: String,
    /// The decoded text. Unknown parts are replaced by a marker that no format uses.
    pub text: Arc<str>,
    /// Where it stands.
    pub source: Source,
    /// The span whose bytes are exactly [`Document::text`], if there is one: a part of the text then has an
    /// exact place.
    pub verbatim: Option<Span>,
    /// Whether parts of the text are unknown.
    pub partial: bool,
    /// The bound that was met when it was decoded, in words: nothing of its text is known then.
    pub over: Option<String>,
}

impl Document {
    /// Where a part of the text stands; the whole document if it was decoded on the way.
    ///
    /// Units: bytes of [`Document::text`].
    pub fn source_of(&self, offset: usize, length: usize) -> Source {
        match self.verbatim {
            Some(span) => Source::File(span.part(offset, length)),
            None => self.source.clone(),
        }
    }
}
