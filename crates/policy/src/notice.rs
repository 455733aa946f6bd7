//! Something odd in a document that could be read all the same.

use std::ops::Range;

/// A part of a document that its service would refuse or that was read with a guess, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Where, as a byte range of the text.
    pub span: Range<usize>,
    /// What, in the reader's words.
    pub message: String,
}

/// Collects notices while a document is read.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    list: Vec<Notice>,
    dropped: usize,
}

/// More notices than this help nobody; a hostile text could make millions.
const MOST: usize = 100;

impl Notices {
    pub(crate) fn add(&mut self, span: &Range<usize>, message: impl Into<String>) {
        if self.list.len() < MOST {
            self.list.push(Notice { span: span.clone(), message: message.into() });
        } else {
            self.dropped += 1;
        }
    }

    pub(crate) fn into_vec(mut self) -> Vec<Notice> {
        if self.dropped > 0 {
            self.list.push(Notice { span: 0..0, message: format!("and {} more notices", self.dropped) });
        }
        self.list
    }
}
