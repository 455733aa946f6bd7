//! What depends on what: references that go in a circle or too deep.
//!
//! Terraform refuses every circle of references, whether or not a value would ever run through it. Both are found
//! before anything is evaluated, so that what is said of them does not depend on where evaluation starts.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ringfence_hcl::ast::{Block, Name};
use ringfence_model::{Level, Notice, NoticeId, Source, Span};

use super::components::{Component, components};
use super::references::{Found, Inner, Named, in_body, in_expr};
use super::tree::{Child, Config};

/// What has a value of its own in a module, by its place in the module's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Node {
    Local(usize),
    Variable(usize),
    Output(usize),
    /// The instances of a module call.
    Call(usize),
    Resource(usize),
}

/// The circles and depths of references in a root module and all that it calls.
#[derive(Debug, Default)]
pub(crate) struct Dependencies {
    /// By module and node: the number of the circle, from 1.
    numbers: HashMap<(usize, Node), u32>,
    /// What stands for each circle: the first of its addresses, and where that stands.
    names: Vec<(Arc<str>, Span)>,
    /// By module: nodes that lie too deep, expressions inside each other through references too.
    deep: HashSet<(usize, Node)>,
    deepest: u32,
    /// The first that lies too deep.
    first_deep: Option<Span>,
}

impl Dependencies {
    /// The number of the circle that a node is part of; 0 if it is in none.
    pub(crate) fn circle(&self, config: usize, node: Node) -> u32 {
        if self.numbers.is_empty() { 0 } else { self.numbers.get(&(config, node)).copied().unwrap_or(0) }
    }

    /// Which bound a node's depth is over, in words.
    pub(crate) fn too_deep(&self, config: usize, node: Node) -> Option<String> {
        let deep = !self.deep.is_empty() && self.deep.contains(&(config, node));
        deep.then(|| self.depth_limit())
    }

    fn depth_limit(&self) -> String {
        format!("expressions inside each other, through references too, deeper than {}", self.deepest)
    }

    /// What stands for a circle.
    pub(crate) fn circle_name(&self, number: u32) -> Arc<str> {
        let place = (number as usize).checked_sub(1);
        place.and_then(|place| self.names.get(place)).map_or_else(|| "".into(), |(name, _)| name.clone())
    }

    /// A notice for each circle, and one for what lies too deep.
    pub(crate) fn notices(&self) -> impl Iterator<Item = Notice> {
        let circles = self.names.iter().map(|(name, at)| {
            let message = format!("`{name}` depends on itself, so its value is unknown; break the circle");
            Notice { id: NoticeId::Cycle, level: Level::Warning, message, source: Some(Source::File(*at)) }
        });
        let deep = self.first_deep.map(|at| {
            let message = format!("{}: not analysed further", self.depth_limit());
            Notice { id: NoticeId::Limit, level: Level::Warning, message, source: Some(Source::File(at)) }
        });
        circles.chain(deep)
    }

    /// Finds them below a root module; `deepest` is the bound on depth.
    pub(crate) fn find(root: &Arc<Config>, deepest: u32) -> Self {
        let mut graph = Graph::default();
        graph.add(root);
        graph.connect_below(root, None);
        let mut dependencies = Self { deepest, ..Self::default() };
        let mut heights = vec![0_u32; graph.nodes.len()];
        let mut circles = Vec::new();
        for component in components(&graph.edges) {
            let height = graph.height(&component, &heights);
            for place in &component.nodes {
                heights.get_mut(*place).into_iter().for_each(|known| *known = height);
                if height > deepest {
                    dependencies.add_deep(graph.nodes.get(*place));
                }
            }
            if component.circle {
                circles.push(component.nodes);
            }
        }
        for circle in circles {
            dependencies.add_circle(circle, &graph);
        }
        dependencies
    }

    fn add_deep(&mut self, known: Option<&Known>) {
        if let Some(known) = known {
            self.first_deep = self.first_deep.map_or(Some(known.at()), |first| Some(first.min(known.at())));
            self.deep.insert((known.config.id, known.node));
        }
    }

    fn add_circle(&mut self, mut circle: Vec<usize>, graph: &Graph) {
        circle.sort_by_cached_key(|place| graph.nodes.get(*place).map(Known::address));
        let number = u32::try_from(self.names.len() + 1).unwrap_or(u32::MAX);
        let members: Vec<&Known> = circle.iter().filter_map(|place| graph.nodes.get(*place)).collect();
        if let Some(first) = members.first() {
            self.names.push((first.address().into(), first.at()));
        }
        self.numbers.extend(members.iter().map(|known| ((known.config.id, known.node), number)));
    }
}

