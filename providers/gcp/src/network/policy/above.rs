//! Which folders and organizations stand above a network.

use ringfence_model::{ResourceId, Truth};
use ringfence_provider::Records;
use ringfence_terraform::{Record, Value};

use crate::kinds::{FOLDER, NETWORK, PROJECT};
use crate::stack::Stack;

/// Folders nest up to ten deep; more would be a circle.
///
/// Source: <https://cloud.google.com/resource-manager/docs/cloud-platform-resource-hierarchy>, remembered.
const DEEPEST: usize = 12;

/// What stands above a project, nearest first, as far as the configuration says.
#[derive(Debug, Default)]
pub(super) struct Above {
    nodes: Vec<String>,
    /// Whether the last node is an organization, so that these are all.
    complete: bool,
}

impl Above {
    /// Of the project that a network is in.
    pub(super) fn network(stack: &Stack<'_>, network: &ResourceId) -> Self {
        let record = stack.records.get(network.as_str());
        let record = record.filter(|record| NETWORK.types.contains(&record.type_name.as_ref()));
        let project = record.and_then(|record| record.get("project"));
        let project = project.and_then(|value| project_of(stack, value));
        let mut found = Self::default();
        let mut next = project.and_then(|project| project.get("folder_id"));
        if let Some(id) = project.filter(|_| next.is_none()).and_then(|project| project.get("org_id")) {
            found.complete = id.as_str().is_some();
            found.nodes.extend(id.as_str().map(|id| format!("organizations/{id}")));
        }
        while let Some(value) = next.filter(|_| found.nodes.len() < DEEPEST) {
            let Some(node) = node(&stack.records, value) else { break };
            found.complete = node.starts_with("organizations/");
            next = FOLDER.record(&stack.records, value).and_then(|folder| folder.get("parent"));
            found.nodes.push(node);
        }
        found
    }

    /// Whether a policy's target stands above the network, and how far from the top if it does.
    pub(super) fn holds(&self, target: &Target) -> (Truth, u64) {
        match self.nodes.iter().position(|node| *node == target.node) {
            Some(at) => (Truth::Yes, (self.nodes.len() - at) as u64),
            None if self.complete => (Truth::No, 0),
            None => (Truth::Unknown, 0),
        }
    }
}

/// A folder or organization.
pub(super) struct Target {
    node: String,
}

impl Target {
    /// The one that a value names.
    pub(super) fn of(records: &Records<'_>, value: &Value) -> Option<Self> {
        Some(Self { node: node(records, value)? })
    }
}

/// `organizations/1`, `folders/2`, or the address of a declared folder.
fn node(records: &Records<'_>, value: &Value) -> Option<String> {
    if let Some(folder) = FOLDER.record(records, value) {
        return Some(folder.address.to_string());
    }
    let text = value.as_str()?;
    let text = text.trim_start_matches('/');
    let text = text.rsplit_once(".googleapis.com/").map_or(text, |(_, name)| name);
    Some(if text.contains('/') { text.to_owned() } else { format!("folders/{text}") })
}

fn project_of<'a>(stack: &Stack<'a>, value: &Value) -> Option<&'a Record> {
    let named = |text: &str| {
        let found = stack.records.with_literal("google_project", "project_id", text);
        found.first().copied()
    };
    PROJECT.record(&stack.records, value).or_else(|| named(value.as_str()?))
}
