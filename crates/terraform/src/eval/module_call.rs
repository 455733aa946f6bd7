//! Module calls: instances of other directories.

use std::collections::HashMap;
use std::sync::Arc;

use ringfence_hcl::ast::{Access, AccessKind, Name};
use ringfence_model::{Span, Truth};
use ringfence_value::{Cause, Map, Marks, Number, Partial, Reason, Type, Value};

use super::expand::{Expansion, Member, Shape};
use super::instance::{Called, Caller};
use super::named::first_name;
use super::scope::Key;
use super::unknown::{derived, each_of, unknown};
use super::{Evaluator, Instance, Scope};
use crate::config::{Child, Declared, Node};
use crate::record::ProviderRef;

impl Evaluator<'_, '_> {
    /// The value of `module.name` and as many steps as choose the instance and the output.
    pub(super) fn module_value(
        &self,
        instance: &Arc<Instance>,
        name: &str,
        steps: &[Access],
        at: Span,
        scope: Scope<'_>,
    ) -> (Value, usize) {
        let Some(place) = instance.module().calls.place(name) else {
            return (self.undeclared(instance, &format!("module.{name}"), at), steps.len());
        };
        if let Some(barred) = self.barred(instance, Node::Call(place), scope.circle, at) {
            return (barred, steps.len());
        }
        let Some(called) = self.called(instance, place) else { return (unknown_name(name, at), 0) };
        let expansion = match called {
            Called::Found(expansion) => expansion,
            Called::Missing(why) => return (Value::unknown(Type::Dynamic, why, at), 0),
        };
        if let (Shape::Single, Some(member)) = (expansion.shape, expansion.members.first()) {
            return self.member_value(member, steps, at, scope);
        }
        let key = match steps.first().map(|step| &step.kind) {
            Some(AccessKind::Index(index)) => self.eval(index, scope),
            Some(AccessKind::Position(index)) => Value::number(Number::from_u64(*index), at),
            Some(AccessKind::Name(name)) if expansion.shape == Shape::Each => Value::string(name.clone(), at),
            _ => return (self.all_outputs(&expansion, at, scope), 0),
        };
        match expansion.member(&key) {
            Some(member) => {
                let (value, used) = self.member_value(member, steps.get(1..).unwrap_or_default(), at, scope);
                (value.marked(key.marks), used + 1)
            }
            None => (self.all_outputs(&expansion, at, scope), 0),
        }
    }

    fn member_value(
        &self,
        member: &Member<Arc<Instance>>,
        steps: &[Access],
        at: Span,
        scope: Scope<'_>,
    ) -> (Value, usize) {
        match first_name(steps) {
            Some(output) => (self.output(&member.content, output, scope, at), 1),
            None => (self.outputs_in(&member.content, scope, at), 0),
        }
    }

    /// The outputs of every instance, in a tuple or object.
    fn all_outputs(&self, expansion: &Expansion<Arc<Instance>>, at: Span, scope: Scope<'_>) -> Value {
        let outputs = |member: &Member<Arc<Instance>>| self.outputs_in(&member.content, scope, at);
        if let Some((member, why)) = expansion.rest.as_ref().filter(|_| expansion.members.is_empty()) {
            // One stands for all: what its outputs refer to is what theirs do.
            let standing = outputs(member);
            let why = Value::unknown(Type::Dynamic, why.clone(), at);
            return each_of(&derived(Type::Dynamic, [&why, &standing], at), at);
        }
        let why = expansion.rest.as_ref().map(|(_, why)| why.clone());
        if expansion.shape == Shape::Each {
            let named = |member: &Member<_>| match &member.key {
                Key::Name(name) => Some((name.clone(), outputs(member))),
                _ => None,
            };
            let entries: Map = expansion.members.iter().filter_map(named).collect();
            return match why {
                None => Value::object(entries, at),
                Some(why) => {
                    Value::unknown(Type::Dynamic, why, at).with_partial(Some(Partial::entries(entries)))
                }
            };
        }
        let items: Vec<Value> = expansion.members.iter().map(outputs).collect();
        match why {
            None => Value::tuple(items, at),
            Some(why) => Value::unknown(Type::Dynamic, why, at).with_partial(Some(Partial::elements(items))),
        }
    }

