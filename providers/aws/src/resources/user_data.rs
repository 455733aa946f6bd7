//! What machines run when they boot.

use ringfence_model::{Document, ResourceId};
use ringfence_provider::{Encoding, Fields, payloads};

use super::launch::Launch;
use crate::stack::{Stack, id};

/// The decoded user data. Templates hold it in base64; instances and launch configurations in an attribute of
/// its own if it is.
///
/// Source: `aws_instance`, `aws_launch_template`, `aws_launch_configuration` (read 2026-11-23).
pub(super) fn of_launch(stack: &Stack<'_>, machine: &ResourceId, launch: &Launch<'_>) -> Vec<Document> {
    for name in ["user_data", "user_data_base64"] {
        let Some(value) = launch.field(name) else { continue };
        let owner = launch.owner(name);
        let in_template = owner.is_some_and(|record| record.type_name.as_ref() == "aws_launch_template");
        let encoding =
            if in_template || name == "user_data_base64" { Encoding::Base64 } else { Encoding::Plain };
        let subject = owner.map_or_else(|| machine.clone(), id);
        return payloads(&stack.records, &subject, name, value, encoding, stack.sources);
    }
    Vec::new()
}