/// A node of the graph, and the module it is in.
struct Known {
    config: Arc<Config>,
    node: Node,
}

impl Known {
    fn address(&self) -> String {
        let module = &self.config.module;
        let name = match self.node {
            Node::Local(place) => module.locals.at(place).map(|local| format!("local.{}", local.name)),
            Node::Variable(place) => {
                module.variables.at(place).map(|variable| format!("var.{}", variable.declared.name))
            }
            Node::Output(place) => module.outputs.at(place).map(|output| format!("output.{}", output.name)),
            Node::Call(place) => module.calls.at(place).map(|call| format!("module.{}", call.name)),
            Node::Resource(place) => module.resources.at(place).map(|resource| resource.name.address()),
        };
        let path = self.config.path();
        let dot = if path.is_empty() { "" } else { "." };
        format!("{path}{dot}{}", name.unwrap_or_default())
    }

    fn at(&self) -> Span {
        let module = &self.config.module;
        let at = match self.node {
            Node::Local(place) => module.locals.at(place).map(|local| local.span),
            Node::Variable(place) => module.variables.at(place).map(|variable| variable.declared.header()),
            Node::Output(place) => module.outputs.at(place).map(super::Declared::header),
            Node::Call(place) => module.calls.at(place).map(super::Declared::header),
            Node::Resource(place) => module.resources.at(place).map(super::Declared::header),
        };
        at.unwrap_or(crate::NOWHERE)
    }
}

#[derive(Default)]
struct Graph {
    nodes: Vec<Known>,
    /// By module: where its nodes start.
    starts: HashMap<usize, usize>,
    edges: Vec<Vec<u32>>,
    /// By node: expressions inside each other.
    depths: Vec<u32>,
}

impl Graph {
    /// How deep a component lies: its own depth on top of the deepest that it reaches.
    fn height(&self, component: &Component, heights: &[u32]) -> u32 {
        let own = component.nodes.iter().filter_map(|place| self.depths.get(*place)).max();
        let reached = component.nodes.iter().filter_map(|place| self.edges.get(*place)).flatten();
        let below = reached.filter_map(|next| heights.get(*next as usize)).max();
        own.copied().unwrap_or(0).saturating_add(below.copied().unwrap_or(0)).saturating_add(1)
    }

    /// Adds the nodes of a module and of all that it calls.
    fn add(&mut self, config: &Arc<Config>) {
        let module = &config.module;
        self.starts.insert(config.id, self.nodes.len());
        let nodes = (0..module.locals.len()).map(Node::Local);
        let nodes = nodes.chain((0..module.variables.len()).map(Node::Variable));
        let nodes = nodes.chain((0..module.outputs.len()).map(Node::Output));
        let nodes = nodes.chain((0..module.calls.len()).map(Node::Call));
        let nodes = nodes.chain((0..module.resources.len()).map(Node::Resource));
        self.nodes.extend(nodes.map(|node| Known { config: config.clone(), node }));
        self.edges.resize_with(self.nodes.len(), Vec::new);
        self.depths.resize(self.nodes.len(), 0);
        for child in children(config) {
            self.add(child);
        }
    }

    fn place(&self, config: &Config, node: Node) -> Option<usize> {
        let module = &config.module;
        let after_variables = module.locals.len() + module.variables.len();
        let offset = match node {
            Node::Local(place) => place,
            Node::Variable(place) => module.locals.len() + place,
            Node::Output(place) => after_variables + place,
            Node::Call(place) => after_variables + module.outputs.len() + place,
            Node::Resource(place) => after_variables + module.outputs.len() + module.calls.len() + place,
        };
        self.starts.get(&config.id).map(|start| start + offset)
    }

    /// Lays the edges of a module and of all that it calls.
    fn connect_below(&mut self, config: &Arc<Config>, caller: Option<&Arc<Config>>) {
        self.connect(config, caller);
        for child in children(config) {
            self.connect_below(child, Some(config));
        }
    }

