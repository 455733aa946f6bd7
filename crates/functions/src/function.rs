//! What a function takes and gives.

use ringfence_value::{Type, Value};

use crate::args::Call;
use crate::outcome::{Outcome, Stop};

/// One function.
pub(crate) struct Function {
    pub(crate) name: &'static str,
    pub(crate) params: &'static [Param],
    /// Of all arguments after those.
    pub(crate) rest: Option<Param>,
    pub(crate) returns: Returns,
    /// Whether no result is `null`.
    pub(crate) not_null: bool,
    /// The result, as Terraform has it.
    pub(crate) body: fn(&Call<'_>) -> Outcome,
    /// What is known of a result that Terraform does not know.
    pub(crate) partly: Option<fn(&Call<'_>) -> Option<Value>>,
}

/// What a function takes in one place.
#[derive(Clone, Copy)]
pub(crate) struct Param {
    pub(crate) name: &'static str,
    pub(crate) wanted: Wanted,
    lets: u8,
}

/// What a parameter lets through.
#[derive(Clone, Copy)]
pub(crate) enum Lets {
    /// `null`; else it is wrong.
    Null = 1,
    /// An unknown value; else the result is unknown.
    Unknown = 2,
    /// A value whose type is not known; else nothing is known of the result.
    Dynamic = 4,
    /// Marks; else they become the result's.
    Marks = 8,
}

/// The types to which arguments convert, of those that functions want.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Any,
    Number,
    String,
    Bools,
    Strings,
    List,
    Set,
    StringsByName,
}

/// The type of a result.
#[derive(Clone, Copy)]
pub(crate) enum Returns {
    Bool,
    Number,
    String,
    Strings,
    /// Computed from the arguments, of which any may be unknown.
    Of(fn(&Call<'_>) -> Result<Type, Stop>),
}

impl Function {
    pub(crate) const fn new(
        name: &'static str,
        params: &'static [Param],
        returns: Returns,
        body: fn(&Call<'_>) -> Outcome,
    ) -> Self {
        Self { name, params, rest: None, returns, not_null: false, body, partly: None }
    }

    pub(crate) const fn rest(self, rest: Param) -> Self {
        Self { rest: Some(rest), ..self }
    }

    pub(crate) const fn not_null(self) -> Self {
        Self { not_null: true, ..self }
    }

    pub(crate) const fn partly(self, partly: fn(&Call<'_>) -> Option<Value>) -> Self {
        Self { partly: Some(partly), ..self }
    }

    /// The parameter that an argument is for.
    pub(crate) fn param(&self, index: usize) -> Option<&Param> {
        self.params.get(index).or(self.rest.as_ref())
    }
}

impl Param {
    pub(crate) const fn new(name: &'static str, wanted: Wanted) -> Self {
        Self { name, wanted, lets: 0 }
    }

    pub(crate) const fn any(name: &'static str) -> Self {
        Self::new(name, Wanted::Any)
    }

    pub(crate) const fn string(name: &'static str) -> Self {
        Self::new(name, Wanted::String)
    }

    pub(crate) const fn number(name: &'static str) -> Self {
        Self::new(name, Wanted::Number)
    }

    pub(crate) const fn nulls(self) -> Self {
        self.with(Lets::Null)
    }

    pub(crate) const fn unknowns(self) -> Self {
        self.with(Lets::Unknown)
    }

    pub(crate) const fn dynamic(self) -> Self {
        self.with(Lets::Dynamic)
    }

    pub(crate) const fn marks(self) -> Self {
        self.with(Lets::Marks)
    }

    const fn with(self, what: Lets) -> Self {
        Self { lets: self.lets | what as u8, ..self }
    }

    pub(crate) fn lets(&self, what: Lets) -> bool {
        self.lets & what as u8 != 0
    }
}

impl Wanted {
    pub(crate) fn ty(self) -> Type {
        match self {
            Self::Any => Type::Dynamic,
            Self::Number => Type::Number,
            Self::String => Type::String,
            Self::Bools => Type::list(Type::Bool),
            Self::Strings => Type::list(Type::String),
            Self::List => Type::list(Type::Dynamic),
            Self::Set => Type::set(Type::Dynamic),
            Self::StringsByName => Type::map(Type::list(Type::String)),
        }
    }
}
