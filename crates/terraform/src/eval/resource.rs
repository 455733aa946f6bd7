//! References to resources: what is written in them, or what only the cloud knows.

use std::sync::{Arc, OnceLock};

use ringfence_hcl::ast::{Access, AccessKind, Expr, ExprKind, Name};
use ringfence_model::Span;
use ringfence_value::{Map, Number, Partial, Reference, Refinement, Step, Type, Value};

use super::expand::{Expansion, Member, Shape};
use super::instance::Body;
use super::memory::bytes_of;
use super::named::{after, first_name};
use super::scope::Key;
use super::unknown::computed;
use super::{Evaluator, Instance, Scope};
use crate::config::{Declared, Node, ResourceName};
use crate::{RecordKind, built_in};

/// Units: bytes of an instance and its record without their values.
const INSTANCE: u64 = 512;

/// A resource block and where it stands.
#[derive(Clone, Copy)]
struct Standing<'d> {
    instance: &'d Arc<Instance>,
    declared: &'d Declared<ResourceName>,
    circle: u32,
}

impl Evaluator<'_, '_> {
    /// The value of a resource and as many steps as choose the instance and the attribute.
    pub(super) fn resource_value(
        &self,
        instance: &Arc<Instance>,
        (kind, type_name, name): (RecordKind, &str, &str),
        steps: &[Access],
        at: Span,
        scope: Scope<'_>,
    ) -> (Value, usize) {
        let resources = &instance.module().resources;
        let place = resources.place(kind, type_name, name);
        let Some((place, declared)) = place.and_then(|place| Some((place, resources.at(place)?))) else {
            let address = ResourceName { kind, type_name: type_name.into(), name: name.into() }.address();
            return (self.undeclared(instance, &address, at), steps.len());
        };
        let node = Node::Resource(place);
        if let Some(barred) = self.barred(instance, node, scope.circle, at) {
            return (unwritten_of(instance, declared, steps, at).unwrap_or(barred), steps.len());
        }
        let Some(expansion) = self.expansion(instance, place) else { return (self.nowhere(at), steps.len()) };
        let standing = Standing { instance, declared, circle: self.circle(instance, node) };
        if let Some(wrong) = self.refused_at_once(standing, expansion.shape, steps, at) {
            return (wrong, steps.len());
        }
        if let (Shape::Single, Some(member)) = (expansion.shape, expansion.members.first()) {
            return self.attribute_of(standing, member, steps, at);
        }
        let rest = steps.get(1..).unwrap_or_default();
        let key = match steps.first().map(|step| &step.kind) {
            Some(AccessKind::Index(index)) => self.eval(index, scope),
            Some(AccessKind::Position(index)) => Value::number(Number::from_u64(*index), at),
            Some(AccessKind::Name(name)) if expansion.shape == Shape::Each => Value::string(name.clone(), at),
            Some(AccessKind::FullSplat) if expansion.shape == Shape::Count => {
                return (self.every_instance(standing, &expansion, rest, (at, scope)), steps.len());
            }
            Some(AccessKind::AttributeSplat) if expansion.shape == Shape::Count => {
                let inner = attributes(rest);
                return (self.every_instance(standing, &expansion, inner, (at, scope)), 1 + inner.len());
            }
            _ => return (self.whole(standing, &expansion, at), 0),
        };
        let (value, used) = self.chosen_instance(standing, &expansion, &key, rest, at);
        (value.marked(key.marks), used)
    }

    /// A step into a text, which Terraform refuses before it evaluates anything, even inside `try`.
    fn refused_at_once(
        &self,
        standing: Standing<'_>,
        shape: Shape,
        steps: &[Access],
        at: Span,
    ) -> Option<Value> {
        let written = |index: &Expr| matches!(index.kind, ExprKind::String(_) | ExprKind::Number(_));
        let steps = match (shape, steps.first().map(|step| &step.kind)) {
            (Shape::Single, _) => steps,
            (_, Some(AccessKind::Index(index))) if written(index) => after(steps, 1),
            _ => return None,
        };
        let name = &standing.declared.name;
        let attribute =
            first_name(steps).filter(|name| built_in::is_text(&standing.declared.name.type_name, name))?;
        let into = match &steps.get(1)?.kind {
            AccessKind::Name(_) | AccessKind::Position(_) => true,
            AccessKind::Index(index) => written(index),
            AccessKind::FullSplat | AccessKind::AttributeSplat => false,
        };
        into.then(|| {
            let message =
                format!("`{}.{attribute}` is a text, which has no attributes or indices", name.address());
            self.note_error(&message, at);
            self.error(message, at)
        })
    }

