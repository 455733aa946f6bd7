//! What the configuration in a plan says of a part of a resource.
//!
//! Source: "Expression Representation" and "Block Expressions Representation" in
//! <https://developer.hashicorp.com/terraform/internals/json-format> (read 2026-11-25).

use std::borrow::Cow;
use std::collections::BTreeSet;

use ringfence_hcl::json::{Json, Kind};

use super::lookup::Lookup;

/// Blocks of one name beyond which it is not asked which one an element comes from.
const MOST_COMPARED: usize = 256;

/// References of one expression that are read; that there are others stands in their place.
const MOST_REFERENCES: usize = 512;

/// What the configuration says of a value.
#[derive(Clone, Debug)]
pub(super) enum Written<'d> {
    /// It does not say: there is no configuration, or a `dynamic` block, which plans leave out.
    Unlisted,
    /// It is not written: only the provider gives it.
    Absent,
    /// One or more expressions: of one block, or of several of which it is not known which one it is.
    Expressions(Vec<Json<'d>>),
    /// One or more blocks.
    Blocks(Vec<Json<'d>>),
}

impl<'d> Written<'d> {
    /// What is written in a resource.
    pub(super) fn of(resource: Option<Json<'d>>) -> Self {
        match resource {
            None => Self::Unlisted,
            Some(resource) => Self::Blocks(resource.get("expressions").into_iter().collect()),
        }
    }

    /// What is written as the attribute or block of a name.
    pub(super) fn by_key(&self) -> impl Fn(&str) -> Self + use<'d> {
        let inside = self.inside();
        let blocks: Option<Vec<Lookup<'d>>> = match self {
            Self::Blocks(blocks) => Some(blocks.iter().map(|block| Lookup::of(Some(*block))).collect()),
            _ => None,
        };
        move |key| match &blocks {
            None => inside.clone(),
            Some(blocks) => Self::in_blocks(blocks.iter().filter_map(|block| block.get(key))),
        }
    }

    fn in_blocks(parts: impl Iterator<Item = Json<'d>>) -> Self {
        let (mut expressions, mut inner) = (Vec::new(), Vec::new());
        for part in parts {
            match part.kind() {
                Kind::Array => inner.extend(part.items()),
                _ if is_expression(part) => expressions.push(part),
                _ => inner.push(part),
            }
        }
        match (expressions.is_empty(), inner.is_empty()) {
            (true, true) => Self::Absent,
            (false, _) => Self::Expressions(expressions),
            (true, false) => Self::Blocks(inner),
        }
    }

    /// What is written as the element of a list that has such a value.
    ///
    /// Blocks of a set stand in another order than the elements: the one block whose constants are the element's, or
    /// all of them.
    pub(super) fn of_element(&self, element: Option<Json<'d>>) -> Self {
        let Self::Blocks(blocks) = self else { return self.inside() };
        if blocks.len() > MOST_COMPARED {
            return Self::Unlisted;
        }
        let fits = |block: &&Json<'d>| element.is_none_or(|element| agrees(**block, element));
        let mut fitting = blocks.iter().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Self::Blocks(vec![*only]),
            _ => self.clone(),
        }
    }

    /// What is written inside of a value that has parts.
    fn inside(&self) -> Self {
        match self {
            // A value with parts that nobody wrote comes from a `dynamic` block, or from the provider.
            Self::Absent | Self::Unlisted => Self::Unlisted,
            Self::Expressions(_) | Self::Blocks(_) => self.clone(),
        }
    }

    /// What its expressions refer to, the longest of each only: Terraform lists `a.b` beside `a.b.c`.
    pub(super) fn references(&self) -> Vec<Cow<'d, str>> {
        let mut found: Vec<Cow<'d, str>> = Vec::new();
        match self {
            Self::Unlisted | Self::Absent => {}
            Self::Expressions(expressions) => {
                for expression in expressions {
                    add_references(*expression, &mut found);
                }
            }
            Self::Blocks(blocks) => blocks.iter().for_each(|block| below(*block, &mut found, 8)),
        }
        found
    }
}

