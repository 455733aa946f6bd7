//! Findings: self-contained, so that a report needs neither graph nor files.

use std::sync::Arc;

use crate::{RuleMeta, Severity, Site};

/// One violation, or possible violation, of one rule by one subject.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static RuleMeta,
    /// Whether it certainly holds.
    pub verdict: Verdict,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// Sentences; the first names subject and value, is at most 300 characters and ends with a full stop.
    pub message: String,
    /// The guilty attribute.
    pub primary: Site,
    /// The ways in that make it true, the plainest first; empty where the fact needs no path.
    pub ways: Vec<WayIn>,
    /// Further evidence: other rules that open the same thing, the sign that gave the role.
    pub related: Vec<Remark>,
    /// What is unknown, for a possible one: `var.admin_cidrs`.
    pub unknowns: Vec<String>,
    /// What to change here, one or two sentences.
    pub fix: String,
    /// Attribute path the finding is about, for its identity: `ingress`, `encrypted`.
    pub aspect: &'static str,
    /// Other instances with the same finding at the same place (`for_each`, module calls), sorted.
    pub instances: Vec<String>,
    /// The stack's root directory as the report shows it.
    pub stack: String,
}

/// Whether a finding certainly holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Follows from what is certain.
    Violation,
    /// Follows only from what is possible: an unknown decides.
    Possible,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// Address: `x_machine_group.control`.
    pub id: String,
    /// "autoscaling group", "volume".
    pub kind: &'static str,
    /// Role or name in words, if it helps: "control plane", "etcd member".
    pub role: Option<String>,
}

/// A path from a source to the subject.
#[derive(Clone, Debug)]
pub struct WayIn {
    /// Whether every hop is certain.
    pub verdict: Verdict,
    /// One line: "internet → load balancer `api` → control plane, tcp 443".
    pub summary: String,
    /// The hops in order of travel; the first starts at the source, the last ends at the subject.
    pub hops: Vec<Hop>,
}

/// One edge of a path.
#[derive(Clone, Debug)]
pub struct Hop {
    /// Where it starts: "internet", `x_balancer.api`.
    pub from: Arc<str>,
    /// Where it ends.
    pub to: Arc<str>,
    /// The edge crosses a border of trust (into the network, into the cluster, onto an identity).
    pub essential: bool,
    /// Kind of step: network or identity.
    pub kind: &'static str,
    /// What makes it true; at least one.
    pub because: Vec<Remark>,
}

/// A fact with its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Remark {
    /// The fact in words, lower case, no full stop.
    pub fact: Arc<str>,
    /// Address of the resource it is about.
    pub subject: Arc<str>,
    /// Where it stands; nothing for a documented default.
    pub site: Option<Site>,
    /// The vendor's page, for a documented default.
    pub url: Option<&'static str>,
}
