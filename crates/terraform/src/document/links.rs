//! What an unknown value in a plan refers to, as far as the plan tells.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use ringfence_hcl::json::Json;
use ringfence_model::Span;
use ringfence_value::{Cause, Partial, Reason, Reference, Step, Type, Value};

use super::address::{Address, Part, inside, keys, split};
use super::configuration::{Configuration, Module};
use super::relate::without_keys;
use super::written::{Written, references};
use crate::Record;

/// References through variables, outputs and calls that are followed after each other.
const DEEPEST: usize = 32;

/// What one expression may refer to; that there is more stands behind them.
const MOST: usize = 64;

/// References that are followed for one resource: each may lead to several others, and these back to it.
const FOLLOWED: usize = 1 << 16;

/// Follows references through the configuration of a plan.
pub(super) struct Links<'d> {
    configuration: Configuration<'d>,
    /// Keys of the instances by address without key, of resources and modules.
    instances: HashMap<Arc<str>, HashSet<String>>,
}

/// The resource or module instance in which an expression stands.
#[derive(Clone, Debug)]
pub(super) struct Site<'s> {
    /// Names of the module calls, joined with `.`.
    pub(super) path: Cow<'s, str>,
    /// `module.a["x"]`
    pub(super) module: Cow<'s, str>,
    /// The instance's key, brackets included, or empty.
    pub(super) key: Cow<'s, str>,
    /// The resource or call itself, for what `each.value` stands for.
    pub(super) block: Option<Json<'s>>,
    /// References that may yet be followed.
    left: Left,
}

impl<'s> Site<'s> {
    /// Where the expressions of a resource instance stand.
    pub(super) fn of(address: &'s Address<'_>, block: Option<Json<'s>>) -> Self {
        Self {
            path: address.path.as_str().into(),
            module: address.module.into(),
            key: address.key.into(),
            block,
            left: Left::all(),
        }
    }

    /// The root module itself.
    pub(super) fn root() -> Self {
        Self { path: "".into(), module: "".into(), key: "".into(), block: None, left: Left::all() }
    }
}

/// How many references may yet be followed for one resource.
#[derive(Clone, Debug)]
struct Left(Rc<Cell<usize>>);

impl Left {
    fn all() -> Self {
        Self(Rc::new(Cell::new(FOLLOWED)))
    }

    /// Counts some; says whether there is room for them.
    fn spend(&self, count: usize) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(count));
        left >= count
    }
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    Attribute(Reference),
    /// The plan does not say what is behind it.
    End(Arc<str>),
}

/// What an expression's references lead to, and which were followed.
#[derive(Default)]
struct Gathered {
    found: Vec<Found>,
    followed: HashSet<(String, Option<u32>, String)>,
}

impl Gathered {
    /// Whether a reference was not yet followed from there; outputs and variables may lead back to each other.
    fn is_new(&mut self, reference: &str, site: &Site<'_>) -> bool {
        let instance = format!("{}{}", site.module, site.key);
        let block = site.block.map(|block| block.range().start);
        self.followed.insert((instance, block, reference.to_owned()))
    }
}

impl<'d> Links<'d> {
    pub(super) fn new(configuration: Configuration<'d>) -> Self {
        Self { configuration, instances: HashMap::new() }
    }

