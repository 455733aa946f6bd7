//! `count` and `for_each`: which instances there are.

use std::sync::Arc;

use ringfence_hcl::ast::{Expr, ExprKind};
use ringfence_model::{NoticeId, Span, Truth};
use ringfence_value::{Cause, Number, Reason, Step, Type, Value, ValueKind, convert};

use super::Evaluator;
use super::scope::{Key, Repetition, Scope};
use super::unknown::{derived, step_into};
use crate::config::Declared;

/// The instances of a resource or module call.
pub(super) struct Expansion<T> {
    pub(super) shape: Shape,
    pub(super) members: Vec<Member<T>>,
    /// What stands for the instances that are not known, and why they are not.
    pub(super) rest: Option<(Member<T>, Arc<Reason>)>,
}

/// How instances are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Single,
    Count,
    Each,
}

/// One instance.
pub(super) struct Member<T> {
    pub(super) key: Key,
    pub(super) address: Arc<str>,
    pub(super) repetition: Repetition,
    pub(super) exists: Truth,
    pub(super) content: T,
}

impl<T> Expansion<T> {
    /// All members, the one for the unknown rest last.
    pub(super) fn all(&self) -> impl Iterator<Item = &Member<T>> {
        self.members.iter().chain(self.rest.iter().map(|(member, _)| member))
    }

    /// How many members there are, the one for the unknown rest counted.
    pub(super) fn len(&self) -> usize {
        self.members.len() + usize::from(self.rest.is_some())
    }

    /// The member at that place of [`Self::all`].
    pub(super) fn at(&self, place: usize) -> Option<&Member<T>> {
        self.members.get(place).or_else(|| self.rest.as_ref().map(|(member, _)| member))
    }

    /// The instance that a key chooses, if it is known.
    pub(super) fn member(&self, key: &Value) -> Option<&Member<T>> {
        match (self.shape, &key.kind) {
            (Shape::Count, _) => {
                let index = usize::try_from(key.as_i64().filter(|_| key.is_known())?).ok()?;
                self.members.get(index)
            }
            (Shape::Each, ValueKind::String(name)) => {
                // Members stand in the order of their keys.
                let found = self.members.binary_search_by(|member| match &member.key {
                    Key::Name(key) => key.as_ref().cmp(name),
                    _ => std::cmp::Ordering::Less,
                });
                found.ok().and_then(|place| self.members.get(place))
            }
            _ => None,
        }
    }