    /// Every output of a module instance.
    pub(crate) fn outputs(&self, instance: &Arc<Instance>) -> Value {
        self.outputs_in(instance, Scope::empty(crate::NOWHERE.file), crate::NOWHERE)
    }

    fn outputs_in(&self, instance: &Arc<Instance>, scope: Scope<'_>, at: Span) -> Value {
        let outputs = instance.module().outputs.iter();
        let output = |output: &Declared<Name>| {
            (output.name.clone(), self.output(instance, &output.name, scope, output.header()))
        };
        self.bounded(Value::object(outputs.map(output).collect(), at))
    }

    fn output(&self, instance: &Arc<Instance>, name: &str, scope: Scope<'_>, at: Span) -> Value {
        let found = instance.module().outputs.place(name);
        let Some((place, slot)) = found.and_then(|place| Some((place, instance.outputs.get(place)?))) else {
            return self.undeclared(instance, &format!("output.{name}"), at);
        };
        let node = Node::Output(place);
        if let Some(barred) = self.barred(instance, node, scope.circle, at) {
            return barred;
        }
        self.once_in(instance, Truth::Yes, slot, || match instance.module().outputs.at(place) {
            Some(output) => self.output_value(instance, output, self.circle(instance, node)),
            None => unknown_name(name, at),
        })
    }

    fn output_value(&self, instance: &Arc<Instance>, output: &Declared<Name>, circle: u32) -> Value {
        let value = match output.value("value") {
            Some((expr, file)) => {
                let scope = Scope::of(instance, file, circle);
                let mut value = self.eval(expr, scope);
                value.origin = value.origin.through(scope.at(expr.range));
                value
            }
            None => self.error("the output has no `value`", output.header()),
        };
        let flag = |name: &str, mark: Marks| {
            let (flag, file) = output.value(name)?;
            let flag = self.eval(flag, Scope::of(instance, file, circle));
            (flag.as_bool() != Some(false)).then_some(mark)
        };
        let sensitive = flag("sensitive", Marks::SENSITIVE).unwrap_or_default();
        value.marked(sensitive).marked(flag("ephemeral", Marks::EPHEMERAL).unwrap_or_default())
    }

    /// A module call, expanded.
    pub(super) fn called(&self, instance: &Arc<Instance>, place: usize) -> Option<Called> {
        let call = instance.module().calls.at(place)?;
        let slot = instance.called.get(place)?;
        Some(self.once(slot, || self.new_call(instance, place, call)))
    }

    fn new_call(&self, instance: &Arc<Instance>, place: usize, call: &Declared<Name>) -> Called {
        let base = instance.inside(&format!("module.{}", call.name));
        let missing = |source: Name| {
            let cause = Cause::MissingModule { address: base.clone(), source };
            Called::Missing(Reason::new(cause, call.header()))
        };
        let config = match instance.config.children.get(&call.name) {
            Some(Child::Found(config)) => config.clone(),
            Some(Child::Missing(why)) => return missing(why.source.clone()),
            None => return missing("".into()),
        };
        let calls: Arc<Vec<Span>> = Arc::new(instance.calls.iter().copied().chain([call.header()]).collect());
        let providers = Arc::new(providers(instance, call));
        let circle = self.circle(instance, Node::Call(place));
        let expansion = self.expand(call, &base, Scope::of(instance, call.file, circle));
        Called::Found(Arc::new(expansion.map(|member| {
            let caller = Caller {
                instance: instance.clone(),
                place,
                repetition: member.repetition.clone(),
                exists: instance.exists().and(member.exists),
            };
            Arc::new(Instance::new(
                config.clone(),
                member.address.clone(),
                Some(caller),
                calls.clone(),
                providers.clone(),
            ))
        })))
    }
}

/// The provider configurations of a call by their names inside; without `providers` those of the caller.
fn providers(instance: &Arc<Instance>, call: &Declared<Name>) -> HashMap<Name, ProviderRef> {
    let mut inside = HashMap::new();
    for (name, outer) in super::provider::passed(call) {
        inside.insert(name, super::provider::known_as(instance, &outer));
    }
    inside
}

fn unknown_name(name: &str, at: Span) -> Value {
    unknown(Cause::Undeclared(name.into()), at)
}
