//! What a rule says about itself.

use std::fmt;

use crate::{Claim, Finding, RuleContext};

/// A rule: what it says about itself, and how it decides.
#[derive(Debug)]
pub struct Rule {
    /// Documentation and metadata.
    pub meta: &'static RuleMeta,
    /// Asks the graph; never fails, reads no file.
    pub check: fn(&RuleContext<'_>) -> Vec<Finding>,
    /// Says what is proved closed, where the rule can tell; asked only on request.
    ///
    /// Shape: no claim about a subject of which there is a finding, certain or possible.
    pub proves: Option<fn(&RuleContext<'_>) -> Vec<Claim>>,
}

/// A rule's documentation and metadata: the source of its page, its SARIF descriptor and `ringfence rules`.
#[derive(Debug)]
pub struct RuleMeta {
    /// `RF401`; for ever.
    pub id: &'static str,
    /// `etcd-open-to-internet`; can be written wherever the id can. Also the name of the rule's file.
    pub name: &'static str,
    /// One line, no full stop.
    pub title: &'static str,
    /// The requirement it serves.
    pub requirement: Requirement,
    /// Severity of a violation.
    pub severity: Severity,
    /// `security-severity` of SARIF, above 0.0 and up to 10.0, in the band of [`RuleMeta::severity`].
    pub score: &'static str,
    /// What it finds.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// How to repair it.
    pub fix: &'static str,
    /// What it does not see, and what it accuses although it may be meant.
    pub limits: &'static str,
    /// Further reading.
    pub references: &'static [Reference],
    /// Entries of public catalogues: CWE, ATT&CK, CIS, NSA/CISA.
    pub taxa: &'static [Taxon],
}

/// A page to read.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// Its title.
    pub title: &'static str,
    /// Its address, absolute.
    pub url: &'static str,
}

/// An entry of a public catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taxon {
    /// `CWE`, `ATT&CK`, `CIS Kubernetes 1.12`, `NSA/CISA`.
    pub catalogue: &'static str,
    /// `CWE-284`, `T1190`, `1.2.1`.
    pub id: &'static str,
}

/// The five requirements of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Requirement {
    /// The API server is limited to the addresses that administer the cluster.
    R1,
    /// Nodes accept connections only from the control plane and declared services.
    R2,
    /// Control plane and nodes hold only the permissions they need.
    R3,
    /// etcd is reachable from the control plane only.
    R4,
    /// etcd's disks are encrypted at rest.
    R5,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Weakens a defence in depth.
    Low,
    /// Weakens a defence.
    Medium,
    /// A way in, or to more rights, that needs one more step.
    High,
    /// A way in.
    Critical,
}

impl Severity {
    /// All, least first.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// Lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
