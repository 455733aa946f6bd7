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
        let mut found = Vec::new();
        for written in self.allowed_actions_matching("*") {
            let Some(service) = service(&written.text) else { continue };
            let on_everything = match &service {
                Some(_) => self.can_all(&written.text, ResourceQuery::EVERY).truth,
                None => self.is_administrator().truth,
            };
            let whole = self.can_all(&written.text, ResourceQuery::ANY);
            let answer = if whole.truth == Truth::No { written.answer } else { whole };
            found.push(ServiceWildcard { text: written.text, service, answer, on_everything });
        }
        found
    }
}

/// Returns the service that a string covers all of; `Some(None)` for all services.
fn service(text: &str) -> Option<Option<String>> {
    if Pattern::action(text).is_everything() || text == "*:*" {
        return Some(None);
    }
    let (service, rest) = text.split_once(':')?;
    let whole = !service.is_empty() && !service.contains(['*', '?']) && Pattern::action(rest).is_everything();
    whole.then(|| Some(service.to_ascii_lowercase()))
}
