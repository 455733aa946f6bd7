//! One token.

/// A piece of code that the grammar cannot take apart.
///
/// Units: bytes of the text, without the parse's offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Token {
    #[inline]
    pub(crate) fn new(kind: Kind, start: usize, end: usize) -> Self {
        Self { kind, start, end }
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or keyword.
    Name,
    Number,
    /// The `"` before a template.
    Quote,
    /// `<<X` or `<<-X` with the end of its line.
    Heredoc,
    Newline,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenParen,
    CloseParen,
    /// `=`
    Assign,
    /// `==`
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Not,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Question,
    Colon,
    DoubleColon,
    Comma,
    Dot,
    Ellipsis,
    /// `=>`
    Arrow,
    /// `~}`
    StripBrace,
    /// `/*` without an end.
    Comment,
    /// A character that the language does not use.
    Stray,
    /// The end of the text.
    End,
    /// A line that begins an item of an outer body although brackets are open.
    Restart,
    /// A place where parsing went wrong and which was reported.
    Lost,
}
