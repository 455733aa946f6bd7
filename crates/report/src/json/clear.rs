//! What was proved closed.

use ringfence_check::Clear;
use serde::Serialize;

use super::findings::{RemarkJson, SubjectJson};
use super::sites::SiteJson;
use crate::clean::{self, Clean};
use crate::words;

#[derive(Debug, Serialize)]
pub(super) struct ClearJson {
    rule: &'static str,
    name: &'static str,
    requirement: &'static str,
    subject: SubjectJson,
    statement: Clean,
    declared: Option<SiteJson>,
    packet: Option<Clean>,
    blockers: Vec<RemarkJson>,
    aspect: &'static str,
    instances: Vec<Clean>,
    stack: Clean,
}

impl ClearJson {
    pub(super) fn of(clear: &Clear) -> Self {
        Self {
            rule: clear.rule.id,
            name: clear.rule.name,
            requirement: words::requirement(clear.rule.requirement),
            subject: SubjectJson::of(&clear.subject),
            statement: Clean::new(&clear.statement),
            declared: clear.declared.as_ref().map(SiteJson::of),
            packet: clear.packet.as_deref().map(Clean::new),
            blockers: clear.blockers.iter().map(RemarkJson::of).collect(),
            aspect: clear.aspect,
            instances: clean::all(&clear.instances),
            stack: Clean::new(&clear.stack),
        }
    }
}
