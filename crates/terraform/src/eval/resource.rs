//! References to resources: what is written in them, or what only the cloud knows.

use std::rc::Rc;
use std::sync::Arc;

use ringfence_model::Span;

use super::expand::{Expansion, Member, Shape};
use super::instance::Node;
use super::module_call::key_is;
use super::scope::{Key, SINGLE};
use super::unknown::{computed, derived, error};
use super::{Engine, Instance, Scope};
use crate::module::ResourceName;
use crate::syntax::{Access, Block};
use crate::{Map, Origin, RecordKind, Reference, Step, Value, ValueKind, data_source};

/// A resource block and where it stands.
#[derive(Clone, Copy)]
struct Declared<'d> {
    instance: &'d Rc<Instance>,
    name: &'d ResourceName,
    block: &'d Block,
}

impl Engine<'_> {
    /// The value of a resource and as many steps as choose the instance and the attribute.
    pub(crate) fn resource_value(
        &self,
        instance: &Rc<Instance>,
        name: &ResourceName,
        steps: &[Access],
        at: Span,
        scope: Scope<'_>,
    ) -> (Value, usize) {
        let Some(block) = instance.module.resources.get(name) else {
            return (self.undeclared(instance, &name.address(), at), steps.len());
        };
        let declared = Declared { instance, name, block };
        let expansion = match self.expansion(instance, name, block) {
            Ok(expansion) => expansion,
            Err(value) => return (*value, steps.len()),
        };
        if let (Shape::Single, Some(member)) = (expansion.shape, expansion.members.first()) {
            return self.attribute_of(declared, member, steps, at);
        }
        let rest = steps.get(1..).unwrap_or_default();
        match steps.first() {
            Some(Access::Index(index, _)) => {
                let key = self.eval(index, scope);
                self.chosen_instance(declared, &expansion, &key, rest, at)
            }
            Some(Access::Position(index, _)) => {
                let number = crate::Number::Int(i64::try_from(*index).unwrap_or(i64::MAX));
                let key = Value::new(ValueKind::Number(number), Origin::literal(at));
                self.chosen_instance(declared, &expansion, &key, rest, at)
            }
            Some(Access::FullSplat(_) | Access::AttributeSplat(_)) if expansion.shape == Shape::Count => (
                self.every_instance(declared, &expansion, rest, at),
                1 + usize::from(super::named::step_name(rest, 0).is_some()),
            ),
            _ => (self.whole(declared, &expansion, at), 0),
        }
    }

    /// `[key]` of a resource with `count` or `for_each`.
    fn chosen_instance(
        &self,
        declared: Declared<'_>,
        expansion: &Expansion<()>,
        key: &Value,
        rest: &[Access],
        at: Span,
    ) -> (Value, usize) {
        if let Some(member) = expansion.members.iter().find(|member| key_is(&member.key, key)) {
            let (value, used) = self.attribute_of(declared, member, rest, at);
            return (value, used + 1);
        }
        let base = declared.instance.inside(&declared.name.address());
        let unknown_key = !matches!(key.kind, ValueKind::String(_) | ValueKind::Number(_));
        match (&expansion.rest, unknown_key) {
            // The one that stands for all has the address without a key.
            (Some(_), _) => (computed(Reference { address: base, path: Vec::new() }, at), 1),
            (None, true) => (computed(Reference { address: base, path: vec![Step::Each] }, at), 1),
            (None, false) => {
                let message = format!("`{base}` has no such instance");
                (error(message, at), rest.len() + 1)
            }
        }
    }

    /// `[*]` of a resource with `count`, with the attribute that follows.
    fn every_instance(
        &self,
        declared: Declared<'_>,
        expansion: &Expansion<()>,
        rest: &[Access],
        at: Span,
    ) -> Value {
        let named = super::named::step_name(rest, 0).is_some();
        let steps = if named { rest.get(..1).unwrap_or_default() } else { [].as_slice() };
        let mut items: Vec<Value> =
            expansion.members.iter().map(|member| self.attribute_of(declared, member, steps, at).0).collect();
        let mut open = None;
        if let Some((_, why)) = &expansion.rest {
            let base = declared.instance.inside(&declared.name.address());
            let mut path = vec![Step::Each];
            path.extend(super::named::step_name(steps, 0).map(|name| Step::Name(name.clone())));
            items.push(computed(Reference { address: base, path }, at));
            open = Some(why.clone());
        }
        let mut list = Value::new(ValueKind::List(Arc::new(items)), Origin::literal(at));
        list.open = open;
        list
    }

    /// The resource as one value: an object, or a list or map of these.
    fn whole(&self, declared: Declared<'_>, expansion: &Expansion<()>, at: Span) -> Value {
        let base = declared.instance.inside(&declared.name.address());
        let object = |member: &Member<()>| self.attribute_of(declared, member, &[], at).0;
        let mut value = match (expansion.shape, expansion.members.is_empty(), &expansion.rest) {
            (_, true, Some(_)) => return computed(Reference { address: base, path: Vec::new() }, at),
            (Shape::Each, ..) => {
                let named = |member: &Member<()>| match &member.key {
                    Key::Name(name) => Some((name.clone(), object(member))),
                    _ => None,
                };
                let map: Map = expansion.members.iter().filter_map(named).collect();
                Value::new(ValueKind::Map(Arc::new(map)), Origin::literal(at))
            }
            _ => {
                let items = expansion.members.iter().map(object).collect();
                Value::new(ValueKind::List(Arc::new(items)), Origin::literal(at))
            }
        };
        value.open = expansion.rest.as_ref().map(|(_, why)| why.clone());
        value
    }

    /// An attribute of one instance, or the whole instance.
    fn attribute_of(
        &self,
        declared: Declared<'_>,
        member: &Member<()>,
        steps: &[Access],
        at: Span,
    ) -> (Value, usize) {
        let reference = |path| Reference { address: member.address.clone(), path };
        let Some(name) = super::named::step_name(steps, 0) else {
            let body = self.body(declared.instance, declared.name, declared.block, member);
            let mut value = match body {
                Ok(body) => Value::new(ValueKind::Map(body), Origin::literal(declared.block.header)),
                Err(value) => return (*value, 0),
            };
            value.referent = Some(Arc::new(reference(Vec::new())));
            return (value, 0);
        };
        let unwritten = || computed(reference(vec![Step::Name(name.clone())]), at);
        let gives =
            declared.name.kind == RecordKind::Data && data_source::gives(&declared.name.type_name, name);
        if !declared.block.body.writes(name) && !gives {
            return (unwritten(), 1);
        }
        let body = match self.body(declared.instance, declared.name, declared.block, member) {
            Ok(body) => body,
            Err(value) => return (*value, 1),
        };
        let value = match body.get(name) {
            // What is written as `null` is left to the provider.
            None => return (unwritten(), 1),
            Some(value) if value.is_null() => return (unwritten(), 1),
            Some(value) => value,
        };
        let mut value = value.clone();
        if value.reference().is_none() {
            value.referent = Some(Arc::new(reference(vec![Step::Name(name.clone())])));
        }
        (value, 1)
    }

    /// A resource's instances, found once.
    pub(crate) fn expansion(
        &self,
        instance: &Rc<Instance>,
        name: &ResourceName,
        block: &Block,
    ) -> Result<Rc<Expansion<()>>, Box<Value>> {
        let base = instance.inside(&name.address());
        let scope = Scope::of(instance, &SINGLE);
        self.once(&instance.resources, name, || Rc::new(self.expand(&block.body, &base, scope)))
            .map_err(|again| Box::new(self.again(again, base, block.header)))
    }

    /// What is written in one instance, evaluated once.
    pub(crate) fn body(
        &self,
        instance: &Rc<Instance>,
        name: &ResourceName,
        block: &Block,
        member: &Member<()>,
    ) -> Result<Arc<Map>, Box<Value>> {
        let node = Node::Body(member.address.clone());
        let compute = || {
            let mut map = self.resource_body(&block.body, Scope::of(instance, &member.repetition));
            if name.kind == RecordKind::Data {
                data_source::complete(self, &name.type_name, &mut map, block.header);
            }
            Value::new(ValueKind::Map(Arc::new(map)), Origin::literal(block.header))
        };
        let value = self
            .once(&instance.values, &node, compute)
            .map_err(|again| Box::new(self.again(again, member.address.clone(), block.header)))?;
        match value.kind {
            ValueKind::Map(map) => Ok(map),
            _ => Err(Box::new(derived([&value], block.header))),
        }
    }
}
