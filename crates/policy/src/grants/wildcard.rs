//! Whole services granted by one string.

use super::{Answer, Grants, Truth};
use crate::{Pattern, ResourceQuery};

/// An action string that covers all of a service, or all services, and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceWildcard {
    /// The string as written, such as `ec2:*` or `*`.
    pub text: String,
    /// The service in lower case; `None` for all services.
    pub service: Option<String>,
    /// Whether all of the service's actions are allowed on some resource, and on which.
    pub answer: Answer,
    /// Whether all of the service's actions are allowed on every resource.
    pub on_everything: Truth,
}

impl Grants {
    /// Returns the strings `service:*`, `*:*` and `*` that grant something, with what denials leave of them.
    ///
    /// Shape: in the order written, each string once. A wildcard of which a denial takes single actions away
    /// stays in the list, with [`Truth::No`] in `on_everything`.
    pub fn service_wildcards(&self) -> Vec<ServiceWildcard> {
        let mut found: Vec<ServiceWildcard> = Vec::new();
        for (text, region) in self.granting_strings() {
            let Some(extent) = extent(&text) else { continue };
            if found.iter().any(|known| known.text == text) {
                continue;
            }
            let whole = self.every_action_in(&region, ResourceQuery::ANY);
            let answer = if whole.truth == Truth::No {
                self.some_action_in(&region, ResourceQuery::ANY)
            } else {
                whole
            };
            if answer.truth == Truth::No {
                continue;
            }
            let (service, on_everything) = match extent {
                Extent::AllServices => (None, self.is_administrator().truth),
                Extent::Service(name) => {
                    (Some(name), self.every_action_in(&region, ResourceQuery::EVERY).truth)
                }
            };
            found.push(ServiceWildcard { text, service, answer, on_everything });
        }
        found
    }
}

/// How much a string covers.
enum Extent {
    AllServices,
    Service(String),
}

/// Returns what a string covers all of; `None` for a string that covers only parts of a service.
fn extent(text: &str) -> Option<Extent> {
    if Pattern::action(text).is_everything() || text == "*:*" {
        return Some(Extent::AllServices);
    }
    let (service, rest) = text.split_once(':')?;
    let whole = !service.is_empty() && !service.contains(['*', '?']) && Pattern::action(rest).is_everything();
    whole.then(|| Extent::Service(service.to_ascii_lowercase()))
}
