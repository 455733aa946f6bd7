//! Values that are one of several known references, where only the choice is unknown.
//!
//! `element(aws_subnet.a[*].id, count.index)` with an unknown count, or a map of subnets by the names of zones
//! that only the cloud knows: whatever is chosen, it is one of these subnets.

use ringfence_terraform::{Cause, Reason, Record, RecordKind, Reference};

use crate::links::Target;
use crate::stack::Stack;

/// Data sources whose values choose, and are never the id of anything that is linked to.
const CHOOSERS: [&str; 4] = ["aws_availability_zones", "aws_region", "aws_caller_identity", "aws_partition"];

impl<'a> Stack<'a> {
    /// The records of that kind that the value is one of, if nothing else can be meant.
    ///
    /// Unknown: nothing, if a variable, another module or a resource of another kind may give the value.
    pub(crate) fn alternatives(&self, reason: &Reason, target: &Target) -> Vec<&'a Record> {
        if !matches!(reason.cause, Cause::Derived(_)) {
            return Vec::new();
        }
        let mut found: Vec<&'a Record> = Vec::new();
        for reference in references(reason).unwrap_or_default() {
            if is_chooser(reference) {
                continue;
            }
            let records = self.records.referenced(reference);
            let fits = |record: &&Record| target.is_one(record) && record.kind == RecordKind::Managed;
            if records.is_empty() || !records.iter().all(fits) {
                return Vec::new();
            }
            for record in records {
                if !found.iter().any(|other| other.address == record.address) {
                    found.push(record);
                }
            }
        }
        found
    }
}

/// Whether an unknown only tells how many there are or which.
pub(crate) fn only_chooses(reason: &Reason) -> bool {
    references(reason).is_some_and(|all| !all.is_empty() && all.into_iter().all(is_chooser))
}

fn is_chooser(reference: &Reference) -> bool {
    let data = reference.address.split_once("data.").map(|(_, rest)| rest);
    let type_name = data.and_then(|rest| rest.split('.').next());
    type_name.is_some_and(|name| CHOOSERS.contains(&name))
        || reference.address.rsplit('.').nth(1).is_some_and(|name| name.starts_with("random_"))
}

/// All references below an unknown; nothing if anything else is below it.
fn references(reason: &Reason) -> Option<Vec<&Reference>> {
    match &reason.cause {
        Cause::Computed(reference) | Cause::Data(reference) => Some(vec![reference]),
        Cause::Derived(from) => {
            let parts: Option<Vec<Vec<&Reference>>> = from.iter().map(|part| references(part)).collect();
            parts.map(|parts| parts.into_iter().flatten().collect())
        }
        _ => None,
    }
}
