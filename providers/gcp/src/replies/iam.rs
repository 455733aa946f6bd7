//! Service accounts, and what the project grants.

use ringfence_replies::{Body, field, items, text};

use super::making::Making;
use super::shape::after;

/// Makes them.
pub(super) fn make(making: &mut Making<'_>) {
    for account in making.objects("serviceAccount") {
        let (Some(email), Some(name)) = (text(account, "email"), text(account, "name")) else { continue };
        let mut own = Body::default();
        own.copy(account, &[("email", "email"), ("displayName", "display_name")]);
        own.set_text("account_id", email.split('@').next().unwrap_or(email), account.origin.at);
        if !making.has(name) && after(name, "projects").is_some() {
            making.add("google_service_account", name, account.origin.at, own);
        }
    }
    for policy in making.objects("iamPolicy") {
        for binding in items(policy, "bindings") {
            let Some(role) = text(binding, "role") else { continue };
            let mut own = Body::default();
            own.copy(binding, &[("role", "role"), ("members", "members")]);
            if let Some(condition) = field(binding, "condition") {
                own.set_block("condition", super::shape::body(condition, &[]), condition.origin.at);
            }
            making.add("google_project_iam_binding", &format!("binding of {role}"), binding.origin.at, own);
        }
    }
}
