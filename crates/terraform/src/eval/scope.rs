//! What names mean where an expression stands.

use std::sync::Arc;

use ringfence_hcl::ast::TextRange;
use ringfence_model::{FileId, Span};
use ringfence_value::{Map, Value};

use super::instance::Instance;

/// What names mean where an expression stands.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'s> {
    /// The module instance; none in a template, which sees only its variables.
    pub(crate) instance: Option<&'s Arc<Instance>>,
    /// The file that the expression stands in.
    pub(crate) file: FileId,
    /// `each` and `count`.
    pub(crate) repetition: &'s Repetition,
    /// Names of `for`, `dynamic` and templates, the innermost first.
    pub(crate) frame: Option<&'s Frame<'s>>,
    /// The circle of references that what is being computed is part of; 0 if it is in none.
    pub(crate) circle: u32,
}

/// Which instance of a `count` or `for_each` this is.
#[derive(Clone, Debug, Default)]
pub(crate) enum Repetition {
    /// Neither.
    #[default]
    Single,
    /// `count.index`
    Count(Value),
    /// `each.key`, `each.value`
    Each { key: Value, value: Value },
}

/// Names that an expression brings in.
pub(crate) enum Frame<'f> {
    /// One name.
    Name { name: &'f str, value: &'f Value, outer: Option<&'f Frame<'f>> },
    /// The variables of a template.
    Variables(&'f Map),
}

pub(crate) static SINGLE: Repetition = Repetition::Single;

impl<'s> Scope<'s> {
    /// The scope of a module instance.
    pub(crate) fn of(instance: &'s Arc<Instance>, file: FileId, circle: u32) -> Self {
        Self { instance: Some(instance), file, repetition: &SINGLE, frame: None, circle }
    }

    /// Nothing is in scope.
    pub(crate) fn empty(file: FileId) -> Self {
        Self { instance: None, file, repetition: &SINGLE, frame: None, circle: 0 }
    }

    /// The same with these `each` and `count`.
    pub(crate) fn repeated(self, repetition: &'s Repetition) -> Self {
        Self { repetition, ..self }
    }

    /// The same with further names.
    pub(crate) fn with(self, frame: &'s Frame<'s>) -> Self {
        Self { frame: Some(frame), ..self }
    }

    /// The same in another file.
    pub(crate) fn in_file(self, file: FileId) -> Self {
        Self { file, ..self }
    }

    /// The place of a range of the file.
    pub(crate) fn at(&self, range: TextRange) -> Span {
        crate::config::span(self.file, range)
    }

    /// The value of a name that an enclosing expression brought in.
    pub(crate) fn name(&self, wanted: &str) -> Option<&'s Value> {
        let mut frame = self.frame;
        while let Some(current) = frame {
            match current {
                Frame::Name { name, value, outer } => {
                    if *name == wanted {
                        return Some(value);
                    }
                    frame = *outer;
                }
                Frame::Variables(map) => return map.get(wanted),
            }
        }
        None
    }
}

/// Whose instance it is: the key of an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// No `count`, no `for_each`.
    None,
    /// `[0]`
    Index(u64),
    /// `["a"]`
    Name(Arc<str>),
}

impl Key {
    /// The address of that instance.
    pub(crate) fn address(&self, base: &Arc<str>) -> Arc<str> {
        match self {
            Self::None => base.clone(),
            Self::Index(index) => format!("{base}[{index}]").into(),
            Self::Name(name) => format!("{base}[{}]", quote(name)).into(),
        }
    }
}

/// A key as Terraform quotes it in addresses.
fn quote(name: &str) -> String {
    let mut quoted = String::from("\"");
    let mut chars = name.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '$' | '%' if chars.peek() == Some(&'{') => quoted.extend([char, char]),
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}
