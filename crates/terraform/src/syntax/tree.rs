//! The syntax tree.

use std::sync::Arc;

use ringfence_model::Span;

use crate::Number;

/// The content of a file or block.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) blocks: Vec<Block>,
}

/// `name = value`
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) name: Arc<str>,
    pub(crate) value: Expr,
    /// Name and value.
    pub(crate) span: Span,
}

/// `kind "label" { … }`
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) kind: Arc<str>,
    pub(crate) labels: Vec<Label>,
    pub(crate) body: Body,
    /// `kind "label"`
    pub(crate) header: Span,
    pub(crate) span: Span,
}

/// A block's label, quoted or not.
#[derive(Debug)]
pub(crate) struct Label {
    pub(crate) text: Arc<str>,
}

/// An expression.
#[derive(Debug)]
pub(crate) struct Expr {
    pub(crate) kind: ExprKind,
    pub(crate) span: Span,
}

/// What an expression is.
#[derive(Debug)]
pub(crate) enum ExprKind {
    Null,
    Bool(bool),
    Number(Number),
    /// A string without interpolation, escapes resolved.
    String(Arc<str>),
    /// A string with interpolations or directives; heredocs have lost their indentation.
    Template(Vec<Segment>),
    List(Vec<Expr>),
    Object(Vec<(Key, Expr)>),
    /// A name that stands alone or starts a traversal.
    Name(Arc<str>),
    Traversal(Box<Expr>, Vec<Access>),
    Call(Box<Call>),
    /// Condition, then, else.
    Conditional(Box<[Expr; 3]>),
    Unary(UnaryOp, Box<Expr>),
    Binary(BinaryOp, Box<[Expr; 2]>),
    For(Box<For>),
    /// `(x)`: not the same as `x` where the form counts, as in an object's key.
    Parentheses(Box<Expr>),
}

/// The key of an object's entry.
#[derive(Debug)]
pub(crate) enum Key {
    /// A bare word.
    Name(Arc<str>),
    /// Any other expression.
    Computed(Expr),
}

/// One step of a traversal; the span runs from the start of the whole to the end of this step.
#[derive(Debug)]
pub(crate) enum Access {
    /// `.name`
    Name(Arc<str>, Span),
    /// `[index]`
    Index(Expr, Span),
    /// `.0`
    Position(u64, Span),
    /// `.*`
    AttributeSplat(Span),
    /// `[*]`
    FullSplat(Span),
}

/// `name(args…)`
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) name: Arc<str>,
    pub(crate) args: Vec<Expr>,
    /// Whether the last argument is a list of arguments.
    pub(crate) expand: bool,
}

/// `[for key, value in collection : result if condition]`
#[derive(Debug)]
pub(crate) struct For {
    pub(crate) key: Option<Arc<str>>,
    pub(crate) value: Arc<str>,
    pub(crate) collection: Expr,
    /// The key of a result, if the result is an object.
    pub(crate) result_key: Option<Expr>,
    pub(crate) result: Expr,
    pub(crate) grouping: bool,
    pub(crate) condition: Option<Expr>,
}

/// A piece of a template.
#[derive(Debug)]
pub(crate) enum Segment {
    Text(Arc<str>),
    Value(Expr),
    If(Box<TemplateIf>),
    For(Box<TemplateFor>),
}

/// `%{ if condition }…%{ else }…%{ endif }`
#[derive(Debug)]
pub(crate) struct TemplateIf {
    pub(crate) condition: Expr,
    pub(crate) then: Vec<Segment>,
    pub(crate) otherwise: Vec<Segment>,
}

/// `%{ for key, value in collection }…%{ endfor }`
#[derive(Debug)]
pub(crate) struct TemplateFor {
    pub(crate) key: Option<Arc<str>>,
    pub(crate) value: Arc<str>,
    pub(crate) collection: Expr,
    pub(crate) body: Vec<Segment>,
}

/// Unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnaryOp {
    Negate,
    Not,
}

/// Binary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BinaryOp {
    Equal,
    NotEqual,
    LessOrEqual,
    GreaterOrEqual,
    Less,
    Greater,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    And,
    Or,
}

impl Body {
    /// The attribute's value, if it is written.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Expr> {
        self.attributes.iter().find(|attribute| attribute.name.as_ref() == name).map(|found| &found.value)
    }

    /// Whether an attribute or block of that name is written, or a `dynamic` that makes such blocks.
    pub(crate) fn writes(&self, name: &str) -> bool {
        let makes = |block: &Block| block.kind.as_ref() == name || block.dynamic() == Some(name);
        self.attribute(name).is_some() || self.blocks.iter().any(makes)
    }
}

impl Block {
    /// The text of the label at that place.
    pub(crate) fn label(&self, index: usize) -> Option<&Arc<str>> {
        self.labels.get(index).map(|label| &label.text)
    }

    /// What kind of block a `dynamic` makes.
    pub(crate) fn dynamic(&self) -> Option<&str> {
        if self.kind.as_ref() == "dynamic" { self.label(0).map(AsRef::as_ref) } else { None }
    }
}

impl Expr {
    /// The text, if it is a string without interpolation.
    pub(crate) fn literal(&self) -> Option<&Arc<str>> {
        match &self.kind {
            ExprKind::String(text) => Some(text),
            ExprKind::Parentheses(inner) => inner.literal(),
            _ => None,
        }
    }
}
