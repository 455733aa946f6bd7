//! Target proxies and URL maps: which backend services stand behind them.

use ringfence_model::Gap;
use ringfence_provider::gap;
use ringfence_terraform::{Record, Value};

use crate::kinds::{BACKEND_SERVICE, URL_MAP};
use crate::list::elements;
use crate::stack::Stack;

/// The backend services behind a proxy, and what could not be followed.
pub(crate) struct Behind<'a> {
    /// The services, each once.
    pub(crate) services: Vec<&'a Record>,
    /// Why there may be others.
    pub(crate) unseen: Vec<Gap>,
}

/// Attributes of URL maps that name a backend service, wherever they stand.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_url_map>,
/// read 2026-11-23.
const NAMING: [&str; 3] = ["backend_service", "default_service", "service"];

/// Everything that a proxy sends to.
pub(crate) fn behind<'a>(stack: &Stack<'a>, proxy: &Record) -> Behind<'a> {
    let mut found = Behind { services: Vec::new(), unseen: Vec::new() };
    if let Some(value) = proxy.get("backend_service") {
        add(stack, value, &mut found);
    }
    if let Some(value) = proxy.get("url_map") {
        match URL_MAP.record(&stack.records, value) {
            Some(map) => {
                for (name, value) in &map.body {
                    walk(stack, name, value, &mut found, 0);
                }
            }
            None => found.unseen.push(gap(value)),
        }
    }
    found
}

fn walk<'a>(stack: &Stack<'a>, name: &str, value: &Value, found: &mut Behind<'a>, depth: usize) {
    /// Deeper than any URL map nests.
    const DEEPEST: usize = 12;
    if depth > DEEPEST || value.is_null() {
        return;
    }
    if NAMING.contains(&name) && value.as_map().is_none() && value.as_list().is_none() {
        return add(stack, value, found);
    }
    for (name, value) in value.as_map().into_iter().flatten() {
        walk(stack, name, value, found, depth + 1);
    }
    for item in elements(Some(value)).items.iter().filter(|item| item.as_map().is_some()) {
        if !std::ptr::eq(item, value) {
            walk(stack, "", item, found, depth + 1);
        }
    }
}

fn add<'a>(stack: &Stack<'a>, value: &Value, found: &mut Behind<'a>) {
    match BACKEND_SERVICE.record(&stack.records, value) {
        Some(service) if !found.services.iter().any(|known| known.address == service.address) => {
            found.services.push(service);
        }
        Some(_) => {}
        None => found.unseen.push(gap(value)),
    }
}
