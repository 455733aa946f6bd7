//! Strings that are known in part: equal if they are written equally.

use ringfence_model::Gap;
use ringfence_provider::gap;
use ringfence_terraform::{Cause, Part, Reason, Step, Value};

/// A string, perhaps with named unknown pieces: `${var.cluster_name}-controller`.
///
/// Two of the same text are the same string, whatever the pieces stand for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Symbol {
    /// The text, unknown pieces as `${…}`.
    pub(crate) text: String,
    prefix: String,
    suffix: String,
    /// How long it is at least.
    length: usize,
    /// Whether nothing of it is unknown.
    pub(crate) exact: bool,
}

impl Symbol {
    /// The string a value is.
    ///
    /// Errors: a piece has no name (a function's result, a wrong expression), so it equals nothing.
    pub(crate) fn of(value: &Value) -> Result<Self, Gap> {
        match (value.as_str(), value.parts(), value.reason().filter(|_| value.is_opaque())) {
            (Some(text), ..) => Ok(Self::known(text)),
            (None, Some(parts), _) => Self::of_parts(parts).ok_or_else(|| gap(value)),
            (None, None, Some(reason)) => {
                let piece = name(reason).ok_or_else(|| gap(value))?;
                Ok(Self {
                    text: piece,
                    prefix: String::new(),
                    suffix: String::new(),
                    length: 0,
                    exact: false,
                })
            }
            _ => value.as_i64().map(|number| Self::known(&number.to_string())).ok_or_else(|| gap(value)),
        }
    }

    /// A string that is known.
    pub(crate) fn known(text: &str) -> Self {
        let own = || text.to_owned();
        Self { text: own(), prefix: own(), suffix: own(), length: text.len(), exact: true }
    }

    /// Whether both may be the same string, though they are written differently.
    ///
    /// Unknown: an unknown piece may be any text, also an empty one.
    pub(crate) fn may_equal(&self, other: &Self) -> bool {
        if self.exact && other.exact {
            return self.text == other.text;
        }
        let fits = |a: &str, b: &str, ends: fn(&str, &str) -> bool| ends(a, b) || ends(b, a);
        let long_enough = |a: &Self, b: &Self| !a.exact || a.length >= b.length;
        fits(&self.prefix, &other.prefix, |a, b| a.starts_with(b))
            && fits(&self.suffix, &other.suffix, |a, b| a.ends_with(b))
            && long_enough(self, other)
            && long_enough(other, self)
    }

    fn of_parts(parts: &[Part]) -> Option<Self> {
        let pieces: Option<Vec<String>> = parts.iter().map(text).collect();
        let known = |part: &Part| match part {
            Part::Known(text) => text.to_string(),
            Part::Unknown(_) => String::new(),
        };
        Some(Self {
            text: pieces?.concat(),
            prefix: parts.first().map(known).unwrap_or_default(),
            suffix: parts.last().map(known).unwrap_or_default(),
            length: parts.iter().map(|part| known(part).len()).sum(),
            exact: false,
        })
    }
}

fn text(part: &Part) -> Option<String> {
    match part {
        Part::Known(text) => Some(text.to_string()),
        Part::Unknown(reason) => name(reason),
    }
}

/// What an unknown is called, if it has the same value wherever it is called that.
fn name(reason: &Reason) -> Option<String> {
    match &reason.cause {
        Cause::Variable(name) => Some(format!("${{var.{name}}}")),
        Cause::Computed(reference) | Cause::Data(reference) if !reference.path.contains(&Step::Each) => {
            Some(format!("${{{reference}}}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(prefix: &str, suffix: &str) -> Symbol {
        let text = format!("{prefix}${{var.a}}{suffix}");
        let length = prefix.len() + suffix.len();
        Symbol { text, prefix: prefix.into(), suffix: suffix.into(), length, exact: false }
    }

    #[test]
    fn known_ends_tell_unknown_strings_apart() {
        assert!(!piece("", "-controller").may_equal(&piece("", "-worker")));
        assert!(!piece("", "-controller").may_equal(&Symbol::known("worker")));
        assert!(!piece("", "-worker").may_equal(&Symbol::known("worker")), "it would be too short");
        assert!(piece("", "-worker").may_equal(&Symbol::known("-worker")), "the unknown piece may be empty");
        assert!(!piece("ab", "bc").may_equal(&Symbol::known("abc")), "the known ends would overlap");
        assert!(piece("", "-controller").may_equal(&Symbol::known("a-controller")));
        assert!(piece("a-", "").may_equal(&piece("", "-b")));
        assert!(!Symbol::known("a").may_equal(&Symbol::known("b")));
    }
}
