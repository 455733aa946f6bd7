//! Does an identity have all that a method needs?

use super::answer::add_new;
use super::{Answer, Grants, ResourceQuery, StatementRef, Truth};

/// A way to gain more rights, as the permissions it needs.
///
/// Shape: built to be a `static`; the lists themselves live with those who know a cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// A stable id.
    pub id: &'static str,
    /// What it does, in a few words.
    pub name: &'static str,
    /// What it needs: all of these.
    pub all_of: &'static [Requirement],
}

/// One thing a method needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    /// One of these actions.
    pub any_of: &'static [&'static str],
    /// On these resources.
    pub on: ResourceQuery<'static>,
}

/// A method that an identity has, or may have, the permissions for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// The method.
    pub method: &'static Method,
    /// The weakest of its requirements; never [`Truth::No`].
    pub truth: Truth,
    /// For each requirement the action that meets it best, and why.
    pub steps: Vec<(&'static str, Answer)>,
    /// The statements of all steps, each once; they may come from several policies.
    pub because: Vec<StatementRef>,
    /// The conditions of all steps.
    pub residue: Vec<String>,
}

impl Grants {
    /// Returns the methods the identity has all permissions for, in the order given.
    ///
    /// Only permissions are looked at: whether there is a role to pass, and whether it trusts the service, is
    /// for the caller to check.
    pub fn methods(&self, methods: &'static [Method]) -> Vec<Matched> {
        methods.iter().filter_map(|method| self.matches(method)).collect()
    }

    /// Returns how far the identity has the permissions for one method; `None` if not at all.
    pub fn matches(&self, method: &'static Method) -> Option<Matched> {
        let steps: Vec<_> = method.all_of.iter().map_while(|requirement| self.step(requirement)).collect();
        if steps.len() < method.all_of.len() {
            return None;
        }
        let truth = steps.iter().map(|(_, answer)| answer.truth).min()?;
        let mut matched = Matched { method, truth, steps, because: Vec::new(), residue: Vec::new() };
        for (_, answer) in &matched.steps {
            add_new(&mut matched.because, &answer.because);
            add_new(&mut matched.residue, &answer.residue);
        }
        Some(matched)
    }

    fn step(&self, requirement: &Requirement) -> Option<(&'static str, Answer)> {
        let mut best: Option<(&'static str, Answer)> = None;
        for action in requirement.any_of {
            let answer = self.can(action, requirement.on);
            if best.as_ref().map_or(Truth::No, |(_, best)| best.truth) < answer.truth {
                best = Some((action, answer));
            }
        }
        best
    }
}