    pub(super) fn configuration(&self) -> &Configuration<'d> {
        &self.configuration
    }

    /// Notes an instance, so that references to it are found.
    pub(super) fn add(&mut self, address: &str) {
        let mut module = String::new();
        for part in split(address) {
            if !module.is_empty() {
                module.push('.');
            }
            module.push_str(part.name);
            if !part.key.is_empty() {
                self.instances.entry(module.as_str().into()).or_default().insert(part.key.to_owned());
                module.push_str(part.key);
            }
        }
    }

    /// A value that is wholly unknown.
    ///
    /// Shape: one reference is the value itself, as far as a plan tells. Several are taken for the elements of a list:
    /// Terraform plans a set of which one element is unknown as wholly unknown. A plain value beside them would not
    /// show; nothing that the plan says tells.
    pub(super) fn unknown(&self, written: &Written<'d>, site: &Site<'_>, at: Span) -> Value {
        let found = self.found(written, site);
        if let [Found::Attribute(reference)] = found.as_slice() {
            return computed(reference, at);
        }
        let whole = Value::unknown(Type::Dynamic, reason(&found, at), at);
        let attributes: Vec<Value> =
            found.iter().filter_map(Found::attribute).map(|one| computed(one, at)).collect();
        let partial = match attributes.len() {
            0 => None,
            count if count == found.len() => Some(Partial::Sure(Box::new(Value::tuple(attributes, at)))),
            _ => Some(Partial::elements(attributes)),
        };
        whole.with_partial(partial)
    }

    /// The blocks that a record's own refers to: addresses without keys.
    pub(super) fn blocks(&self, record: &Record) -> BTreeSet<String> {
        let address = Address::parse(&record.address);
        let module = address.as_ref().and_then(|address| self.configuration.module(&address.path));
        let (Some(address), Some(module)) = (&address, module) else { return BTreeSet::new() };
        let block = module.resource(&address.local());
        let site = Site::of(address, block);
        let found = self.found(&Written::of(block), &site);
        found.iter().filter_map(Found::attribute).map(|reference| without_keys(&reference.address)).collect()
    }

    /// One unknown element of several in a list: the one at that place of so many.
    pub(super) fn unknown_element(
        &self,
        written: &Written<'d>,
        (place, count): (usize, usize),
        site: &Site<'_>,
        at: Span,
    ) -> Value {
        let found = self.found(written, site);
        let attribute = match found.as_slice() {
            [Found::Attribute(only)] => Some(self.instance(only, place, count)),
            several if several.len() == count => several.get(place).and_then(Found::attribute).cloned(),
            _ => None,
        };
        match attribute {
            Some(reference) => computed(&reference, at),
            None => Value::unknown(Type::Dynamic, reason(&found, at), at),
        }
    }

    /// The instance behind an element: with as many instances as elements, the one at its place.
    fn instance(&self, reference: &Reference, place: usize, count: usize) -> Reference {
        let keys = self.instances.get(&reference.address).filter(|keys| keys.len() == count && count > 1);
        let Some(keys) = keys else { return reference.clone() };
        let mut keys: Vec<&String> = keys.iter().collect();
        // `[2]` stands before `[10]`, and `["b"]` after `["aa"]`.
        keys.sort_by_key(|key| (if key.starts_with("[\"") { 0 } else { key.len() }, key.as_str()));
        let key = keys.get(place).map_or("", |key| key.as_str());
        Reference { address: format!("{}{key}", reference.address).into(), path: reference.path.clone() }
    }

    fn found(&self, written: &Written<'d>, site: &Site<'_>) -> Vec<Found> {
        let mut found = Gathered::default();
        if !site.left.spend(1) {
            return vec![too_many()];
        }
        let references = written.references();
        let cost = references.len();
        for reference in references {
            self.follow(&reference, site, DEEPEST, &mut found);
        }
        site.left.spend(cost);
        found.found
    }

    fn follow(&self, reference: &str, site: &Site<'_>, depth: usize, found: &mut Gathered) {
        let Some(depth) = depth.checked_sub(1) else { return add(found, Found::End(reference.into())) };
        if found.found.len() > MOST || !found.is_new(reference, site) {
            return;
        }
        if !site.left.spend(1) {
            return add(found, too_many());
        }
        let parts = split(reference);
        match parts.as_slice() {
            [Part { name: "var", .. }, variable, ..] => self.variable(variable.name, site, depth, found),
            [Part { name: "local" | "self" | "path" | "terraform", .. }, ..] => {
                add(found, Found::End(reference.into()));
            }
            [Part { name: "count", .. }, ..] | [Part { name: "each", .. }, Part { name: "key", .. }, ..] => {}
            [Part { name: "each", .. }, ..] => {
                let each = site.block.and_then(|block| block.get("for_each_expression"));
                if let Some(each) = each {
                    self.all(each, site, depth, found);
                }
            }
            [Part { name: "module", .. }, ..] => self.output(reference, &parts, site, depth, found),
            _ => self.resource(&parts, reference, site, found),
        }
    }

    fn all(&self, expression: Json<'_>, site: &Site<'_>, depth: usize, found: &mut Gathered) {
        for reference in references(expression) {
            self.follow(&reference, site, depth, found);
        }
    }

    /// A variable: what the call gives it; those of the root module are known.
    fn variable(&self, name: &str, site: &Site<'_>, depth: usize, found: &mut Gathered) {
        let parts = split(&site.module);
        let [before @ .., _, call] = parts.as_slice() else { return };
        let module = site.module.get(..before.last().map_or(0, |part| part.end)).unwrap_or_default();
        let path = site.path.rsplit_once('.').map_or("", |(path, _)| path);
        let block = self.configuration.module(path).and_then(|module| module.call(call.name));
        let given = block.and_then(|block| block.get("expressions")?.get(name));
        let left = site.left.clone();
        let caller = Site { path: path.into(), module: module.into(), key: call.key.into(), block, left };
        if let Some(given) = given {
            self.all(given, &caller, depth, found);
        }
    }

    /// `module.a.output`, `module.a["x"].output`: what the output is made of, in each instance that may be meant.
    fn output(
        &self,
        reference: &str,
        parts: &[Part<'_>],
        site: &Site<'_>,
        depth: usize,
        found: &mut Gathered,
    ) {
        let [_, call, rest @ ..] = parts else { return };
        let path =
            if site.path.is_empty() { call.name.to_owned() } else { format!("{}.{}", site.path, call.name) };
        let module: Option<&Module<'d>> = self.configuration.module(&path);
        let expression = rest.first().and_then(|output| module?.output(output.name));
        let Some(expression) = expression else { return add(found, Found::End(reference.into())) };
        let base = inside(&site.module, &format!("module.{}", call.name));
        let key = self.key(&base, call.key, site);
        let all = self.instances.get(&base).filter(|_| key.is_none());
        let mut keys: Vec<&str> = match (&key, all) {
            (Some(key), _) => vec![key],
            (None, Some(all)) => all.iter().map(String::as_str).collect(),
            (None, None) => vec![""],
        };
        keys.sort_unstable();
        for key in keys.into_iter().take(MOST) {
            let inner = Site {
                path: path.as_str().into(),
                module: format!("{base}{key}").into(),
                key: "".into(),
                block: None,
                left: site.left.clone(),
            };
            self.all(expression, &inner, depth, found);
        }
    }

    /// The key that a reference means: its own, or that of the instance it stands in if there is such an instance.
    fn key<'k>(&self, base: &Arc<str>, own: &'k str, site: &'k Site<'_>) -> Option<&'k str> {
        if !own.is_empty() {
            return Some(own);
        }
        let keys = self.instances.get(base)?;
        keys.contains(site.key.as_ref()).then_some(site.key.as_ref())
    }

    fn resource(&self, parts: &[Part<'_>], reference: &str, site: &Site<'_>, found: &mut Gathered) {
        let (data, rest) = match parts {
            [Part { name: data @ ("data" | "ephemeral"), .. }, rest @ ..] => (Some(*data), rest),
            _ => (None, parts),
        };
        let [type_name, name, path @ ..] = rest else { return add(found, Found::End(reference.into())) };
        let local = match data {
            Some(data) => format!("{data}.{}.{}", type_name.name, name.name),
            None => format!("{}.{}", type_name.name, name.name),
        };
        let base = inside(&site.module, &local);
        let own = name.key.split_inclusive(']').next().unwrap_or_default();
        let address = match self.key(&base, own, site) {
            Some(key) => format!("{base}{key}").into(),
            None => base,
        };
        let mut steps = Vec::new();
        for part in path {
            steps.push(Step::Name(part.name.into()));
            steps.extend(keys(part.key));
        }
        add(found, Found::Attribute(Reference { address, path: steps }));
    }
}

