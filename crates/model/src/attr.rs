//! Values that may be unknown, and answers that may be.

use crate::Source;

/// A configured value, with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attr<T> {
    /// Written by a person, or reported by the cloud.
    Set {
        /// What it is.
        value: T,
        /// Where it stands.
        source: Source,
    },
    /// Not written; the provider's documented default.
    Default {
        /// What it is.
        value: T,
        /// The page that says so.
        source: Source,
    },
    /// There, but it could not be learnt.
    Unknown(Gap),
    /// This provider has no such concept.
    NotApplicable,
}

/// Why something could not be learnt.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Gap {
    /// What kind of hole it is.
    pub kind: GapKind,
    /// What is unknown, in the user's words: `var.admin_cidrs`, `data.x_network.main.id`.
    pub what: String,
    /// Where the unknown is used, or where it is declared.
    pub source: Option<Source>,
}

/// The kinds of hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GapKind {
    /// A variable without a value.
    UnresolvedVariable,
    /// Only the cloud will know, after apply.
    KnownAfterApply,
    /// A data source, another state, another module: outside what was given.
    OutsideInput,
    /// The cloud refused to tell.
    AccessDenied,
    /// Ringfence does not model it.
    Unsupported,
    /// The text is wrong.
    Invalid,
}

/// An answer with three values (Kleene's strong logic).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Truth {
    /// Certainly not.
    No,
    /// It could not be learnt.
    Unknown,
    /// Certainly.
    Yes,
}

impl Truth {
    /// Both; the weaker of the two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Either; the stronger of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// The opposite; unknown stays unknown.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::Unknown => Self::Unknown,
            Self::No => Self::Yes,
        }
    }

    /// Whether it may be so: yes or unknown.
    pub fn possible(self) -> bool {
        self != Self::No
    }

    /// Whether it must be so.
    pub fn certain(self) -> bool {
        self == Self::Yes
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl<T> Attr<T> {
    /// The value, set or defaulted; nothing if unknown or not applicable.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set { value, .. } | Self::Default { value, .. } => Some(value),
            Self::Unknown(_) | Self::NotApplicable => None,
        }
    }

    /// Where the value, or the hole, stands.
    pub fn source(&self) -> Option<&Source> {
        match self {
            Self::Set { source, .. } | Self::Default { source, .. } => Some(source),
            Self::Unknown(gap) => gap.source.as_ref(),
            Self::NotApplicable => None,
        }
    }

    /// The hole, if there is one.
    pub fn gap(&self) -> Option<&Gap> {
        match self {
            Self::Unknown(gap) => Some(gap),
            _ => None,
        }
    }

    /// Whether the value passes a test.
    ///
    /// Unknown: [`Truth::Unknown`] if the value is; a concept the provider does not have passes no test.
    pub fn is(&self, test: impl Fn(&T) -> bool) -> Truth {
        match self {
            Self::Set { value, .. } | Self::Default { value, .. } => test(value).into(),
            Self::Unknown(_) => Truth::Unknown,
            Self::NotApplicable => Truth::No,
        }
    }

    /// The same provenance with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Attr<U> {
        match self {
            Self::Set { value, source } => Attr::Set { value: change(value), source },
            Self::Default { value, source } => Attr::Default { value: change(value), source },
            Self::Unknown(gap) => Attr::Unknown(gap),
            Self::NotApplicable => Attr::NotApplicable,
        }
    }
}

impl Attr<bool> {
    /// Whether it is true.
    pub fn truth(&self) -> Truth {
        self.is(|value| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, No, Unknown, Yes};

    #[test]
    fn kleene_tables_hold() {
        for (a, b, and, or) in [
            (Yes, Yes, Yes, Yes),
            (Yes, No, No, Yes),
            (Yes, Unknown, Unknown, Yes),
            (No, Unknown, No, Unknown),
            (Unknown, Unknown, Unknown, Unknown),
            (No, No, No, No),
        ] {
            assert_eq!((a.and(b), b.and(a), a.or(b), b.or(a)), (and, and, or, or));
            assert_eq!(a.and(b).negate(), a.negate().or(b.negate()), "De Morgan");
        }
        assert_eq!(Truth::from(true), Yes);
        assert!(Unknown.possible() && !Unknown.certain());
    }
}
