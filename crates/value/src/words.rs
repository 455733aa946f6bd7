//! Reasons in the user's words.

use std::fmt;

use crate::{Cause, Reason};

/// Reasons of one value that are named; more would not help a reader.
const SHOWN: usize = 3;

/// `aws_eip.a.public_ip (known after apply)`, `var.admin_cidrs`
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::Computed(reference) => write!(f, "{reference} (known after apply)"),
            Cause::Data(reference) => write!(f, "{reference}"),
            Cause::Later(names) if names.is_empty() => f.write_str("a value (known after apply)"),
            Cause::Later(names) => {
                let names: Vec<&str> = names.iter().take(SHOWN).map(AsRef::as_ref).collect();
                write!(f, "{} (known after apply)", names.join(", "))
            }
            Cause::Variable(name) => write!(f, "var.{name}"),
            Cause::MissingModule { address, source } => match source.as_ref() {
                "" => write!(f, "{address} (its module was not found)"),
                source => write!(f, "{address} (module `{source}` was not found)"),
            },
            Cause::Function(name) => write!(f, "the result of {name}()"),
            Cause::Cycle(address) => write!(f, "{address} (refers to itself)"),
            Cause::Undeclared(what) => write!(f, "{what} (not declared)"),
            Cause::Limit(what) | Cause::Unread(what) | Cause::Error(what) => f.write_str(what),
            Cause::Derived(from) => {
                let mut parts: Vec<String> = Vec::new();
                for part in from.iter().take(SHOWN).map(ToString::to_string) {
                    if !parts.contains(&part) {
                        parts.push(part);
                    }
                }
                f.write_str(&parts.join(", "))
            }
        }
    }
}