/// The references of a single expression.
pub(super) fn references(expression: Json<'_>) -> Vec<Cow<'_, str>> {
    let mut found = Vec::new();
    add_references(expression, &mut found);
    found
}

fn add_references<'d>(expression: Json<'d>, found: &mut Vec<Cow<'d, str>>) {
    let mut items = expression.get("references").into_iter().flat_map(Json::items).filter_map(Json::as_str);
    let listed: Vec<Cow<'d, str>> = items.by_ref().take(MOST_REFERENCES).collect();
    let sorted: BTreeSet<&str> = listed.iter().map(AsRef::as_ref).collect();
    let is_longest = |reference: &str| {
        // Whatever starts with it stands behind it; only dots and brackets go on with what it means.
        ['.', '['].into_iter().all(|next| {
            let longer = format!("{reference}{next}");
            !sorted.range(longer.as_str()..).next().is_some_and(|other| other.starts_with(&longer))
        })
    };
    for reference in &listed {
        if found.len() < MOST_REFERENCES && is_longest(reference) && !found.contains(reference) {
            found.push(reference.clone());
        }
    }
    if items.next().is_some() || found.len() >= MOST_REFERENCES {
        let more = format!("more than {MOST_REFERENCES} references");
        if found.last().is_none_or(|last| *last != more) {
            found.push(more.into());
        }
    }
}

/// References anywhere in blocks.
fn below<'d>(node: Json<'d>, found: &mut Vec<Cow<'d, str>>, depth: usize) {
    if is_expression(node) {
        add_references(node, found);
    } else if depth > 0 {
        node.items().for_each(|item| below(item, found, depth - 1));
        node.entries().for_each(|(_, _, item)| below(item, found, depth - 1));
    }
}

/// Whether this is an expression and no block. `{}` is one that refers to nothing.
fn is_expression(node: Json<'_>) -> bool {
    if node.kind() != Kind::Object {
        return false;
    }
    let is_part = |(key, _, value): (Cow<'_, str>, _, Json<'_>)| match key.as_ref() {
        "constant_value" => true,
        "references" => value.kind() == Kind::Array,
        _ => false,
    };
    node.entries().all(is_part)
}

/// Whether the constants of a block are what an element has.
fn agrees(block: Json<'_>, element: Json<'_>) -> bool {
    block.entries().all(|(key, _, written)| match (written.get("constant_value"), element.get(&key)) {
        (Some(constant), Some(value)) if is_expression(written) && !value.is_null() => same(constant, value),
        _ => true,
    })
}

/// Whether two plain values are the same, as far as a provider leaves them as they are: `"22"` is 22.
fn same(left: Json<'_>, right: Json<'_>) -> bool {
    match (left.kind(), right.kind()) {
        (Kind::Array | Kind::Object, _) | (_, Kind::Array | Kind::Object) => true,
        (Kind::String, Kind::String) => left.as_str() == right.as_str(),
        _ => left.raw().trim_matches('"') == right.raw().trim_matches('"'),
    }
}

#[cfg(test)]
mod tests {
    use ringfence_hcl::json;

    use super::*;

    #[test]
    fn the_longest_references_count() {
        let text = r#"{"references": ["a.b.c", "a.b", "a.bc", "d.e[0].f", "d.e[0]", "d.e"]}"#;
        let document = json::parse(text).unwrap();
        assert_eq!(references(document.root()), ["a.b.c", "a.bc", "d.e[0].f"]);
    }

    #[test]
    fn blocks_of_a_set_are_found_by_their_constants() {
        let text = r#"{"expressions": {"name": {}, "ingress": [
            {"from_port": {"constant_value": 443}, "cidr_blocks": {"references": ["var.a"]}},
            {"from_port": {"constant_value": 22}, "cidr_blocks": {"references": ["var.b"]}}]},
            "element": {"from_port": 22}, "other": {"from_port": 80}}"#;
        let document = json::parse(text).unwrap();
        let root = document.root();
        let written = Written::of(Some(root));
        let ingress = written.by_key()("ingress");
        let blocks_of =
            |element: &str| ingress.of_element(root.get(element)).by_key()("cidr_blocks").references();
        assert_eq!(blocks_of("element"), ["var.b"]);
        assert_eq!(blocks_of("other"), ["var.a", "var.b"]);
        assert!(matches!(written.by_key()("name"), Written::Expressions(_)));
        assert!(matches!(written.by_key()("egress"), Written::Absent));
        assert!(matches!(written.by_key()("egress").by_key()("inner"), Written::Unlisted));
    }
}
