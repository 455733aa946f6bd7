//! Where the house's rules are known not to hold yet, and why.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::problem::Problem;

const FILE: &str = "xtask/exceptions.toml";

/// The list of exceptions, which may only shrink.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exceptions {
    /// How many there are. Raising it is what a reviewer has to notice.
    at_most: usize,
    /// The exceptions.
    #[serde(default)]
    exception: Vec<Exception>,
}

/// One exception.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    /// The check's name, as its complaints show it in brackets.
    check: String,
    /// The file.
    path: String,
    /// For checks that measure: what is accepted. It has to be lowered with the code.
    limit: Option<usize>,
    /// Why.
    reason: String,
}

impl Exceptions {
    /// Reads the list of a workspace.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let text = fs::read_to_string(root.join(FILE)).with_context(|| format!("cannot read {FILE}"))?;
        toml::from_str(&text).with_context(|| format!("cannot understand {FILE}"))
    }

    /// What remains to complain about: problems without exception, and exceptions that are not needed so.
    pub(crate) fn apply(&self, problems: Vec<Problem>) -> Vec<Problem> {
        let mut left = self.about_itself();
        left.extend(self.exception.iter().filter_map(|exception| exception.too_wide(&problems)));
        let uncovered = |problem: &Problem| !self.exception.iter().any(|exception| exception.covers(problem));
        left.extend(problems.into_iter().filter(uncovered));
        left
    }

    fn about_itself(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        let count = self.exception.len();
        if count != self.at_most {
            found.push(complaint(format!(
                "{count} exceptions, but `at_most` is {}: the list may only shrink, and `at_most` with it",
                self.at_most
            )));
        }
        let bare = self.exception.iter().filter(|exception| exception.reason.trim().len() < 10);
        found.extend(bare.map(|exception| complaint(format!("`{}` gives no reason", exception.path))));
        found
    }
}

impl Exception {
    fn matches(&self, problem: &Problem) -> bool {
        self.check == problem.check && self.path == problem.path
    }

    fn covers(&self, problem: &Problem) -> bool {
        let within = match (self.limit, problem.measured) {
            (Some(limit), Some(measured)) => measured <= limit,
            (None, None) => true,
            _ => false,
        };
        self.matches(problem) && within
    }

    /// A complaint if the code has become better than the exception says.
    fn too_wide(&self, problems: &[Problem]) -> Option<Problem> {
        let mine: Vec<&Problem> = problems.iter().filter(|problem| self.matches(problem)).collect();
        let Self { check, path, .. } = self;
        if mine.is_empty() {
            return Some(complaint(format!(
                "`{path}` no longer needs its exception from {check}: remove it"
            )));
        }
        let worst = mine.iter().filter_map(|problem| problem.measured).max();
        match (self.limit, worst) {
            (Some(limit), Some(worst)) if worst < limit => {
                Some(complaint(format!("`{path}` has {worst} for {check}: lower its limit from {limit}")))
            }
            (limit, worst) if limit.is_some() != worst.is_some() => {
                Some(complaint(format!("`{path}`: {check} measures, or it does not: `limit` is wrong here")))
            }
            _ => None,
        }
    }
}

fn complaint(message: String) -> Problem {
    Problem::new("exceptions", FILE, 0, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(at_most: usize, entries: &str) -> Exceptions {
        toml::from_str(&format!("at_most = {at_most}\n{entries}")).unwrap()
    }

    fn one(limit: &str) -> Exceptions {
        let entry = "[[exception]]\ncheck = 'file-size'\npath = 'a.rs'\nreason = 'a table, one row a line'\n";
        list(1, &format!("{entry}{limit}"))
    }

    fn long(path: &str, lines: usize) -> Problem {
        Problem::new("file-size", path, 0, "too long").measured(lines)
    }

    #[test]
    fn an_exception_covers_up_to_its_limit_only() {
        assert_eq!(one("limit = 600").apply(vec![long("a.rs", 600)]), []);
        assert_eq!(one("limit = 600").apply(vec![long("a.rs", 601)]), [long("a.rs", 601)]);
        assert_eq!(one("limit = 600").apply(vec![long("a.rs", 600), long("b.rs", 600)]), [long("b.rs", 600)]);
    }

    #[test]
    fn the_list_has_to_shrink_with_the_code() {
        let lower = one("limit = 600").apply(vec![long("a.rs", 550)]);
        assert!(lower[0].message.contains("lower its limit"), "{lower:?}");
        let gone = one("limit = 600").apply(vec![]);
        assert!(gone[0].message.contains("remove it"), "{gone:?}");
        let more = list(2, "").apply(vec![]);
        assert!(more[0].message.contains("may only shrink"), "{more:?}");
    }

    #[test]
    fn a_reason_is_needed() {
        let bare = "[[exception]]\ncheck = 'promise'\npath = 'a.rs'\nreason = ' '\n";
        let found = list(1, bare).apply(vec![Problem::new("promise", "a.rs", 3, "…")]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.contains("gives no reason"));
    }
}
