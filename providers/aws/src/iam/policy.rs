//! Policies as they are attached: read, or with the reason why not.

use std::sync::Arc;

use ringfence_model::{Evidence, Gap, GapKind, Level, Notice, NoticeId, ResourceId, Source};
use ringfence_policy::{Condition, Document, Spanned};
use ringfence_provider::{gap, invalid};
use ringfence_terraform::Value;

use super::settle::settled;
use super::text::PolicyText;
use crate::stack::Stack;

/// A policy that a role holds, or that bounds it.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    /// The resource that gives it to the role.
    pub(super) id: ResourceId,
    /// What it is called.
    pub(super) name: String,
    /// Where that is written.
    pub(super) evidence: Evidence,
    /// What it says.
    pub(super) content: Content,
    /// Why it may not be attached at all: `count` or `for_each` is unknown.
    pub(super) only_if: Option<String>,
    /// The end of its ARN, if it is a customer's managed policy that the stack declares.
    pub(super) own_arn: Option<String>,
}

/// What a policy says.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// It was read.
    Read {
        /// The document.
        document: Arc<Document>,
        /// Its text, where that was written here; none for a policy that AWS manages.
        text: Option<Arc<PolicyText>>,
    },
    /// It was not.
    Unread {
        /// Why.
        gap: Gap,
        /// Whether it may deny something too.
        may_deny: bool,
    },
}

impl Content {
    /// How many statements were read.
    pub(super) fn statements(&self) -> usize {
        match self {
            Self::Read { document, .. } => document.statements.len(),
            Self::Unread { .. } => 0,
        }
    }

    /// A policy that was not read, of which nothing is known.
    pub(super) fn unread(gap: Gap) -> Self {
        Self::Unread { gap, may_deny: true }
    }
}

/// Reads the policy document that a value holds, with notices for what is odd in it.
///
/// Unknown: a document of which nothing is known, and one that is no policy, is unread, with its gap.
pub(super) fn read(stack: &Stack<'_>, id: &ResourceId, value: &Value, notices: &mut Vec<Notice>) -> Content {
    let Some(text) = PolicyText::read(stack, id, value) else { return Content::unread(gap(value)) };
    match Document::parse(&text.text) {
        Ok(parsed) if parsed.document == Document::unknown() => Content::unread(gap(value)),
        Ok(parsed) => {
            notices.extend(parsed.notices.iter().map(|odd| {
                let message =
                    format!("a part of the policy of `{id}` is not as it should be: {}", odd.message);
                let source = text.source_of(stack, usize::MAX, &odd.span);
                Notice { id: NoticeId::Policy, level: Level::Note, message, source: Some(source) }
            }));
            let document = Arc::new(settled(&parsed.document, None));
            Content::Read { document, text: Some(Arc::new(text)) }
        }
        Err(error) => {
            let source = text.source_of(stack, usize::MAX, &(error.offset..error.offset));
            let message =
                format!("the policy of `{id}` could not be read, so its rights are not known: {error}");
            let known_source = Some(source.clone());
            notices.push(Notice {
                id: NoticeId::Policy,
                level: Level::Warning,
                message,
                source: known_source,
            });
            let mut gap =
                invalid(format!("the policy of `{id}`, which is no policy document"), value.origin.at);
            gap.source = Some(source);
            Content::unread(gap)
        }
    }
}

/// A policy that lies outside of what was given.
pub(super) fn outside(what: String, source: Source, may_deny: bool) -> Content {
    Content::Unread { gap: Gap { kind: GapKind::OutsideInput, what, source: Some(source) }, may_deny }
}

/// Makes every statement of a document depend on something, in words.
pub(super) fn depending_on(mut document: Document, what: &str) -> Document {
    for statement in &mut document.statements {
        let spanned = Spanned { value: what.to_owned(), span: 0..0 };
        statement.conditions.list.push(Condition::Expression(spanned));
    }
    document
}