    fn nowhere(&self, at: Span) -> Value {
        self.error("this resource is not declared", at)
    }

    /// `[key]` of a resource with `count` or `for_each`.
    fn chosen_instance(
        &self,
        standing: Standing<'_>,
        expansion: &Expansion<Body>,
        key: &Value,
        rest: &[Access],
        at: Span,
    ) -> (Value, usize) {
        if let Some(member) = expansion.member(key) {
            let (value, used) = self.attribute_of(standing, member, rest, at);
            return (value, used + 1);
        }
        let base = standing.instance.inside(&standing.declared.name.address());
        let reference = |path| Reference { address: base.clone(), path };
        match (&expansion.rest, key.is_known()) {
            // The one that stands for all has the address without a key.
            (Some(_), _) => (computed(reference(Vec::new()), Type::Dynamic, at), 1),
            (None, false) => (computed(reference(vec![Step::Each]), Type::Dynamic, at), 1),
            (None, true) => (self.error(format!("`{base}` has no such instance"), at), rest.len() + 1),
        }
    }

    /// `[*]` of a resource with `count`, with the steps that follow into each instance.
    fn every_instance(
        &self,
        standing: Standing<'_>,
        expansion: &Expansion<Body>,
        steps: &[Access],
        (at, scope): (Span, Scope<'_>),
    ) -> Value {
        let further =
            |value: Value, used: usize| self.follow(value, steps.get(used..).unwrap_or_default(), scope);
        let one = |member: &Member<Body>| {
            let (value, used) = self.attribute_of(standing, member, steps, at);
            further(value, used)
        };
        let mut items: Vec<Value> = expansion.members.iter().map(one).collect();
        if !self.hold_each(&items) {
            return self.too_large(at);
        }
        let Some((_, why)) = &expansion.rest else { return self.bounded(Value::tuple(items, at)) };
        let base = standing.instance.inside(&standing.declared.name.address());
        let mut path = vec![Step::Each];
        path.extend(first_name(steps).map(|name| Step::Name(name.clone())));
        let used = path.len() - 1;
        items.push(further(computed(Reference { address: base, path }, Type::Dynamic, at), used));
        Value::unknown(Type::Dynamic, why.clone(), at).with_partial(Some(Partial::elements(items)))
    }

    /// The resource as one value: an object, or a tuple or object of these.
    fn whole(&self, standing: Standing<'_>, expansion: &Expansion<Body>, at: Span) -> Value {
        let object = |member: &Member<Body>| self.attribute_of(standing, member, &[], at).0;
        if expansion.members.is_empty() && expansion.rest.is_some() {
            let base = standing.instance.inside(&standing.declared.name.address());
            return computed(Reference { address: base, path: Vec::new() }, Type::Dynamic, at);
        }
        let why = expansion.rest.as_ref().map(|(_, why)| why.clone());
        let open = |partial| {
            why.clone().map(|why| Value::unknown(Type::Dynamic, why, at).with_partial(Some(partial)))
        };
        if expansion.shape == Shape::Each {
            let named = |member: &Member<Body>| match &member.key {
                Key::Name(name) => Some((name.clone(), object(member))),
                _ => None,
            };
            let entries: Map = expansion.members.iter().filter_map(named).collect();
            return open(Partial::entries(entries.clone())).unwrap_or_else(|| Value::object(entries, at));
        }
        let items: Vec<Value> = expansion.members.iter().map(object).collect();
        open(Partial::elements(items.clone())).unwrap_or_else(|| Value::tuple(items, at))
    }

    /// An attribute of one instance, or the whole instance.
    fn attribute_of(
        &self,
        standing: Standing<'_>,
        member: &Member<Body>,
        steps: &[Access],
        at: Span,
    ) -> (Value, usize) {
        let name = &standing.declared.name;
        let reference = |path| Reference { address: member.address.clone(), path };
        let Some(attribute) = first_name(steps) else {
            return (self.object_of(standing, member, at), 0);
        };
        let unwritten = || unwritten(&member.address, attribute, at);
        let gives = built_in::gives(name.kind, &name.type_name, attribute);
        if !gives && !standing.declared.writes(attribute) {
            if built_in::has_schema(&name.type_name) {
                return (
                    self.undeclared(standing.instance, &format!("{}.{attribute}", name.address()), at),
                    1,
                );
            }
            return (unwritten(), 1);
        }
        let body = self.body_of(standing, member);
        let value = match body.get(attribute) {
            Some(value) if value.is_null() && built_in::has_schema(&name.type_name) => value.clone(),
            // What is written as `null` is left to the provider.
            None => return (unwritten(), 1),
            Some(value) if value.is_null() => return (unwritten(), 1),
            Some(value) => value.clone(),
        };
        if value.reference().is_some() {
            return (value, 1);
        }
        (value.read_from(Arc::new(reference(vec![Step::Name(attribute.clone())]))), 1)
    }

    /// One instance: what is written, and whatever else its provider's schema has.
    fn object_of(&self, standing: Standing<'_>, member: &Member<Body>, at: Span) -> Value {
        let body = self.body_of(standing, member);
        let reference = Reference { address: member.address.clone(), path: Vec::new() };
        let header = standing.declared.header();
        if built_in::has_schema(&standing.declared.name.type_name) {
            return Value::object(body.as_ref().clone(), header);
        }
        let unknown = computed(reference.clone(), Type::Dynamic, at);
        if !self.hold(bytes_of(&body)) {
            return self.too_large(at);
        }
        let unknown = unknown.with_partial(Some(Partial::entries(body.as_ref().clone())));
        let mut value = unknown.surely(Refinement::not_null()).read_from(Arc::new(reference));
        value.origin.at = header;
        self.bounded(value)
    }

    /// A resource's instances, found once.
    pub(super) fn expansion(&self, instance: &Arc<Instance>, place: usize) -> Option<Arc<Expansion<Body>>> {
        let declared = instance.module().resources.at(place)?;
        let slot = instance.resources.get(place)?;
        Some(self.once(slot, || {
            let base = instance.inside(&declared.name.address());
            let circle = self.circle(instance, Node::Resource(place));
            let scope = Scope::of(instance, declared.file, circle);
            Arc::new(self.expand(declared, &base, scope).map(|_| OnceLock::new()))
        }))
    }

    fn body_of(&self, standing: Standing<'_>, member: &Member<Body>) -> Arc<Map> {
        self.once_in(standing.instance, member.exists, &member.content, || {
            let scope = Scope::of(standing.instance, standing.declared.file, standing.circle);
            let name = &standing.declared.name;
            let mut map = self.resource_body(standing.declared, scope.repeated(&member.repetition));
            built_in::complete(self, name, &member.address, &mut map, standing.declared.header());
            self.hold(INSTANCE + bytes_of(&map));
            Arc::new(map)
        })
    }

    /// What is written in one instance, evaluated once.
    pub(super) fn body_at(
        &self,
        instance: &Arc<Instance>,
        place: usize,
        member: &Member<Body>,
    ) -> Option<Arc<Map>> {
        let declared = instance.module().resources.at(place)?;
        let circle = self.circle(instance, Node::Resource(place));
        Some(self.body_of(Standing { instance, declared, circle }, member))
    }
}

/// The steps that `.*` takes into each element.
pub(super) fn attributes(steps: &[Access]) -> &[Access] {
    let names =
        steps.iter().take_while(|step| matches!(step.kind, AccessKind::Name(_) | AccessKind::Position(_)));
    steps.get(..names.count()).unwrap_or_default()
}

/// An attribute that only the cloud sets.
fn unwritten(address: &Arc<str>, attribute: &Name, at: Span) -> Value {
    let reference = Reference { address: address.clone(), path: vec![Step::Name(attribute.clone())] };
    let value = computed(reference, built_in::attribute_type(attribute), at);
    if attribute.as_ref() == "id" { value.not_null() } else { value }
}

/// An attribute that nobody writes, of a resource that may not be evaluated; it need not be either.
fn unwritten_of(
    instance: &Instance,
    declared: &Declared<ResourceName>,
    steps: &[Access],
    at: Span,
) -> Option<Value> {
    let single = declared.value("count").is_none() && declared.value("for_each").is_none();
    let [Access { kind: AccessKind::Name(attribute), .. }] = steps else { return None };
    let address = instance.inside(&declared.name.address());
    (single && !declared.writes(attribute)).then(|| unwritten(&address, attribute, at))
}
