//! Results of what was proved closed: `kind` pass, as the specification has it.
//!
//! Only for archives and viewers: code scanning reads no `kind`, and would make an alert of each.

use std::collections::BTreeMap;

use ringfence_check::{Clear, RESOURCE_IDENTITY, Remark, Site, Verdict, redact};

use super::locations::{Location, Snippet};
use super::message::{self, Text, sentence};
use super::results::{ResultProperties, Results, SarifResult, instances};
use crate::clean::{self, Clean};
use crate::words;

/// So many blockers are related locations.
const MOST_BLOCKERS: usize = 8;

impl Results<'_> {
    /// The result of a statement; nothing if it stands in no file, since every result needs a place.
    pub(super) fn pass(&self, clear: &Clear) -> Option<SarifResult> {
        let (rule_id, rule_index) = self.rules.of_rule(clear.rule, Verdict::Violation)?;
        let blockers: Vec<(&Remark, &Site)> = clear
            .blockers
            .iter()
            .filter_map(|remark| Some((remark, remark.site.as_ref()?)))
            .take(MOST_BLOCKERS)
            .collect();
        let primary = clear.declared.as_ref().or_else(|| blockers.first().map(|(_, site)| *site))?;
        let related = blockers.iter().zip(1..).map(|((remark, site), id)| {
            let text = sentence(&format!("{}: {}", remark.subject, remark.fact));
            Location::of(site, self.paths, Snippet::Nothing).with_id(id).with_message(Text::new(&text))
        });
        Some(SarifResult {
            rule_id: rule_id.to_owned(),
            rule_index,
            kind: Some("pass"),
            level: "none",
            rank: None,
            message: message::CLEAR.fill(arguments(clear, &blockers).map(|text| Clean::new(&text))),
            locations: [Location::of(primary, self.paths, Snippet::Own)],
            partial_fingerprints: BTreeMap::from([
                ("primaryLocationLineHash", primary.spot.line_hash.clone()),
                (RESOURCE_IDENTITY, clear.identity()),
            ]),
            code_flows: Vec::new(),
            related_locations: related.collect(),
            properties: ResultProperties {
                source: "terraform",
                severity: clear.rule.severity.name(),
                verdict: "clear",
                requirement: words::requirement(clear.rule.requirement),
                stack: Clean::composed(self.paths.repository_path(&redact(&clear.stack))),
                aspect: clear.aspect,
                subject: Clean::new(&clear.subject.id),
                instances: clean::all(&clear.instances),
                unknowns: Vec::new(),
            },
        })
    }
}

/// What is proved, of whom, and what blocks the way.
fn arguments(clear: &Clear, blockers: &[(&Remark, &Site)]) -> [String; 3] {
    let ids: Vec<&str> = clear.instances.iter().map(String::as_str).collect();
    let role = clear.subject.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    let subject = sentence(&format!("Subject: {} `{}`{role}", clear.subject.kind, clear.subject.id));
    let packet = clear.packet.as_deref().map(|packet| sentence(&format!("Followed: {packet}")));
    let details: Vec<String> = [subject].into_iter().chain(instances(&ids)).chain(packet).collect();
    let links = blockers.iter().zip(1..).map(|((remark, _), id)| message::link(&remark.fact, id));
    let unplaced = clear.blockers.iter().filter(|remark| remark.site.is_none());
    let all: Vec<String> =
        links.chain(unplaced.map(|remark| message::unlinked(&remark.fact).into_owned())).collect();
    let blocked = if all.is_empty() {
        "no single way is known that a few changes would open".to_owned()
    } else {
        all.join("; ")
    };
    [message::titled(&clear.statement), details.join(" "), blocked]
}