    fn connect(&mut self, config: &Arc<Config>, caller: Option<&Arc<Config>>) {
        let module = config.module.clone();
        for (place, local) in module.locals.iter().enumerate() {
            let mut found = Found::default();
            in_expr(&local.value, &Inner::default(), &mut found);
            self.lead(config, Node::Local(place), &found);
        }
        for (place, output) in module.outputs.iter().enumerate() {
            self.lead(config, Node::Output(place), &in_declared(output, |_| true));
        }
        for (place, resource) in module.resources.iter().enumerate() {
            self.lead(config, Node::Resource(place), &in_declared(resource, |_| true));
        }
        for (place, call) in module.calls.iter().enumerate() {
            let own = |name: &str| matches!(name, "count" | "for_each" | "depends_on");
            self.lead(config, Node::Call(place), &in_declared(call, own));
        }
        let named = caller.and_then(|caller| Some((caller, config.calls.last()?)));
        let call = named.and_then(|(caller, name)| Some((caller, caller.module.calls.place(name.as_ref())?)));
        let Some((caller, call_place)) = call else { return };
        for (place, variable) in module.variables.iter().enumerate() {
            let name = &variable.declared.name;
            let Some(from) = self.place(config, Node::Variable(place)) else { continue };
            let given = caller
                .module
                .calls
                .at(call_place)
                .map(|call| in_declared(call, |given| given == name.as_ref()));
            self.lead_from(from, caller, &given.unwrap_or_default());
            let call = self.place(caller, Node::Call(call_place));
            self.edge(from, call);
        }
    }

    fn lead(&mut self, config: &Arc<Config>, node: Node, found: &Found<'_>) {
        if let Some(from) = self.place(config, node) {
            self.lead_from(from, config, found);
        }
    }

    fn lead_from(&mut self, from: usize, config: &Arc<Config>, found: &Found<'_>) {
        let module = &config.module;
        self.depths.get_mut(from).into_iter().for_each(|depth| *depth = found.deepest.max(*depth));
        for named in &found.named {
            let node = match named {
                Named::Variable(name) => module.variables.place(*name).map(Node::Variable),
                Named::Local(name) => module.locals.place(*name).map(Node::Local),
                Named::Resource(kind, type_name, name) => {
                    module.resources.place(*kind, type_name, name).map(Node::Resource)
                }
                Named::Module(call, output) => {
                    self.lead_to_outputs(from, config, call, *output);
                    module.calls.place(*call).map(Node::Call)
                }
            };
            let to = node.and_then(|node| self.place(config, node));
            self.edge(from, to);
        }
    }

    fn lead_to_outputs(&mut self, from: usize, config: &Config, call: &str, output: Option<&str>) {
        let Some(Child::Found(child)) = config.children.get(call) else { return };
        let outputs = &child.module.outputs;
        let places: Vec<usize> = match output {
            Some(output) => outputs.place(output).into_iter().collect(),
            None => (0..outputs.len()).collect(),
        };
        for place in places {
            let to = self.place(child, Node::Output(place));
            self.edge(from, to);
        }
    }

    fn edge(&mut self, from: usize, to: Option<usize>) {
        let to = to.and_then(|to| u32::try_from(to).ok());
        if let (Some(to), Some(edges)) = (to, self.edges.get_mut(from)) {
            edges.push(to);
        }
    }
}

/// What the attributes that count name, and all nested blocks if all count.
fn in_declared<N>(declared: &super::Declared<N>, counts: impl Fn(&str) -> bool) -> Found<'_> {
    let mut found = Found::default();
    for (attribute, _) in declared.attributes().filter(|(attribute, _)| counts(&attribute.name)) {
        in_expr(&attribute.value, &Inner::default(), &mut found);
    }
    if counts("") {
        for (block, _) in declared.blocks() {
            in_block(block, &mut found);
        }
    }
    found
}

/// A nested block of a resource; a `provisioner` and the like name what they name only after the resource is there.
fn in_block<'e>(block: &'e Block, found: &mut Found<'e>) {
    if matches!(block.kind.as_ref(), "provisioner" | "connection" | "lifecycle") {
        return;
    }
    let kind = block.label(0).filter(|_| block.dynamic().is_some());
    in_body(&block.body, &Inner::default().with(&[kind]), found);
}

fn children(config: &Config) -> Vec<&Arc<Config>> {
    let calls = config.module.calls.iter();
    let child = |call: &super::Declared<Name>| match config.children.get(&call.name) {
        Some(Child::Found(child)) => Some(child),
        _ => None,
    };
    calls.filter_map(child).collect()
}
