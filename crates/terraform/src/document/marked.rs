//! Which parts of a value are sensitive.

use std::collections::BTreeMap;
use std::rc::Rc;

use ringfence_hcl::json::{Json, Kind};

use super::lookup::Lookup;

/// Which parts of a value are sensitive.
#[derive(Clone, Debug, Default)]
pub(super) enum Marked<'d> {
    /// None.
    #[default]
    Nothing,
    /// As plans say it: `true`, or the same again for the parts of a value.
    Tree(Json<'d>),
    /// As states say it: paths into the value.
    Paths(Rc<Paths>),
}

/// Paths by their first step.
#[derive(Debug, Default)]
pub(super) struct Paths {
    whole: bool,
    inside: BTreeMap<String, Rc<Paths>>,
}

/// Steps of a path that are followed; what lies deeper is sensitive as a whole.
const DEEPEST: usize = 64;

impl<'d> Marked<'d> {
    /// What a plan says.
    pub(super) fn tree(node: Option<Json<'d>>) -> Self {
        node.map_or(Self::Nothing, Self::Tree)
    }

    /// What a state says: a list of paths, each a list of steps.
    pub(super) fn paths(node: Option<Json<'d>>) -> Self {
        let mut all = Paths::default();
        for path in node.into_iter().flat_map(Json::items) {
            let mut at = &mut all;
            for step in path.items().take(DEEPEST) {
                // An index is a plain value, or one with its type beside it.
                let value = step.get("value").map(|value| value.get("value").unwrap_or(value));
                let step = value.map(|value| value.as_str().unwrap_or(value.raw().into()).into_owned());
                let next = at.inside.entry(step.unwrap_or_default()).or_default();
                // Nobody else has it yet.
                let Some(next) = Rc::get_mut(next) else { break };
                at = next;
            }
            at.whole = true;
        }
        if all.inside.is_empty() && !all.whole { Self::Nothing } else { Self::Paths(Rc::new(all)) }
    }

    /// Whether the whole value is sensitive.
    pub(super) fn whole(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Tree(node) => node.as_bool() == Some(true),
            Self::Paths(paths) => paths.whole,
        }
    }

    /// What is sensitive of each attribute.
    pub(super) fn by_key(&self) -> impl Fn(&str) -> Self + use<'d> {
        let tree = Lookup::of(match self {
            Self::Tree(node) => Some(*node),
            _ => None,
        });
        let paths = self.as_paths();
        move |key| match &paths {
            Some(paths) => paths.inside.get(key).map_or(Self::Nothing, |inside| Self::Paths(inside.clone())),
            None => Self::tree(tree.get(key)),
        }
    }

    /// What is sensitive of each element, in order.
    pub(super) fn by_index(&self) -> impl Iterator<Item = Self> + use<'d> {
        let mut tree = match self {
            Self::Tree(node) if node.kind() == Kind::Array => Some(node.items()),
            _ => None,
        };
        let paths = self.as_paths();
        (0_usize..).map(move |index| match &paths {
            Some(paths) => {
                let inside = paths.inside.get(&index.to_string());
                inside.map_or(Self::Nothing, |inside| Self::Paths(inside.clone()))
            }
            None => Self::tree(tree.as_mut().and_then(Iterator::next)),
        })
    }

    fn as_paths(&self) -> Option<Rc<Paths>> {
        match self {
            Self::Paths(paths) => Some(paths.clone()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use ringfence_hcl::json;

    use super::*;

    #[test]
    fn trees_and_paths_say_the_same() {
        let text = r#"{"tree": {"a": true, "b": [false, {"c": true}]}, "paths": [
            [{"type": "get_attr", "value": "a"}],
            [{"type": "get_attr", "value": "b"}, {"type": "index", "value": {"value": 1, "type": "number"}},
             {"type": "get_attr", "value": "c"}]]}"#;
        let document = json::parse(text).unwrap();
        let root = document.root();
        for marked in [Marked::tree(root.get("tree")), Marked::paths(root.get("paths"))] {
            let inside = marked.by_key();
            assert!(inside("a").whole() && !inside("x").whole() && !marked.whole());
            let elements: Vec<Marked<'_>> = inside("b").by_index().take(3).collect();
            let of_c: Vec<bool> = elements.iter().map(|element| element.by_key()("c").whole()).collect();
            assert_eq!(of_c, [false, true, false]);
        }
    }
}
