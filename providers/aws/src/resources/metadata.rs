//! The instance metadata service.

use ringfence_model::{Attr, MetadataService, Source};
use ringfence_provider::{Fields, string_attr, u64_attr};
use ringfence_terraform::Value;

use super::launch::Launch;
use crate::pages;
use crate::stack::Stack;

/// Documented: on, tokens optional, one hop, unless the region's defaults say otherwise.
///
/// Source: `aws_instance` and `aws_launch_template`, `metadata_options`; `aws_ec2_instance_metadata_defaults`
/// (read 2026-11-23). An image may ask for tokens too (`imds-support`): that is not seen.
/// Unknown: everything a template that is not seen may set.
pub(super) fn of_launch(stack: &Stack<'_>, launch: &Launch<'_>) -> MetadataService {
    let block = launch.block("metadata_options");
    if let (None, Some(gap)) = (block, &launch.unseen) {
        return unknown(gap);
    }
    let page = if launch.own.is_some() { pages::INSTANCE } else { pages::LAUNCH_TEMPLATE };
    let nothing = Nothing;
    let own: &dyn Fields = block.map_or(&nothing, |block| block as &dyn Fields);
    let region = stack.records.of_type("aws_ec2_instance_metadata_defaults").first().copied();
    let text = |name: &str, default: &'static str| {
        let own = string_attr(own, name, None);
        let from_region = region.map(|record| string_attr(record, name, None));
        first(own, from_region.filter(|attr| attr.value().is_none_or(|text| text != "no-preference")))
            .unwrap_or_else(|| Attr::Default {
                value: default.to_owned(),
                source: Source::Documented { url: page },
            })
    };
    let hops = first(
        u64_attr(own, "http_put_response_hop_limit", None),
        // -1 stands for no preference.
        region
            .filter(|record| record.field("http_put_response_hop_limit").and_then(Value::as_i64) != Some(-1))
            .map(|record| u64_attr(record, "http_put_response_hop_limit", None)),
    );
    MetadataService {
        enabled: text("http_endpoint", "enabled").map(|text| text != "disabled"),
        session_required: text("http_tokens", "optional").map(|text| text == "required"),
        hop_limit: hops.unwrap_or(Attr::Default { value: 1, source: Source::Documented { url: page } }),
    }
}

/// A service of which nothing is known.
pub(super) fn unknown(gap: &ringfence_model::Gap) -> MetadataService {
    MetadataService {
        enabled: Attr::Unknown(gap.clone()),
        session_required: Attr::Unknown(gap.clone()),
        hop_limit: Attr::Unknown(gap.clone()),
    }
}

/// The machine's own value, else the region's.
fn first<T>(own: Attr<T>, region: Option<Attr<T>>) -> Option<Attr<T>> {
    match (own, region) {
        (Attr::NotApplicable, None | Some(Attr::NotApplicable)) => None,
        (Attr::NotApplicable, Some(region)) => Some(region),
        (own, _) => Some(own),
    }
}

struct Nothing;

impl Fields for Nothing {
    fn field(&self, _name: &str) -> Option<&Value> {
        None
    }
}
