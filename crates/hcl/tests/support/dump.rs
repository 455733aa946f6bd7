//! Trees as text, without ranges, for comparison.

use ringfence_hcl::ast::*;

/// A file's tree.
pub(crate) fn body(body: &Body) -> String {
    let mut items: Vec<(u32, String)> = Vec::new();
    for attribute in &body.attributes {
        let text = format!("({} = {})", attribute.name, expr(&attribute.value));
        items.push((attribute.range.start, text));
    }
    for block in &body.blocks {
        let labels =
            block.labels.iter().map(|label| format!(" {:?}", &*label.text)).collect::<Vec<_>>().concat();
        items.push((block.range.start, format!("({}{labels} {})", block.kind, self::body(&block.body))));
    }
    items.sort();
    let texts: Vec<_> = items.into_iter().map(|(_, text)| text).collect();
    format!("{{{}}}", texts.join(" "))
}

/// An expression.
pub(crate) fn expr(from: &Expr) -> String {
    match &from.kind {
        ExprKind::Null => "null".to_owned(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Number(Literal::Int(value)) => number(&value.to_string()),
        ExprKind::Number(Literal::Decimal(digits)) => number(digits),
        ExprKind::String(text) => format!("{text:?}"),
        ExprKind::Template(segments) => template(segments),
        ExprKind::List(items) => format!("[{}]", all(items)),
        ExprKind::Object(entries) => {
            let entries: Vec<_> = entries.iter().map(entry).collect();
            format!("(object {})", entries.join(" "))
        }
        ExprKind::Name(name) => name.to_string(),
        ExprKind::Traversal(traversal) => {
            let steps = traversal.steps.iter().map(step).collect::<Vec<_>>().concat();
            format!("(from {}{steps})", expr(&traversal.from))
        }
        ExprKind::Call(call) => {
            let expand = if call.expand { " ..." } else { "" };
            format!("({}({}{expand}))", call.name, all(&call.args))
        }
        ExprKind::Conditional(parts) => {
            format!("(if {} {} {})", expr(&parts[0]), expr(&parts[1]), expr(&parts[2]))
        }
        ExprKind::Unary(operator, inner) => format!("({operator:?} {})", expr(inner)),
        ExprKind::Binary(chain) => chain.rest.iter().fold(expr(&chain.first), |left, (operator, right)| {
            format!("({operator:?} {left} {})", expr(right))
        }),
        ExprKind::For(inner) => for_expression(inner),
        ExprKind::Parentheses(inner) => format!("({})", expr(inner)),
        ExprKind::Wrong => "WRONG".to_owned(),
    }
}

/// A number, whichever way it is written.
pub(crate) fn number(digits: &str) -> String {
    digits.parse::<f64>().map_or_else(|_| digits.to_owned(), |value| value.to_string())
}

fn all(items: &[Expr]) -> String {
    let items: Vec<_> = items.iter().map(expr).collect();
    items.join(", ")
}

fn entry(entry: &Entry) -> String {
    let key = match &entry.key {
        Key::Name(name, _) => format!("`{name}`"),
        Key::Computed(key) => expr(key),
    };
    format!("{key}: {}", expr(&entry.value))
}

fn step(step: &Access) -> String {
    match &step.kind {
        AccessKind::Name(name) => format!(" .{name}"),
        AccessKind::Index(index) => format!(" [{}]", expr(index)),
        AccessKind::Position(position) => format!(" .{position}"),
        AccessKind::AttributeSplat => " .*".to_owned(),
        AccessKind::FullSplat => " [*]".to_owned(),
    }
}

fn for_expression(inner: &For) -> String {
    let names = names(inner.key.as_ref(), &inner.value);
    let key = inner.result_key.iter().map(|key| format!("{} => ", expr(key))).collect::<Vec<_>>().concat();
    let grouping = if inner.grouping { " ..." } else { "" };
    let condition =
        inner.condition.iter().map(|test| format!(" if {}", expr(test))).collect::<Vec<_>>().concat();
    format!(
        "(for {names} in {} : {key}{}{grouping}{condition})",
        expr(&inner.collection),
        expr(&inner.result)
    )
}

fn names(key: Option<&Name>, value: &str) -> String {
    key.map_or_else(|| value.to_owned(), |key| format!("{key}, {value}"))
}

/// A template.
pub(crate) fn template(segments: &[Segment]) -> String {
    let segments: Vec<_> = segments.iter().map(segment).collect();
    format!("(template {})", segments.join(" "))
}

fn segment(segment: &Segment) -> String {
    match segment {
        Segment::Text(text, _) => format!("{text:?}"),
        Segment::Value(value) => format!("${{{}}}", expr(value)),
        Segment::If(directive) => format!(
            "%{{if {} {} {}}}",
            expr(&directive.condition),
            template(&directive.then),
            template(&directive.otherwise)
        ),
        Segment::For(directive) => format!(
            "%{{for {} in {} {}}}",
            names(directive.key.as_ref(), &directive.value),
            expr(&directive.collection),
            template(&directive.body)
        ),
    }
}
