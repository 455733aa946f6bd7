//! Every range of a tree, and what must hold for it.

use std::collections::HashMap;

use ringfence_hcl::ast::*;
use ringfence_hcl::{Diagnostic, Names, Parsed, parse_body, parse_expression, parse_template};

/// Visits every node of a file's tree with its range and its parent.
pub(crate) fn for_each_range(body: &Body, visit: &mut dyn FnMut(Node<'_>, TextRange, Parent)) {
    body_ranges(body, Parent { range: body.range, id: (0, 0) }, visit);
}

/// What a node lies in: its range, and what tells it from others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parent {
    pub(crate) range: TextRange,
    pub(crate) id: (u8, usize),
}

impl Parent {
    fn of<T>(what: u8, node: &T, range: TextRange) -> Self {
        Self { range, id: (what, std::ptr::from_ref(node) as usize) }
    }
}

/// A node that has a range.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Node<'a> {
    Body,
    Attribute(&'a Attribute),
    Block(&'a Block),
    Header(&'a Block),
    Label(&'a Label),
    Name(&'a str),
    CallName(&'a str),
    Expr(&'a Expr),
    Key(&'a str),
    Step(&'a Access),
    Text(&'a str),
    Directive(&'static str, &'static str),
}

type Visit<'v> = &'v mut dyn FnMut(Node<'_>, TextRange, Parent);

fn body_ranges(body: &Body, parent: Parent, visit: Visit<'_>) {
    visit(Node::Body, body.range, parent);
    let inside = Parent::of(1, &body.attributes, body.range);
    for attribute in &body.attributes {
        visit(Node::Attribute(attribute), attribute.range, inside);
        let inside = Parent::of(2, attribute, attribute.range);
        visit(Node::Name(&attribute.name), attribute.name_range, inside);
        expr_ranges(&attribute.value, inside, visit);
    }
    let inside = Parent::of(3, &body.blocks, body.range);
    for block in &body.blocks {
        visit(Node::Block(block), block.range, inside);
        let inside = Parent::of(4, block, block.range);
        visit(Node::Header(block), block.header, inside);
        for label in &block.labels {
            visit(Node::Label(label), label.range, Parent::of(5, &block.labels, block.header));
        }
        body_ranges(&block.body, inside, visit);
    }
}

/// The same for an expression.
pub(crate) fn expr_ranges(expr: &Expr, parent: Parent, visit: Visit<'_>) {
    visit(Node::Expr(expr), expr.range, parent);
    let at = Parent::of(6, expr, expr.range);
    match &expr.kind {
        ExprKind::Template(segments) => segment_ranges(segments, at, visit),
        ExprKind::List(items) => items.iter().for_each(|item| expr_ranges(item, at, visit)),
        ExprKind::Object(entries) => {
            for entry in entries {
                match &entry.key {
                    Key::Name(name, range) => visit(Node::Key(name), *range, at),
                    Key::Computed(key) => expr_ranges(key, at, visit),
                }
                expr_ranges(&entry.value, at, visit);
            }
        }
        ExprKind::Traversal(traversal) => {
            expr_ranges(&traversal.from, at, visit);
            assert!(!traversal.steps.is_empty());
            for step in &traversal.steps {
                visit(Node::Step(step), step.range, at);
                if let AccessKind::Index(index) = &step.kind {
                    expr_ranges(index, Parent::of(7, step, step.range), visit);
                }
            }
        }
        ExprKind::Call(call) => {
            visit(Node::CallName(&call.name), call.name_range, at);
            call.args.iter().for_each(|arg| expr_ranges(arg, at, visit));
        }
        ExprKind::Conditional(parts) => parts.iter().for_each(|part| expr_ranges(part, at, visit)),
        ExprKind::Unary(_, inner) | ExprKind::Parentheses(inner) => expr_ranges(inner, at, visit),
        ExprKind::Binary(chain) => {
            assert!(!chain.rest.is_empty());
            expr_ranges(&chain.first, at, visit);
            chain.rest.iter().for_each(|(_, operand)| expr_ranges(operand, at, visit));
        }
        ExprKind::For(inner) => {
            expr_ranges(&inner.collection, at, visit);
            inner.result_key.iter().for_each(|key| expr_ranges(key, at, visit));
            expr_ranges(&inner.result, at, visit);
            inner.condition.iter().for_each(|condition| expr_ranges(condition, at, visit));
        }
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Number(_)
        | ExprKind::String(_)
        | ExprKind::Name(_)
        | ExprKind::Wrong => {}
    }
}

/// The same for a template's segments.
pub(crate) fn segment_ranges(segments: &[Segment], parent: Parent, visit: Visit<'_>) {
    for segment in segments {
        match segment {
            Segment::Text(text, range) => visit(Node::Text(text), *range, parent),
            Segment::Value(value) => expr_ranges(value, parent, visit),
            Segment::If(directive) => {
                visit(Node::Directive("if", "endif"), directive.range, parent);
                let inside = Parent::of(8, &**directive, directive.range);
                expr_ranges(&directive.condition, inside, visit);
                segment_ranges(&directive.then, inside, visit);
                segment_ranges(&directive.otherwise, inside, visit);
            }
            Segment::For(directive) => {
                visit(Node::Directive("for", "endfor"), directive.range, parent);
                let inside = Parent::of(9, &**directive, directive.range);
                expr_ranges(&directive.collection, inside, visit);
                segment_ranges(&directive.body, inside, visit);
            }
        }
    }
}

/// What must hold for the ranges of a tree.
///
/// Shape: `offset` is what the parser was given; `clean` says that there were no errors, so that every bracket is there.
pub(crate) struct Checker<'t> {
    pub(crate) text: &'t str,
    pub(crate) offset: u32,
    pub(crate) clean: bool,
}

impl Checker<'_> {
    /// Checks a file's tree.
    pub(crate) fn body(&self, body: &Body) {
        let mut order = Order::default();
        for_each_range(body, &mut |node, range, parent| self.node(node, range, parent, &mut order));
        self.siblings(body);
    }

    /// Checks an expression that is a whole text.
    pub(crate) fn expr(&self, expr: &Expr) {
        let mut order = Order::default();
        let whole = self.whole();
        expr_ranges(expr, whole, &mut |node, range, parent| self.node(node, range, parent, &mut order));
    }

    /// Checks a template that is a whole text.
    pub(crate) fn segments(&self, segments: &[Segment]) {
        let mut order = Order::default();
        let whole = self.whole();
        segment_ranges(segments, whole, &mut |node, range, parent| {
            self.node(node, range, parent, &mut order);
        });
    }

    /// Checks that diagnostics lie in the text, in order.
    pub(crate) fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            self.cut(diagnostic.at);
            assert!(!diagnostic.message.ends_with('.') && !diagnostic.message.is_empty(), "{diagnostic:?}");
        }
        assert!(diagnostics.is_sorted_by_key(|diagnostic| diagnostic.at), "{diagnostics:?}");
    }

    fn whole(&self) -> Parent {
        let end = self.offset + u32::try_from(self.text.len()).unwrap();
        Parent { range: TextRange { start: self.offset, end }, id: (0, 0) }
    }

    /// The text of a range, which must be one.
    fn cut(&self, range: TextRange) -> &str {
        let place = |at: u32| (at - self.offset) as usize;
        assert!(range.start <= range.end, "{range:?}");
        self.text
            .get(place(range.start)..place(range.end))
            .unwrap_or_else(|| panic!("{range:?} cuts no text out of {:?}", self.text))
    }

    fn node(&self, node: Node<'_>, range: TextRange, parent: Parent, order: &mut Order) {
        let cut = self.cut(range);
        let say = || format!("{node:?} is {cut:?} at {range:?} in {:?}", self.text);
        let (start, end) = (parent.range.start, parent.range.end);
        assert!(start <= range.start && range.end <= end, "outside of {parent:?}: {}", say());
        order.check(range, parent, &say);
        match node {
            Node::Name(name) => assert!(cut == name || cut.starts_with('"'), "{}", say()),
            Node::Key(name) => assert_eq!(cut, name, "{}", say()),
            Node::CallName(name) => {
                let plain =
                    cut.chars().all(|character| character.is_alphanumeric() || "_-:".contains(character));
                assert!(!plain || cut == name, "{}", say());
            }
            Node::Label(label) => assert!(cut == &*label.text || cut.starts_with('"'), "{}", say()),
            Node::Header(block) => {
                assert!(cut.starts_with(&*block.kind) || cut.starts_with('"'), "{}", say());
            }
            Node::Block(_) => assert!(!self.clean || cut.ends_with('}'), "{}", say()),
            Node::Attribute(attribute) => {
                assert_eq!(range.start, attribute.name_range.start, "{}", say());
                assert!(!self.clean || range.end == attribute.value.range.end, "{}", say());
            }
            Node::Step(step) => Self::step(step, cut, &say),
            Node::Directive(start, end) => {
                assert!(cut.starts_with("%{") && cut.contains(start), "{}", say());
                assert!(cut.ends_with('}') && cut.contains(end), "{}", say());
            }
            Node::Expr(expr) => self.expression(expr, cut, &say),
            Node::Text(text) => {
                let plain = !cut.contains(['\\', '$', '%', '\n']) && text.len() == cut.len();
                assert!(!plain || cut == text, "{}", say());
            }
            Node::Body => {}
        }
    }

    fn step(step: &Access, cut: &str, say: &dyn Fn() -> String) {
        let inner = cut.trim_start_matches('.').trim();
        match &step.kind {
            AccessKind::Name(name) => assert!(cut.starts_with('.') && inner.ends_with(&**name), "{}", say()),
            AccessKind::Position(position) => {
                assert!(cut.starts_with('.'), "{}", say());
                assert!(
                    !inner.chars().all(|c| c.is_ascii_digit()) || inner.parse() == Ok(*position),
                    "{}",
                    say()
                );
            }
            AccessKind::AttributeSplat => assert!(cut.starts_with('.') && cut.ends_with('*'), "{}", say()),
            AccessKind::FullSplat => assert!(cut.starts_with('[') && cut.ends_with(']'), "{}", say()),
            AccessKind::Index(_) => {
                assert!(cut.starts_with(['[', '.']), "{}", say());
                assert!(cut.starts_with('.') || cut.ends_with(']'), "{}", say());
            }
        }
    }

    fn expression(&self, expr: &Expr, cut: &str, say: &dyn Fn() -> String) {
        let between =
            |open: char, close: char| assert!(cut.starts_with(open) && cut.ends_with(close), "{}", say());
        match &expr.kind {
            ExprKind::Null => assert_eq!(cut, "null", "{}", say()),
            ExprKind::Bool(value) => assert_eq!(cut, value.to_string(), "{}", say()),
            ExprKind::Number(Literal::Int(value)) => assert_eq!(cut.parse(), Ok(*value), "{}", say()),
            ExprKind::Number(Literal::Decimal(digits)) => assert_eq!(cut, &**digits, "{}", say()),
            ExprKind::Name(name) => assert_eq!(cut, &**name, "{}", say()),
            ExprKind::String(text) if cut.starts_with('"') => {
                between('"', '"');
                let inner = &cut[1..cut.len() - 1];
                let plain = !inner.contains(['\\', '$', '%']);
                assert!(!plain || inner == &**text, "{}", say());
            }
            ExprKind::String(_) | ExprKind::Template(_) => {
                assert!(cut.starts_with("<<") || (cut.starts_with('"') && cut.ends_with('"')), "{}", say());
            }
            ExprKind::List(_) => between('[', ']'),
            ExprKind::Object(_) => between('{', '}'),
            ExprKind::Parentheses(_) => between('(', ')'),
            ExprKind::Call(_) => assert!(cut.ends_with(')'), "{}", say()),
            ExprKind::For(_) => {
                assert!(cut.starts_with(['[', '{']) && cut.ends_with([']', '}']), "{}", say());
            }
            ExprKind::Unary(..) => assert!(cut.starts_with(['-', '!']), "{}", say()),
            ExprKind::Conditional(parts) => {
                assert_eq!(expr.range.start, parts[0].range.start, "{}", say());
            }
            ExprKind::Binary(chain) => {
                assert_eq!(expr.range.start, chain.first.range.start, "{}", say());
                assert_eq!(expr.range.end, chain.rest.last().unwrap().1.range.end, "{}", say());
            }
            ExprKind::Traversal(traversal) => {
                assert_eq!(expr.range.start, traversal.from.range.start, "{}", say());
                assert_eq!(expr.range.end, traversal.steps.last().unwrap().range.end, "{}", say());
            }
            ExprKind::Wrong => assert!(!self.clean, "{}", say()),
        }
        if self.clean {
            assert_eq!(cut, cut.trim(), "{}", say());
        }
    }

    /// Items of a body do not overlap.
    fn siblings(&self, body: &Body) {
        let attributes = body.attributes.iter().map(|attribute| attribute.range);
        let blocks = body.blocks.iter().map(|block| block.range);
        let mut all: Vec<TextRange> = attributes.chain(blocks).collect();
        all.sort();
        for pair in all.windows(2) {
            assert!(pair[0].end <= pair[1].start, "{pair:?} overlap in {:?}", self.text);
        }
        body.blocks.iter().for_each(|block| self.siblings(&block.body));
    }
}

/// Where the last child of each parent ended, so that children come in order.
#[derive(Default)]
struct Order {
    ends: HashMap<(u8, usize), u32>,
}

impl Order {
    fn check(&mut self, range: TextRange, parent: Parent, say: &dyn Fn() -> String) {
        let end = self.ends.entry(parent.id).or_default();
        assert!(*end <= range.start, "before its sibling: {}", say());
        *end = range.end;
    }
}

/// Parses a file and checks all that must hold for any text; returns the tree as `dump` shows it.
pub(crate) fn check_file(text: &str, names: &mut Names) -> Parsed<Body> {
    let parsed = parse_body(text, names);
    let checker = Checker { text, offset: 0, clean: !parsed.has_errors() };
    checker.body(&parsed.value);
    checker.diagnostics(&parsed.diagnostics);
    parsed
}

/// The same for an expression and a template, at a place in some file.
pub(crate) fn check_parts(text: &str, offset: u32, names: &mut Names) {
    let parsed = parse_expression(text, offset, names);
    let checker = Checker { text, offset, clean: !parsed.has_errors() };
    checker.expr(&parsed.value);
    checker.diagnostics(&parsed.diagnostics);
    let parsed = parse_template(text, offset, names);
    let checker = Checker { text, offset, clean: !parsed.has_errors() };
    checker.segments(&parsed.value);
    checker.diagnostics(&parsed.diagnostics);
}
