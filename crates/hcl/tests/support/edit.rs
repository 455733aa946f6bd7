//! `hcl-edit`'s trees as `dump` shows ours.

use hcl_edit::expr::{self, Expression, ObjectKey, TraversalOperator};
use hcl_edit::structure::{BlockLabel, Body, Structure};
use hcl_edit::template::{Directive, Element, Template};

use super::dump::number;

/// A file's tree.
pub(crate) fn body(from: &Body) -> String {
    let items: Vec<_> = from.iter().map(structure).collect();
    format!("{{{}}}", items.join(" "))
}

fn structure(from: &Structure) -> String {
    match from {
        Structure::Attribute(attribute) => {
            format!("({} = {})", attribute.key.as_str(), expr(&attribute.value))
        }
        Structure::Block(block) => {
            let label = |label: &BlockLabel| match label {
                BlockLabel::Ident(name) => format!(" {:?}", name.as_str()),
                BlockLabel::String(text) => format!(" {:?}", text.value()),
            };
            let labels = block.labels.iter().map(label).collect::<Vec<_>>().concat();
            format!("({}{labels} {})", block.ident.as_str(), body(&block.body))
        }
    }
}

fn expr(from: &Expression) -> String {
    match from {
        Expression::Null(_) => "null".to_owned(),
        Expression::Bool(value) => value.value().to_string(),
        Expression::Number(value) => match value.value().to_string().strip_prefix('-') {
            Some(digits) => format!("(Negate {})", number(digits)),
            None => number(&value.value().to_string()),
        },
        Expression::String(text) => format!("{:?}", text.value()),
        Expression::Array(items) => format!("[{}]", all(items.iter())),
        Expression::Object(object) => {
            let entries: Vec<_> = object.iter().map(|(key, value)| entry(key, value.expr())).collect();
            format!("(object {})", entries.join(" "))
        }
        Expression::StringTemplate(text) => elements(text.iter()),
        Expression::HeredocTemplate(text) => {
            let only_text = text.template.iter().all(Element::is_literal);
            let text = elements(text.template.iter());
            if only_text {
                text.trim_start_matches("(template ").trim_end_matches(')').to_owned()
            } else {
                text
            }
        }
        Expression::Parenthesis(inner) => format!("({})", expr(inner.inner())),
        Expression::Variable(name) => name.as_str().to_owned(),
        Expression::Conditional(from) => {
            format!("(if {} {} {})", expr(&from.cond_expr), expr(&from.true_expr), expr(&from.false_expr))
        }
        Expression::FuncCall(call) => {
            let mut path: Vec<&str> = call.name.namespace.iter().map(|part| part.as_str()).collect();
            path.push(call.name.name.as_str());
            let expand = if call.args.expand_final() { " ..." } else { "" };
            format!("({}({}{expand}))", path.join("::"), all(call.args.iter()))
        }
        Expression::Traversal(from) => {
            let steps =
                from.operators.iter().map(|step| step_text(step.value())).collect::<Vec<_>>().concat();
            format!("(from {}{steps})", expr(&from.expr))
        }
        Expression::UnaryOp(from) => format!("({} {})", unary(*from.operator.value()), expr(&from.expr)),
        Expression::BinaryOp(from) => {
            let name = binary(*from.operator.value());
            format!("({name} {} {})", expr(&from.lhs_expr), expr(&from.rhs_expr))
        }
        Expression::ForExpr(from) => for_expression(from),
    }
}

fn all<'a>(items: impl Iterator<Item = &'a Expression>) -> String {
    items.map(expr).collect::<Vec<_>>().join(", ")
}

fn entry(key: &ObjectKey, value: &Expression) -> String {
    let key = match key {
        ObjectKey::Ident(name) | ObjectKey::Expression(Expression::Variable(name)) => {
            format!("`{}`", name.as_str())
        }
        ObjectKey::Expression(Expression::Null(_)) => "`null`".to_owned(),
        ObjectKey::Expression(Expression::Bool(value)) => format!("`{}`", value.value()),
        ObjectKey::Expression(key) => expr(key),
    };
    format!("{key}: {}", expr(value))
}

fn step_text(from: &TraversalOperator) -> String {
    match from {
        TraversalOperator::AttrSplat(_) => " .*".to_owned(),
        TraversalOperator::FullSplat(_) => " [*]".to_owned(),
        TraversalOperator::GetAttr(name) => format!(" .{}", name.as_str()),
        TraversalOperator::Index(index) => format!(" [{}]", expr(index)),
        TraversalOperator::LegacyIndex(index) => format!(" .{}", index.value()),
    }
}

fn for_expression(from: &expr::ForExpr) -> String {
    let names = names(from.intro.key_var.as_ref().map(|name| name.as_str()), from.intro.value_var.as_str());
    let key = from.key_expr.iter().map(|key| format!("{} => ", expr(key))).collect::<Vec<_>>().concat();
    let grouping = if from.grouping { " ..." } else { "" };
    let condition =
        from.cond.iter().map(|test| format!(" if {}", expr(&test.expr))).collect::<Vec<_>>().concat();
    let collection = expr(&from.intro.collection_expr);
    format!("(for {names} in {collection} : {key}{}{grouping}{condition})", expr(&from.value_expr))
}

fn names(key: Option<&str>, value: &str) -> String {
    key.map_or_else(|| value.to_owned(), |key| format!("{key}, {value}"))
}

fn elements<'a>(from: impl Iterator<Item = &'a Element>) -> String {
    let parts: Vec<_> = from.map(element).collect();
    format!("(template {})", parts.join(" "))
}

fn template(from: &Template) -> String {
    elements(from.iter())
}

fn element(from: &Element) -> String {
    match from {
        Element::Literal(text) => format!("{:?}", text.value()),
        Element::Interpolation(value) => format!("${{{}}}", expr(&value.expr)),
        Element::Directive(directive) => match directive.as_ref() {
            Directive::If(from) => format!(
                "%{{if {} {} {}}}",
                expr(&from.if_expr.cond_expr),
                template(&from.if_expr.template),
                from.else_expr.as_ref().map_or("(template )".to_owned(), |last| template(&last.template)),
            ),
            Directive::For(from) => format!(
                "%{{for {} in {} {}}}",
                names(
                    from.for_expr.key_var.as_ref().map(|name| name.as_str()),
                    from.for_expr.value_var.as_str()
                ),
                expr(&from.for_expr.collection_expr),
                template(&from.for_expr.template),
            ),
        },
    }
}

fn unary(from: expr::UnaryOperator) -> &'static str {
    match from {
        expr::UnaryOperator::Neg => "Negate",
        expr::UnaryOperator::Not => "Not",
    }
}

fn binary(from: expr::BinaryOperator) -> &'static str {
    match from {
        expr::BinaryOperator::Eq => "Equal",
        expr::BinaryOperator::NotEq => "NotEqual",
        expr::BinaryOperator::LessEq => "LessOrEqual",
        expr::BinaryOperator::GreaterEq => "GreaterOrEqual",
        expr::BinaryOperator::Less => "Less",
        expr::BinaryOperator::Greater => "Greater",
        expr::BinaryOperator::Plus => "Add",
        expr::BinaryOperator::Minus => "Subtract",
        expr::BinaryOperator::Mul => "Multiply",
        expr::BinaryOperator::Div => "Divide",
        expr::BinaryOperator::Mod => "Remainder",
        expr::BinaryOperator::And => "And",
        expr::BinaryOperator::Or => "Or",
    }
}
