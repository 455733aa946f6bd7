//! Values as the expressions of a plan's configuration, and references between modules.

use std::collections::BTreeMap;

use ringfence_terraform::{Reference, Step, Value};
use serde_json::{Map, Value as Json, json};

/// A module of the configuration being written.
#[derive(Default)]
pub(crate) struct Module {
    pub(crate) resources: BTreeMap<String, Json>,
    /// By name: what the calls are given, and the module.
    pub(crate) calls: BTreeMap<String, (Map<String, Json>, Module)>,
    outputs: Map<String, Json>,
}

impl Module {
    /// The module at the end of a path of call names.
    pub(crate) fn at(&mut self, path: &[String]) -> &mut Self {
        let mut module = self;
        for name in path {
            module = &mut module.calls.entry(name.clone()).or_default().1;
        }
        module
    }

    pub(crate) fn to_json(&self) -> Json {
        let calls: Map<String, Json> = self
            .calls
            .iter()
            .map(|(name, (given, module))| {
                let call = json!({ "source": "./m", "expressions": given, "module": module.to_json() });
                (name.clone(), call)
            })
            .collect();
        let resources: Vec<&Json> = self.resources.values().collect();
        json!({ "resources": resources, "module_calls": calls, "outputs": self.outputs })
    }

    /// What an expression in a module lists to refer to an attribute that may be another module's; the variables and
    /// outputs on the way are made.
    pub(crate) fn express(&mut self, from: &[String], to: &Reference, own_key: &str) -> Vec<String> {
        let (path, local) = apart(&to.address);
        let common = from.iter().zip(&path).take_while(|(left, right)| left == right).count();
        let name = format!(
            "x{}",
            to.to_string().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect::<String>()
        );
        // Up: each module on the way is given a variable.
        for depth in (common + 1..=from.len()).rev() {
            let inner = if depth == common + 1 { None } else { Some(vec![format!("var.{name}")]) };
            let above = &from[..depth - 1];
            let listed = inner.unwrap_or_else(|| self.down(above, &path[common..], &local, to, &name, ""));
            let (given, _) = self.at(above).calls.entry(from[depth - 1].clone()).or_default();
            given.insert(name.clone(), json!({ "references": listed }));
        }
        if from.len() > common {
            return vec![format!("var.{name}")];
        }
        self.down(from, &path[common..], &local, to, &name, own_key)
    }

    /// Down: each module on the way has an output.
    fn down(
        &mut self,
        at: &[String],
        rest: &[String],
        local: &str,
        to: &Reference,
        name: &str,
        own_key: &str,
    ) -> Vec<String> {
        let Some((first, after)) = rest.split_first() else { return listed(local, &to.path, own_key) };
        let inner: Vec<String> = at.iter().chain([first]).cloned().collect();
        let references = self.down(&inner, after, local, to, name, "");
        let outputs = &mut self.at(&inner).outputs;
        outputs.insert(name.to_owned(), json!({ "expression": { "references": references } }));
        vec![format!("module.{first}.{name}"), format!("module.{first}")]
    }
}

/// Names of the module calls of an address, and what is left of it.
pub(crate) fn apart(address: &str) -> (Vec<String>, String) {
    let mut path = Vec::new();
    let mut rest = address.to_owned();
    while let Some(inner) = rest.strip_prefix("module.") {
        let (name, after) = inner.split_once('.').expect("a resource follows");
        assert!(!name.contains('['), "{address}: instances of modules are not written here");
        path.push(name.to_owned());
        rest = after.to_owned();
    }
    (path, rest)
}

/// As Terraform lists a reference: with all that it begins with, down to the resource.
fn listed(local: &str, path: &[Step], own_key: &str) -> Vec<String> {
    let (base, key) = local.find('[').map_or((local, ""), |at| local.split_at(at));
    if !key.is_empty() && key == own_key {
        // `a.b[count.index].id` is listed without the attribute.
        let index = if key.starts_with("[\"") { "each.key" } else { "count.index" };
        return vec![base.to_owned(), index.to_owned()];
    }
    let mut all = vec![base.to_owned()];
    let mut text = base.to_owned();
    if !key.is_empty() {
        text.push_str(key);
        all.push(text.clone());
    }
    for step in path {
        match step {
            Step::Name(name) => text = format!("{text}.{name}"),
            Step::Index(index) => text = format!("{text}[{index}]"),
            Step::Each => break,
        }
        all.push(text.clone());
    }
    all.reverse();
    all
}

/// A value as an expression, or as blocks if it is a list of objects.
pub(crate) fn expression(value: &Value, root: &mut Module, from: &[String], own_key: &str) -> Json {
    if let Some(items) =
        value.as_list().filter(|items| !items.is_empty() && items.iter().all(|i| i.as_map().is_some()))
    {
        let blocks = items.iter().map(|item| block(item, root, from, own_key));
        return Json::Array(blocks.collect());
    }
    let mut references = Vec::new();
    gather(value, &mut references);
    if references.is_empty() {
        return json!({ "constant_value": serde_json::from_str::<Json>(&value.to_json(true)).expect("it is JSON") });
    }
    let mut listed: Vec<String> = Vec::new();
    for reference in references {
        for one in root.express(from, &reference, own_key) {
            if !listed.contains(&one) {
                listed.push(one);
            }
        }
    }
    json!({ "references": listed })
}

fn block(item: &Value, root: &mut Module, from: &[String], own_key: &str) -> Json {
    let entries = item.as_map().into_iter().flat_map(ringfence_terraform::Map::iter);
    let entries = entries.filter(|(_, value)| !value.is_null());
    entries.map(|(name, value)| (name.to_string(), expression(value, root, from, own_key))).collect()
}

/// All that a value refers to.
pub(crate) fn gather(value: &Value, found: &mut Vec<Reference>) {
    if let Some(reference) = value.referent() {
        add(reference.as_ref().clone(), found);
    } else {
        let reasons = value.reason().into_iter().flat_map(|reason| reason.references());
        reasons.for_each(|reference| add(reference.clone(), found));
    }
    match (value.as_list(), value.as_map()) {
        (Some(items), _) => items.iter().for_each(|item| gather(item, found)),
        (None, Some(entries)) => entries.values().for_each(|item| gather(item, found)),
        (None, None) => {}
    }
}

fn add(reference: Reference, found: &mut Vec<Reference>) {
    if !found.contains(&reference) {
        found.push(reference);
    }
}
