//! Provider configurations: which one a resource uses, and what is written in it.

use std::sync::Arc;

use ringfence_hcl::ast::{Access, AccessKind, Expr, ExprKind, Key, Name};
use ringfence_model::NoticeId;
use ringfence_value::Map;

use super::{Evaluator, Instance, Scope};
use crate::config::Declared;
use crate::record::{ProviderRecord, ProviderRef};

impl Evaluator<'_, '_> {
    /// The provider configurations that a module instance writes.
    pub(super) fn provider_records(&self, instance: &Arc<Instance>) -> Vec<ProviderRecord> {
        let configs = instance.module().providers.iter();
        let record = |config: &crate::config::ProviderConfig| {
            let name = ProviderRef { module: instance.address.clone(), name: config.name.text() };
            if let Some((each, file)) = config.value("for_each") {
                let at = Scope::of(instance, file, 0).at(each.range);
                let message = "`for_each` of a provider, which only OpenTofu has, is not evaluated: one provider stands \
                               for all of them";
                self.engine.notice(NoticeId::Unsupported, message.to_owned(), Some(at));
            }
            let body: Map = self.resource_body(config, Scope::of(instance, config.file, 0));
            ProviderRecord { name, body, header: config.header() }
        };
        configs.map(record).collect()
    }
}

/// The provider configuration that a resource uses, as the module that writes it knows it.
pub(super) fn used_by(
    instance: &Instance,
    type_name: &str,
    declared: Option<(&Expr, ringfence_model::FileId)>,
) -> ProviderRef {
    let named = declared.and_then(|(expr, _)| name_of(&expr.kind));
    let default = || type_name.split('_').next().unwrap_or(type_name).into();
    known_as(instance, &named.unwrap_or_else(default))
}

/// A provider configuration by its name in a module instance: one passed to it, its own, or its caller's.
pub(super) fn known_as(instance: &Instance, name: &Name) -> ProviderRef {
    if let Some(passed) = instance.providers.get(name) {
        return passed.clone();
    }
    let own = instance.module().providers.iter().any(|config| config.name.text() == *name);
    match &instance.caller {
        // Only the default configuration is taken over without being passed.
        Some(caller) if !own && !name.contains('.') => known_as(&caller.instance, name),
        _ => ProviderRef { module: instance.address.clone(), name: name.clone() },
    }
}

/// What a call passes: names inside, and names in the caller.
pub(super) fn passed(call: &Declared<Name>) -> Vec<(Name, Name)> {
    let Some((Expr { kind: ExprKind::Object(entries), .. }, _)) = call.value("providers") else {
        return Vec::new();
    };
    let inside = |key: &Key| match key {
        Key::Name(name, _) => Some(name.clone()),
        Key::Computed(expr) => name_of(&expr.kind),
    };
    entries.iter().filter_map(|entry| Some((inside(&entry.key)?, name_of(&entry.value.kind)?))).collect()
}

/// `aws.east` of an expression that names a provider configuration.
fn name_of(kind: &ExprKind) -> Option<Name> {
    match kind {
        ExprKind::Name(name) | ExprKind::String(name) => Some(name.clone()),
        ExprKind::Traversal(traversal) => match (&traversal.from.kind, traversal.steps.as_slice()) {
            // OpenTofu's `aws.by_region["a"]` is one of those that `aws.by_region` stands for.
            (ExprKind::Name(name), [step, rest @ ..]) => match (&step.kind, rest) {
                (AccessKind::Name(alias), [] | [Access { kind: AccessKind::Index(_), .. }]) => {
                    Some(format!("{name}.{alias}").into())
                }
                _ => None,
            },
            _ => None,
        },
        ExprKind::Parentheses(inner) => name_of(&inner.kind),
        _ => None,
    }
}
