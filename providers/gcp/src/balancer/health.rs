//! Health checks: a sign of what listens behind a load balancer.

use ringfence_packets::{Protocol, Traffic};
use ringfence_terraform::{Record, Value};

use crate::kinds::HEALTH_CHECK;
use crate::list::elements;
use crate::stack::Stack;

/// The path of the health check of a pool or backend service, if it asks the port that is served.
///
/// A check of another port says nothing about what is served: many ask kube-proxy or an ingress for `/healthz`.
pub(crate) fn path(stack: &Stack<'_>, owner: &Record, served: &Traffic) -> Option<String> {
    let checks = elements(owner.get("health_checks"));
    let check = checks.items.iter().find_map(|value| HEALTH_CHECK.record(&stack.records, value))?;
    let blocks = ["http_health_check", "https_health_check", "http2_health_check"];
    let block = blocks.iter().find_map(|name| elements(check.get(name)).items.first());
    let (path, port) = match block {
        Some(block) => (block.get("request_path"), block.get("port")),
        None => (check.get("request_path"), check.get("port")),
    };
    let port = u16::try_from(port.and_then(Value::as_i64)?).ok()?;
    let asks_served = served.contains(Protocol::TCP, port);
    path.and_then(Value::as_str).filter(|_| asks_served).map(str::to_owned)
}
