//! `count` and `for_each`: which instances there are.

use std::sync::Arc;

use ringfence_model::{NoticeId, Span, Truth};

use super::Engine;
use super::scope::{Key, Repetition, Scope};
use super::unknown::{because, error, step_into, unknown};
use crate::syntax::{Body, Expr};
use crate::{Cause, Origin, Step, Unknown, Value, ValueKind};

/// The instances of a resource or module call.
pub(crate) struct Expansion<T> {
    pub(crate) shape: Shape,
    pub(crate) members: Vec<Member<T>>,
    /// What stands for the instances that are not known, and why they are not.
    pub(crate) rest: Option<(Member<T>, Arc<Unknown>)>,
}

/// How instances are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Single,
    Count,
    Each,
}

/// One instance.
#[derive(Clone)]
pub(crate) struct Member<T> {
    pub(crate) key: Key,
    pub(crate) address: Arc<str>,
    pub(crate) repetition: Repetition,
    pub(crate) exists: Truth,
    pub(crate) content: T,
}

impl<T> Expansion<T> {
    /// All members, the one for the unknown rest last.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Member<T>> {
        self.members.iter().chain(self.rest.iter().map(|(member, _)| member))
    }

    /// The same with other contents.
    pub(crate) fn map<U>(self, mut content: impl FnMut(&Member<T>) -> U) -> Expansion<U> {
        let mut convert = |member: Member<T>| Member {
            content: content(&member),
            key: member.key,
            address: member.address,
            repetition: member.repetition,
            exists: member.exists,
        };
        let members = self.members.into_iter().map(&mut convert).collect();
        let rest = self.rest.map(|(member, why)| (convert(member), why));
        Expansion { shape: self.shape, members, rest }
    }
}

impl Engine<'_> {
    /// Expands a block with its `count` or `for_each`.
    pub(crate) fn expand(&self, body: &Body, base: &Arc<str>, scope: Scope<'_>) -> Expansion<()> {
        let expansion = match (body.attribute("count"), body.attribute("for_each")) {
            (Some(count), _) => self.expand_count(count, base, scope),
            (None, Some(each)) => self.expand_each(each, base, scope),
            (None, None) => Expansion {
                shape: Shape::Single,
                members: vec![member(Key::None, base, Repetition::Single)],
                rest: None,
            },
        };
        let made = self.instances.get().saturating_add(expansion.members.len());
        self.instances.set(made);
        if made <= self.limits.all_instances {
            return expansion;
        }
        let limit = format!("more than {} instances in all", self.limits.all_instances);
        let at = body.attribute("count").or(body.attribute("for_each")).map(|expr| expr.span);
        self.limited(&limit, at);
        let why = Arc::new(Unknown { cause: Cause::Limit(limit.into()), at: at.unwrap_or(self.nowhere) });
        rest_only(expansion.shape, base, why, Truth::Unknown)
    }

    fn expand_count(&self, expr: &Expr, base: &Arc<str>, scope: Scope<'_>) -> Expansion<()> {
        let value = self.eval(expr, scope);
        let count = match (&value.kind, value.as_i64()) {
            (ValueKind::Unknown(why), _) => {
                return rest_only(Shape::Count, base, why.clone(), Truth::Unknown);
            }
            (ValueKind::Number(_) | ValueKind::String(_), Some(count)) if count >= 0 => count,
            _ => {
                let wrong =
                    because(&error("`count` must be a whole number, not negative", expr.span), expr.span);
                return rest_only(Shape::Count, base, wrong, Truth::Unknown);
            }
        };
        let Some(count) = usize::try_from(count).ok().filter(|count| *count <= self.limits.instances) else {
            let limit = format!("`count` of {count} is more than {} instances", self.limits.instances);
            self.limited(&limit, Some(expr.span));
            let why = Arc::new(Unknown { cause: Cause::Limit(limit.into()), at: expr.span });
            return rest_only(Shape::Count, base, why, Truth::Yes);
        };
        let one = |index: u64| {
            let number = crate::Number::Int(i64::try_from(index).unwrap_or(i64::MAX));
            let value = Value::new(ValueKind::Number(number), value.origin.clone());
            member(Key::Index(index), base, Repetition::Count(value))
        };
        let members = (0..count as u64).map(one).collect();
        Expansion { shape: Shape::Count, members, rest: None }
    }

    fn expand_each(&self, expr: &Expr, base: &Arc<str>, scope: Scope<'_>) -> Expansion<()> {
        let value = self.eval(expr, scope);
        let pairs: Vec<(Arc<str>, Value)> = match &value.kind {
            ValueKind::Map(map) => map.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
            ValueKind::Set(items) => {
                items.iter().filter_map(|item| Some((item.as_str()?.into(), item.clone()))).collect()
            }
            ValueKind::Unknown(why) => return rest_only(Shape::Each, base, why.clone(), Truth::Unknown),
            _ => {
                let wrong = error("`for_each` must be a map or a set of strings", expr.span);
                return rest_only(Shape::Each, base, because(&wrong, expr.span), Truth::Unknown);
            }
        };
        if pairs.len() > self.limits.instances {
            let limit = format!("`for_each` over more than {} elements", self.limits.instances);
            self.limited(&limit, Some(expr.span));
            let why = Arc::new(Unknown { cause: Cause::Limit(limit.into()), at: expr.span });
            return rest_only(Shape::Each, base, why, Truth::Yes);
        }
        let unlisted = value.as_list().and_then(|items| items.iter().find(|item| item.as_str().is_none()));
        let open = value.open.clone().or_else(|| unlisted.map(|item| because(item, expr.span)));
        let one = |(key, value): (Arc<str>, Value)| {
            let text =
                Value { referent: None, ..Value::new(ValueKind::String(key.clone()), value.origin.clone()) };
            let repetition = Repetition::Each { key: text, value };
            member(Key::Name(key), base, repetition)
        };
        let members = pairs.into_iter().map(one).collect();
        let rest = open.and_then(|why| rest_only(Shape::Each, base, why, Truth::Unknown).rest);
        Expansion { shape: Shape::Each, members, rest }
    }

    /// Notes once that the bound on all work or depth was met, wherever that was first.
    pub(crate) fn exhausted(&self, limit: &str, at: Option<Span>) {
        if self.exhausted.borrow_mut().insert(limit.to_owned()) {
            self.limited(limit, at);
        }
    }

    /// Notes that a bound was met.
    pub(crate) fn limited(&self, limit: &str, at: Option<Span>) {
        let message = format!("{limit}: not analysed further; split the configuration if this is real");
        self.notice(NoticeId::Limit, message, at);
    }
}

fn member(key: Key, base: &Arc<str>, repetition: Repetition) -> Member<()> {
    Member { address: key.address(base), key, repetition, exists: Truth::Yes, content: () }
}

/// No instance is known: one stands for all of them, at the address without a key.
fn rest_only(shape: Shape, base: &Arc<str>, why: Arc<Unknown>, exists: Truth) -> Expansion<()> {
    let element = |at| {
        let whole = Value::new(ValueKind::Unknown(why.clone()), Origin::literal(at));
        step_into(&whole, Step::Each, at)
    };
    let repetition = match shape {
        Shape::Each => Repetition::Each {
            key: unknown(Cause::Derived(vec![why.clone()]), why.at),
            value: element(why.at),
        },
        _ => Repetition::Count(unknown(Cause::Derived(vec![why.clone()]), why.at)),
    };
    let mut only = member(Key::None, base, repetition);
    only.exists = exists;
    Expansion { shape, members: Vec::new(), rest: Some((only, why)) }
}
