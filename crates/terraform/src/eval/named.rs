//! Names and what they stand for: the start of a traversal.

use std::sync::Arc;

use ringfence_model::{NoticeId, Span};

use super::instance::Node;
use super::scope::{Repetition, SINGLE};
use super::unknown::{error, unknown};
use super::{Engine, Instance, Scope};
use crate::module::ResourceName;
use crate::syntax::{Access, Expr, ExprKind};
use crate::{Cause, Origin, RecordKind, Value, ValueKind};

impl Engine<'_> {
    /// The value of a name or traversal.
    pub(crate) fn traversal(&self, expr: &Expr, scope: Scope<'_>) -> Value {
        let (base, steps) = match &expr.kind {
            ExprKind::Traversal(base, steps) => (base.as_ref(), steps.as_slice()),
            _ => (expr, [].as_slice()),
        };
        let ExprKind::Name(name) = &base.kind else {
            let value = self.eval(base, scope);
            return self.follow(value, steps, scope);
        };
        let (mut value, used) = self.resolve(name, steps, base.span, scope);
        value.origin = value.origin.through(expr.span);
        let rest = steps.get(used..).unwrap_or_default();
        self.follow(value, rest, scope)
    }

    /// What a name and the steps that belong to it stand for, and how many steps these are.
    fn resolve(&self, name: &Arc<str>, steps: &[Access], at: Span, scope: Scope<'_>) -> (Value, usize) {
        if let Some(value) = scope.name(name) {
            return (value.clone(), 0);
        }
        let Some(instance) = scope.instance else {
            return (error(format!("the template has no variable `{name}`"), at), 0);
        };
        let first = step_name(steps, 0);
        match (name.as_ref(), first) {
            ("var", Some(first)) => (self.variable(instance, first, at), 1),
            ("local", Some(first)) => (self.local(instance, first, at), 1),
            ("module", Some(first)) => {
                let (value, used) =
                    self.module_value(instance, first, steps.get(1..).unwrap_or_default(), at, scope);
                (value, used + 1)
            }
            ("path" | "terraform", Some(first)) => (self.built_in(instance, name, first, at), 1),
            ("count" | "each", Some(first)) => (repetition(scope.repetition, name, first, at), 1),
            ("self", _) => (unknown(Cause::Function("self".into()), at), 0),
            ("data", Some(type_name)) => {
                let Some(name) = step_name(steps, 1) else {
                    return (error("a data source is named by its type and name", at), 1);
                };
                let named = named(RecordKind::Data, type_name, name);
                let rest = steps.get(2..).unwrap_or_default();
                let (value, used) = self.resource_value(instance, &named, rest, at, scope);
                (value, used + 2)
            }
            (_, Some(first)) => {
                let named = named(RecordKind::Managed, name, first);
                let rest = steps.get(1..).unwrap_or_default();
                let (value, used) = self.resource_value(instance, &named, rest, at, scope);
                (value, used + 1)
            }
            (_, None) => (error(format!("`{name}` is not a reference"), at), 0),
        }
    }

    fn local(&self, instance: &std::rc::Rc<Instance>, name: &Arc<str>, at: Span) -> Value {
        let Some(local) = instance.module.locals.get(name) else {
            return self.undeclared(instance, &format!("local.{name}"), at);
        };
        let node = Node::Local(name.clone());
        self.once(&instance.values, &node, || self.eval(&local.value, Scope::of(instance, &SINGLE)))
            .unwrap_or_else(|again| self.again(again, instance.inside(&format!("local.{name}")), local.span))
    }

    /// A name that nothing declares: noted, unless what declares it may not have been read.
    pub(crate) fn undeclared(&self, instance: &Instance, name: &str, at: Span) -> Value {
        let address = instance.inside(name);
        if instance.module.complete {
            let message =
                format!("`{address}` is not declared, so the value is unknown; Terraform refuses this too");
            self.notice(NoticeId::UnknownValue, message, Some(at));
        }
        unknown(Cause::Undeclared(address), at)
    }

    fn built_in(&self, instance: &Instance, root: &str, name: &str, at: Span) -> Value {
        let text = match (root, name) {
            ("path", "root") => ".".to_owned(),
            ("path", "module") => self.module_path(instance),
            ("path", "cwd") => self.root.to_string_lossy().into_owned(),
            ("terraform", "workspace") => "default".to_owned(),
            _ => return error(format!("`{root}.{name}` does not exist"), at),
        };
        Value::new(ValueKind::String(text.into()), Origin::literal(at))
    }

    /// The module's directory relative to the root's, as Terraform writes it for local modules.
    fn module_path(&self, instance: &Instance) -> String {
        let dir = &instance.module.dir;
        if dir == &self.root {
            return ".".to_owned();
        }
        for (up, ancestor) in self.root.ancestors().enumerate() {
            if let Ok(rest) = dir.strip_prefix(ancestor) {
                let rest = rest.to_string_lossy();
                return format!("{}{rest}", "../".repeat(up)).trim_end_matches('/').to_owned();
            }
        }
        dir.to_string_lossy().into_owned()
    }
}

fn named(kind: RecordKind, type_name: &Arc<str>, name: &Arc<str>) -> ResourceName {
    ResourceName { kind, type_name: type_name.clone(), name: name.clone() }
}

/// The name at that step, if it is one.
pub(crate) fn step_name(steps: &[Access], index: usize) -> Option<&Arc<str>> {
    match steps.get(index) {
        Some(Access::Name(name, _)) => Some(name),
        Some(Access::Index(expr, _)) => expr.literal(),
        _ => None,
    }
}

fn repetition(repetition: &Repetition, root: &str, name: &str, at: Span) -> Value {
    match (repetition, root, name) {
        (Repetition::Count(index), "count", "index") => index.clone(),
        (Repetition::Each { key, .. }, "each", "key") => key.clone(),
        (Repetition::Each { value, .. }, "each", "value") => value.clone(),
        _ => error(format!("`{root}.{name}` has no value here"), at),
    }
}
