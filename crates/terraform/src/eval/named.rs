//! Names and what they stand for: the start of a traversal.

use std::sync::Arc;

use ringfence_hcl::ast::{Access, AccessKind, Expr, ExprKind, Name, Traversal};
use ringfence_model::{NoticeId, Span, Truth};
use ringfence_value::{Cause, Value};

use super::scope::Repetition;
use super::unknown::unknown;
use super::{Evaluator, Instance, Scope};
use crate::RecordKind;
use crate::config::{Node, step_name};

impl Evaluator<'_, '_> {
    /// The value of a name or traversal.
    pub(super) fn traversal(&self, expr: &Expr, at: Span, scope: Scope<'_>) -> Value {
        let traversal = match &expr.kind {
            ExprKind::Traversal(traversal) => traversal,
            ExprKind::Name(name) => return self.plain_name(name, at, scope),
            _ => return self.eval(expr, scope),
        };
        let ExprKind::Name(name) = &traversal.from.kind else {
            let from = self.eval(&traversal.from, scope);
            let value = self.follow(from.clone(), &traversal.steps, scope);
            self.release(&from);
            return value;
        };
        let (mut value, used) = self.resolve(name, traversal, at, scope);
        value.origin = value.origin.through(at);
        self.follow(value, traversal.steps.get(used..).unwrap_or_default(), scope)
    }

    fn plain_name(&self, name: &Name, at: Span, scope: Scope<'_>) -> Value {
        match scope.name(name) {
            Some(value) => {
                let mut value = value.clone();
                value.origin = value.origin.through(at);
                value
            }
            None if scope.instance.is_none() => self.no_variable(name, scope, at),
            None => self.error(format!("`{name}` alone refers to nothing"), at),
        }
    }

    fn no_variable(&self, name: &str, scope: Scope<'_>, at: Span) -> Value {
        if scope.frame.is_some() {
            self.error(format!("the template has no variable `{name}`"), at)
        } else {
            self.error(format!("nothing can be referred to here, but `{name}` is"), at)
        }
    }

    /// What a name and the steps that belong to it stand for, and how many steps these are.
    fn resolve(&self, name: &Name, traversal: &Traversal, at: Span, scope: Scope<'_>) -> (Value, usize) {
        if let Some(value) = scope.name(name) {
            return (value.clone(), 0);
        }
        let Some(instance) = scope.instance else {
            return (self.no_variable(name, scope, at), traversal.steps.len());
        };
        let steps = traversal.steps.as_slice();
        let first = step_name(traversal, 0);
        match (name.as_ref(), first) {
            ("var", Some(first)) => (self.variable(instance, first, scope, at), 1),
            ("local", Some(first)) => (self.local(instance, first, scope, at), 1),
            ("module", Some(first)) => {
                let (value, used) = self.module_value(instance, first, after(steps, 1), at, scope);
                (value, used + 1)
            }
            ("path" | "terraform", Some(first)) => (self.built_in(instance, name, first, at), 1),
            ("count" | "each", Some(first)) => (self.repetition(scope.repetition, name, first, at), 1),
            ("self", _) => (unknown(Cause::Function("self".into()), at), 0),
            ("data" | "ephemeral" | "resource", Some(type_name)) => {
                let kind = match name.as_ref() {
                    "data" => RecordKind::Data,
                    "ephemeral" => RecordKind::Ephemeral,
                    // `resource.a.b` is `a.b`, should `a` ever come to mean something else.
                    _ => RecordKind::Managed,
                };
                let Some(name) = step_name(traversal, 1) else {
                    return (
                        self.error(format!("`{name}` is followed by a type and a name"), at),
                        steps.len(),
                    );
                };
                let (value, used) =
                    self.resource_value(instance, (kind, type_name, name), after(steps, 2), at, scope);
                (value, used + 2)
            }
            (type_name, Some(first)) => {
                let named = (RecordKind::Managed, type_name, first);
                let (value, used) = self.resource_value(instance, named, after(steps, 1), at, scope);
                (value, used + 1)
            }
            (_, None) => (self.error(format!("`{name}` is not followed by a name"), at), steps.len()),
        }
    }

    fn local(&self, instance: &Arc<Instance>, name: &str, scope: Scope<'_>, at: Span) -> Value {
        let found = instance.module().locals.place(name);
        let Some((place, slot)) = found.and_then(|place| Some((place, instance.locals.get(place)?))) else {
            return self.undeclared(instance, &format!("local.{name}"), at);
        };
        let node = Node::Local(place);
        if let Some(barred) = self.barred(instance, node, scope.circle, at) {
            return barred;
        }
        self.once_in(instance, Truth::Yes, slot, || match instance.module().locals.at(place) {
            Some(local) => {
                let circle = self.circle(instance, node);
                self.eval(&local.value, Scope::of(instance, local.span.file, circle))
            }
            None => unknown(Cause::Undeclared(name.into()), at),
        })
    }

    /// A name that nothing declares: noted, unless what declares it may not have been read.
    pub(super) fn undeclared(&self, instance: &Instance, name: &str, at: Span) -> Value {
        let address = instance.inside(name);
        if instance.module().complete {
            let message =
                format!("`{address}` is not declared, so the value is unknown; Terraform refuses this too");
            self.engine.notice(NoticeId::UnknownValue, message, Some(at));
        }
        unknown(Cause::Undeclared(address), at)
    }

    fn built_in(&self, instance: &Instance, root: &str, name: &str, at: Span) -> Value {
        let text = match (root, name) {
            ("path", "root") => ".".to_owned(),
            ("path", "module") => self.module_path(instance),
            ("path", "cwd") => self.engine.root.to_string_lossy().into_owned(),
            ("terraform", "workspace") => self.engine.workspace.clone(),
            ("terraform", "applying") => {
                return Value::bool(false, at).marked(ringfence_value::Marks::EPHEMERAL);
            }
            _ => return self.error(format!("there is no `{root}.{name}`"), at),
        };
        Value::string(text, at)
    }

    /// The module's directory relative to the root's, as Terraform writes it for local modules.
    fn module_path(&self, instance: &Instance) -> String {
        let (dir, root) = (&instance.module().dir, &self.engine.root);
        if dir == root {
            return ".".to_owned();
        }
        for (up, ancestor) in root.ancestors().enumerate() {
            if let Ok(rest) = dir.strip_prefix(ancestor) {
                let rest = rest.to_string_lossy();
                return format!("{}{rest}", "../".repeat(up)).trim_end_matches('/').to_owned();
            }
        }
        dir.to_string_lossy().into_owned()
    }

    fn repetition(&self, repetition: &Repetition, root: &str, name: &str, at: Span) -> Value {
        match (repetition, root, name) {
            (Repetition::Count(index), "count", "index") => index.clone(),
            (Repetition::Each { key, .. }, "each", "key") => key.clone(),
            (Repetition::Each { value, .. }, "each", "value") => value.clone(),
            _ => self.error(format!("`{root}.{name}` has no value here"), at),
        }
    }
}

/// The steps after the first few.
pub(super) fn after(steps: &[Access], count: usize) -> &[Access] {
    steps.get(count..).unwrap_or_default()
}

/// The name at the start of some steps, if there is one.
pub(super) fn first_name(steps: &[Access]) -> Option<&Name> {
    match &steps.first()?.kind {
        AccessKind::Name(name) => Some(name),
        AccessKind::Index(index) => index.literal(),
        _ => None,
    }
}
