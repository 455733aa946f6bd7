//! What an expression refers to.

use ringfence_hcl::ast::{AccessKind, Body, Expr, ExprKind, Key, Name, Segment, Traversal};

use crate::RecordKind;

/// What an expression names in its module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named<'e> {
    Variable(&'e str),
    Local(&'e str),
    /// An output of a call, or all of them.
    Module(&'e str, Option<&'e str>),
    /// Kind, type and name.
    Resource(RecordKind, &'e str, &'e str),
}

/// What an expression names, and how deep it is.
#[derive(Debug, Default)]
pub(crate) struct Found<'e> {
    pub(crate) named: Vec<Named<'e>>,
    /// Expressions inside each other at the deepest place.
    pub(crate) deepest: u32,
    depth: u32,
}

/// Adds everything that an expression names, whether or not it is ever evaluated.
///
/// A name that a `for` or a template brings in hides nothing here: `each`, `count`, `path`, `terraform` and `self` name
/// nothing, and two names after each other that start with a name of a `for` may be taken for a resource.
pub(crate) fn in_expr<'e>(expr: &'e Expr, inner: &Inner<'_>, found: &mut Found<'e>) {
    found.depth += 1;
    found.deepest = found.deepest.max(found.depth);
    in_kind(&expr.kind, inner, found);
    found.depth -= 1;
}

fn in_kind<'e>(kind: &'e ExprKind, inner: &Inner<'_>, found: &mut Found<'e>) {
    match kind {
        ExprKind::Traversal(traversal) => in_traversal(traversal, inner, found),
        ExprKind::Template(segments) => in_segments(segments, inner, found),
        ExprKind::List(items) => items.iter().for_each(|item| in_expr(item, inner, found)),
        ExprKind::Object(entries) => {
            for entry in entries {
                if let Key::Computed(key) = &entry.key {
                    in_expr(key, inner, found);
                }
                in_expr(&entry.value, inner, found);
            }
        }
        ExprKind::Call(call) => call.args.iter().for_each(|arg| in_expr(arg, inner, found)),
        ExprKind::Conditional(parts) => parts.iter().for_each(|part| in_expr(part, inner, found)),
        ExprKind::Unary(_, operand) | ExprKind::Parentheses(operand) => in_expr(operand, inner, found),
        ExprKind::Binary(chain) => {
            in_expr(&chain.first, inner, found);
            chain.rest.iter().for_each(|(_, operand)| in_expr(operand, inner, found));
        }
        ExprKind::For(from) => {
            in_expr(&from.collection, inner, found);
            let inner = inner.with(&[from.key.as_ref(), Some(&from.value)]);
            let parts = [Some(&from.result), from.result_key.as_ref(), from.condition.as_ref()];
            for part in parts.into_iter().flatten() {
                in_expr(part, &inner, found);
            }
        }
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Number(_)
        | ExprKind::String(_)
        | ExprKind::Name(_)
        | ExprKind::Wrong => {}
    }
}

/// Names that enclosing expressions bring in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inner<'n> {
    names: Vec<&'n Name>,
}

impl<'n> Inner<'n> {
    /// These and further ones.
    pub(crate) fn with<'m>(&'m self, names: &[Option<&'m Name>]) -> Inner<'m>
    where
        'n: 'm,
    {
        let more = names.iter().copied().flatten();
        Inner { names: self.names.iter().copied().chain(more).collect() }
    }

    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known.as_ref() == name)
    }
}

/// Everything that a body names, nested blocks included.
pub(crate) fn in_body<'e>(body: &'e Body, inner: &Inner<'_>, found: &mut Found<'e>) {
    for attribute in &body.attributes {
        in_expr(&attribute.value, inner, found);
    }
    for block in &body.blocks {
        match block.dynamic() {
            Some(kind) => {
                let kind: Name = kind.into();
                let iterator = block.body.value("iterator").and_then(|iterator| match &iterator.kind {
                    ExprKind::Name(name) | ExprKind::String(name) => Some(name),
                    _ => None,
                });
                let inner = inner.with(&[iterator.or(Some(&kind))]);
                in_body(&block.body, &inner, found);
            }
            None => in_body(&block.body, inner, found),
        }
    }
}

fn in_segments<'e>(segments: &'e [Segment], inner: &Inner<'_>, found: &mut Found<'e>) {
    for segment in segments {
        match segment {
            Segment::Text(..) => {}
            Segment::Value(expr) => in_expr(expr, inner, found),
            Segment::If(choice) => {
                in_expr(&choice.condition, inner, found);
                in_segments(&choice.then, inner, found);
                in_segments(&choice.otherwise, inner, found);
            }
            Segment::For(directive) => {
                in_expr(&directive.collection, inner, found);
                let inner = inner.with(&[directive.key.as_ref(), Some(&directive.value)]);
                in_segments(&directive.body, &inner, found);
            }
        }
    }
}

fn in_traversal<'e>(traversal: &'e Traversal, inner: &Inner<'_>, found: &mut Found<'e>) {
    for step in &traversal.steps {
        if let AccessKind::Index(index) = &step.kind {
            in_expr(index, inner, found);
        }
    }
    match &traversal.from.kind {
        ExprKind::Name(name) if inner.has(name) => {}
        ExprKind::Name(name) => in_steps(name, traversal, found),
        _ => in_expr(&traversal.from, inner, found),
    }
}

fn in_steps<'e>(root: &'e str, traversal: &'e Traversal, found: &mut Found<'e>) {
    let name = |at: usize| step_name(traversal, at);
    let named = match (root, name(0), name(1)) {
        ("var", Some(name), _) => Named::Variable(name),
        ("local", Some(name), _) => Named::Local(name),
        ("module", Some(call), _) => Named::Module(call, output(traversal)),
        ("data", Some(type_name), Some(name)) => Named::Resource(RecordKind::Data, type_name, name),
        ("ephemeral", Some(type_name), Some(name)) => Named::Resource(RecordKind::Ephemeral, type_name, name),
        ("resource", Some(type_name), Some(name)) => Named::Resource(RecordKind::Managed, type_name, name),
        ("each" | "count" | "path" | "terraform" | "self" | "data" | "ephemeral" | "resource", _, _)
        | (_, None, _) => return,
        (type_name, Some(name), _) => Named::Resource(RecordKind::Managed, type_name, name),
    };
    found.named.push(named);
}

/// The output of `module.a.output`, `module.a[0].output` and `module.a[*].output`; none where all of them are meant.
fn output(traversal: &Traversal) -> Option<&str> {
    let plain = |at: usize| match &traversal.steps.get(at)?.kind {
        AccessKind::Name(name) => Some(name.as_ref()),
        _ => None,
    };
    plain(1).or_else(|| plain(2))
}

/// The name at that step, if it is one.
pub(crate) fn step_name(traversal: &Traversal, at: usize) -> Option<&str> {
    match &traversal.steps.get(at)?.kind {
        AccessKind::Name(name) => Some(name),
        AccessKind::Index(index) => index.literal().map(AsRef::as_ref),
        _ => None,
    }
}