impl Found {
    fn attribute(&self) -> Option<&Reference> {
        match self {
            Self::Attribute(reference) => Some(reference),
            Self::End(_) => None,
        }
    }
}

fn add(gathered: &mut Gathered, one: Found) {
    let found = &mut gathered.found;
    if found.len() > MOST || found.contains(&one) {
        return;
    }
    // What is left out may be anything, so that those that are listed do not pass for all.
    let more = || Found::End(format!("more than {MOST} references").into());
    found.push(if found.len() == MOST { more() } else { one });
}

fn too_many() -> Found {
    Found::End(format!("more than {FOLLOWED} references of one resource").into())
}

fn computed(reference: &Reference, at: Span) -> Value {
    Value::unknown(Type::Dynamic, because(reference, at), at)
}

fn because(reference: &Reference, at: Span) -> Arc<Reason> {
    let reference = reference.clone();
    Reason::new(if reference.is_data() { Cause::Data(reference) } else { Cause::Computed(reference) }, at)
}

fn reason(found: &[Found], at: Span) -> Arc<Reason> {
    let ends: Vec<Arc<str>> = found
        .iter()
        .filter_map(|found| match found {
            Found::End(name) => Some(name.clone()),
            Found::Attribute(_) => None,
        })
        .collect();
    let mut reasons: Vec<Arc<Reason>> =
        found.iter().filter_map(Found::attribute).map(|reference| because(reference, at)).collect();
    if !ends.is_empty() || reasons.is_empty() {
        reasons.push(Reason::new(Cause::Later(ends), at));
    }
    match reasons.as_slice() {
        [only] => only.clone(),
        _ => Reason::new(Cause::Derived(reasons), at),
    }
}
