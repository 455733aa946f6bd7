//! The syntax tree of HCL's native syntax.

use std::sync::Arc;

/// A name or other short text; equal names of one parse share their memory.
pub type Name = Arc<str>;

/// A half-open range of bytes of the parsed text.
///
/// Units: bytes from the start of the text that was given to the parser, plus the offset that was given with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// The content of a file or block.
///
/// Shape: in source order; a name may be given several times, which the grammar does not judge.
#[derive(Debug, Default)]
pub struct Body {
    /// `name = value`
    pub attributes: Vec<Attribute>,
    /// `kind "label" { … }`
    pub blocks: Vec<Block>,
    /// What lies between the braces, or the whole file.
    pub range: TextRange,
}

/// `name = value`
#[derive(Debug)]
pub struct Attribute {
    /// The name.
    pub name: Name,
    /// Where the name stands.
    pub name_range: TextRange,
    /// The value.
    pub value: Expr,
    /// Name and value.
    pub range: TextRange,
}

/// `kind "label" { … }`
#[derive(Debug)]
pub struct Block {
    /// `resource`
    pub kind: Name,
    /// `"aws_subnet"`, `"a"`
    pub labels: Vec<Label>,
    /// What lies between the braces.
    pub body: Body,
    /// From the kind to the last label: `resource "aws_subnet" "a"`.
    pub header: TextRange,
    /// The whole block, braces included.
    pub range: TextRange,
}

/// A block's label, quoted or not.
#[derive(Debug)]
pub struct Label {
    /// Its text, escapes resolved, without quotes.
    pub text: Name,
    /// Where it stands, quotes included.
    pub range: TextRange,
}

/// An expression.
#[derive(Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands: exactly its own text, without white space or comments around it.
    pub range: TextRange,
}

/// What an expression is.
#[derive(Debug)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// `12`, `1.5e3`
    Number(Literal),
    /// A quoted string or heredoc without interpolation, escapes and indentation resolved.
    String(Arc<str>),
    /// A quoted string or heredoc with interpolations or directives; white space that `~` and `<<-` remove is gone.
    ///
    /// Shape: one `Segment::Value` alone is `"${x}"`, which is `x` itself; a heredoc has its line end as text. Where `~`
    /// removed all the text beside a value, as in `"${x ~} "`, an empty text follows it: the result is a text.
    Template(Vec<Segment>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{ a = b }`; a key may be given several times: the last wins.
    Object(Vec<Entry>),
    /// A name: alone, or the start of a traversal.
    Name(Name),
    /// A name or other expression and the steps taken from it. Never without steps.
    Traversal(Box<Traversal>),
    /// `name(args…)`
    Call(Box<Call>),
    /// Condition, then, else.
    Conditional(Box<[Expr; 3]>),
    /// `-x`, `!x`
    Unary(UnaryOp, Box<Expr>),
    /// `a + b - c`
    Binary(Box<Chain>),
    /// `[for …]`, `{for …}`
    For(Box<For>),
    /// `(x)`: not the same as `x` where the form counts, as in an object's key.
    Parentheses(Box<Expr>),
    /// What could not be parsed; there is a diagnostic for it.
    Wrong,
}

/// A number as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// Decimal digits only, within 63 bits.
    Int(i64),
    /// Any other: digits, perhaps a fraction, perhaps an exponent; no sign.
    Decimal(Arc<str>),
}

/// One entry of an object.
#[derive(Debug)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Expr,
}

/// The key of an object's entry.
#[derive(Debug)]
pub enum Key {
    /// A bare word, which stands for itself. Words like `true` and `null` too.
    Name(Name, TextRange),
    /// Any other expression: quoted, a number, in parentheses, a traversal `a.b` (which Terraform refuses).
    Computed(Expr),
}

/// An expression and the steps taken from it: `aws_subnet.a[0].id`.
#[derive(Debug)]
pub struct Traversal {
    /// Where it starts.
    pub from: Expr,
    /// The steps; never empty.
    pub steps: Vec<Access>,
}

/// One step of a traversal.
#[derive(Debug)]
pub struct Access {
    /// What it is.
    pub kind: AccessKind,
    /// The step alone: `.name`, `[index]`.
    pub range: TextRange,
}

/// What a step is.
#[derive(Debug)]
pub enum AccessKind {
    /// `.name`
    Name(Name),
    /// `[index]`
    Index(Expr),
    /// `.0`, as old configurations write it; `.0.1` are two of them
    Position(u64),
    /// `.*`: the names and positions that follow, up to the first `[`, are taken from each element.
    AttributeSplat,
    /// `[*]`: all steps that follow are taken from each element.
    FullSplat,
}

/// `name(args…)`
#[derive(Debug)]
pub struct Call {
    /// `length`, `provider::aws::arn_parse`
    pub name: Name,
    /// Where the name stands.
    pub name_range: TextRange,
    /// The arguments.
    pub args: Vec<Expr>,
    /// Whether `...` follows the last argument: its elements are the further arguments.
    pub expand: bool,
}

/// Operators of one precedence, applied from the left: `((first op a) op b) op c`.
///
/// Flat, so that a sum of ten thousand terms is not ten thousand levels deep.
#[derive(Debug)]
pub struct Chain {
    /// The leftmost operand.
    pub first: Expr,
    /// Operators with what stands to the right of them; never empty.
    pub rest: Vec<(BinaryOp, Expr)>,
}

/// `[for key, value in collection : result if condition]`
#[derive(Debug)]
pub struct For {
    /// The name of the key or index, if it is wanted.
    pub key: Option<Name>,
    /// The name of the element.
    pub value: Name,
    /// What is gone over.
    pub collection: Expr,
    /// The key of a result: then the result is an object.
    pub result_key: Option<Expr>,
    /// The result for one element.
    pub result: Expr,
    /// `...`: results of equal keys are gathered in a list.
    pub grouping: bool,
    /// Whether an element counts.
    pub condition: Option<Expr>,
}

/// A piece of a template.
#[derive(Debug)]
pub enum Segment {
    /// Text as it is, escapes resolved; empty only after a value that is not the template's result itself. The range is
    /// that of its source, with the white space that was removed.
    Text(Arc<str>, TextRange),
    /// `${x}`
    Value(Expr),
    /// `%{ if … }`
    If(Box<TemplateIf>),
    /// `%{ for … }`
    For(Box<TemplateFor>),
}

/// `%{ if condition }…%{ else }…%{ endif }`
#[derive(Debug)]
pub struct TemplateIf {
    /// The condition.
    pub condition: Expr,
    /// What stands before `else`.
    pub then: Vec<Segment>,
    /// What stands after it; empty without `else`.
    pub otherwise: Vec<Segment>,
    /// From the `if` to the `endif`.
    pub range: TextRange,
}

/// `%{ for key, value in collection }…%{ endfor }`
#[derive(Debug)]
pub struct TemplateFor {
    /// The name of the key or index, if it is wanted.
    pub key: Option<Name>,
    /// The name of the element.
    pub value: Name,
    /// What is gone over.
    pub collection: Expr,
    /// What is written for each element.
    pub body: Vec<Segment>,
    /// From the `for` to the `endfor`.
    pub range: TextRange,
}

/// Unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    /// `-`
    Negate,
    /// `!`
    Not,
}

/// Binary operators, the loosest last.
///
/// Precedence: `* / %` before `+ -` before `> >= < <=` before `== !=` before `&&` before `||`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `&&`
    And,
    /// `||`
    Or,
}