    /// The same with other contents.
    pub(super) fn map<U>(self, mut content: impl FnMut(&Member<T>) -> U) -> Expansion<U> {
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

impl Evaluator<'_, '_> {
    /// Expands a block with its `count` or `for_each`.
    pub(super) fn expand<N>(
        &self,
        declared: &Declared<N>,
        base: &Arc<str>,
        scope: Scope<'_>,
    ) -> Expansion<()> {
        let expansion = match (declared.value("count"), declared.value("for_each")) {
            (Some((count, file)), _) => self.expand_count(count, base, scope.in_file(file)),
            (None, Some((each, file))) => self.expand_each(each, base, scope.in_file(file)),
            (None, None) => {
                let mut only = member(Key::None, base, Repetition::Single);
                only.exists = self.enabled(declared, scope);
                Expansion { shape: Shape::Single, members: vec![only], rest: None }
            }
        };
        if expansion.shape != Shape::Single || self.engine.make_instances(1) {
            return expansion;
        }
        self.too_many(Shape::Single, base, declared.header())
    }

    /// Whether `enabled` lets there be an instance; what it refers to is not followed, so that anything but `true` leaves
    /// it open.
    ///
    /// Source: `website/docs/language/meta-arguments/enabled.mdx` of opentofu/opentofu (read 2026-11-25).
    fn enabled<N>(&self, declared: &Declared<N>, scope: Scope<'_>) -> Truth {
        let lifecycle = declared.blocks().filter(|(block, _)| block.kind.as_ref() == "lifecycle");
        let Some((value, file)) =
            lifecycle.filter_map(|(block, file)| Some((block.body.value("enabled")?, file))).last()
        else {
            return Truth::Yes;
        };
        if matches!(value.kind, ExprKind::Bool(true)) {
            return Truth::Yes;
        }
        let at = scope.in_file(file).at(value.range);
        let message = "`enabled`, which only OpenTofu has, is not evaluated: this is analysed as something that may be \
                       there or not";
        self.engine.notice(NoticeId::Unsupported, message.to_owned(), Some(at));
        Truth::Unknown
    }

    /// There is no room for further instances.
    fn too_many(&self, shape: Shape, base: &Arc<str>, at: Span) -> Expansion<()> {
        let limit = format!("more than {} instances in all", self.engine.limits.all_instances);
        // Once: it may be met at a hundred thousand places.
        self.engine.notice(NoticeId::Limit, format!("{limit}: not analysed further"), None);
        rest_only(shape, base, Reason::new(Cause::Limit(limit.into()), at), Truth::Unknown)
    }

    /// Source: `evaluateCountExpression` of hashicorp/terraform (read 2026-11-25).
    fn expand_count(&self, expr: &Expr, base: &Arc<str>, scope: Scope<'_>) -> Expansion<()> {
        let at = scope.at(expr.range);
        let value = self.eval(expr, scope);
        let wrong = |message: String| {
            let reason = Reason::of(&self.error(message, at), at);
            rest_only(Shape::Count, base, reason, Truth::Unknown)
        };
        if value.is_null() {
            return wrong("`count` must not be null".to_owned());
        }
        let number = match convert(&value, &Type::Number) {
            Ok(Value { kind: ValueKind::Number(number), .. }) => number,
            Ok(unknown) => {
                let why = Reason::of(&unknown, at);
                // Whatever decides, this many there will be.
                return match unknown.sure().as_i64().and_then(|count| usize::try_from(count).ok()) {
                    Some(count) => self.counted(count, &value, base, at),
                    None => rest_only(Shape::Count, base, why, Truth::Unknown),
                };
            }
            Err(error) => return wrong(format!("`count` must be a number: {error}")),
        };
        match number.as_i64() {
            Some(count) if count < 0 => wrong("`count` must not be negative".to_owned()),
            Some(count) => self.counted(usize::try_from(count).unwrap_or(usize::MAX), &value, base, at),
            None if number.is_whole() => self.counted(usize::MAX, &value, base, at),
            None => wrong("`count` must be a whole number".to_owned()),
        }
    }

    fn counted(&self, count: usize, value: &Value, base: &Arc<str>, at: Span) -> Expansion<()> {
        if count > self.engine.limits.instances {
            let limit = format!("`count` is more than {} instances", self.engine.limits.instances);
            self.note_limit(&limit, at);
            return rest_only(Shape::Count, base, Reason::new(Cause::Limit(limit.into()), at), Truth::Yes);
        }
        // Before they are made: thousands of modules may each ask for thousands.
        if !self.engine.make_instances(count) {
            return self.too_many(Shape::Count, base, at);
        }
        let one = |index: usize| {
            let number = ValueKind::Number(Number::from(index));
            let value = Value::new(number, value.origin.clone());
            member(Key::Index(index as u64), base, Repetition::Count(value))
        };
        Expansion { shape: Shape::Count, members: (0..count).map(one).collect(), rest: None }
    }

    /// Source: `for_each` in hashicorp/terraform's `eval_for_each.go` (read 2026-11-25).
    fn expand_each(&self, expr: &Expr, base: &Arc<str>, scope: Scope<'_>) -> Expansion<()> {
        let at = scope.at(expr.range);
        let value = self.eval(expr, scope);
        let wrong = |message: &str| {
            let reason = Reason::of(&self.error(message, at), at);
            rest_only(Shape::Each, base, reason, Truth::Unknown)
        };
        if value.is_null() {
            return wrong("`for_each` must not be null");
        }
        let set =
            matches!(value.ty(), Type::Set(_)) || value.ty() == Type::Dynamic && value.as_list().is_some();
        let mut unlisted = None;
        let pairs: Vec<(Arc<str>, Value)> = match (value.as_map(), value.as_list().filter(|_| set)) {
            (Some(entries), _) => entries.iter().map(|(key, item)| (key.clone(), item.clone())).collect(),
            (None, Some(items)) => {
                unlisted = items.iter().find(|item| item.as_str().is_none());
                items.iter().filter_map(|item| Some((item.as_str()?.into(), item.clone()))).collect()
            }
            (None, None) if value.is_known() => {
                return wrong("`for_each` must be a map or a set of strings; `toset` makes a set of a list");
            }
            (None, None) => {
                return rest_only(Shape::Each, base, Reason::of(&value, at), Truth::Unknown);
            }
        };
        if pairs.len() > self.engine.limits.instances {
            let limit = format!("`for_each` over more than {} elements", self.engine.limits.instances);
            self.note_limit(&limit, at);
            return rest_only(Shape::Each, base, Reason::new(Cause::Limit(limit.into()), at), Truth::Yes);
        }
        if !self.engine.make_instances(pairs.len()) {
            return self.too_many(Shape::Each, base, at);
        }
        if unlisted.is_some_and(ringfence_value::Value::is_known) {
            let _ = self.error("`for_each` takes a set of strings only", at);
        }
        let open = value.open().cloned().or_else(|| unlisted.map(|item| Reason::of(item, at)));
        let one = |(key, value): (Arc<str>, Value)| {
            let text = Value::new(ValueKind::String(key.clone()), value.origin.clone());
            member(Key::Name(key), base, Repetition::Each { key: text, value })
        };
        let mut members: Vec<Member<()>> = pairs.into_iter().map(one).collect();
        members.sort_by(|left, right| left.key.cmp(&right.key));
        members.dedup_by(|left, right| left.key == right.key);
        let rest = open.and_then(|why| rest_only(Shape::Each, base, why, Truth::Unknown).rest);
        Expansion { shape: Shape::Each, members, rest }
    }
}

fn member(key: Key, base: &Arc<str>, repetition: Repetition) -> Member<()> {
    Member { address: key.address(base), key, repetition, exists: Truth::Yes, content: () }
}

/// No instance is known: one stands for all of them, at the address without a key.
fn rest_only(shape: Shape, base: &Arc<str>, why: Arc<Reason>, exists: Truth) -> Expansion<()> {
    let at = why.at;
    let whole = Value::unknown(Type::Dynamic, why.clone(), at);
    let from_whole = |ty| derived(ty, [&whole], at);
    let repetition = match shape {
        Shape::Each => Repetition::Each {
            key: from_whole(Type::String).not_null(),
            value: step_into(&whole, Step::Each, Type::Dynamic, at),
        },
        _ => Repetition::Count(from_whole(Type::Number).not_null()),
    };
    let mut only = member(Key::None, base, repetition);
    only.exists = exists;
    Expansion { shape, members: Vec::new(), rest: Some((only, why)) }
}
