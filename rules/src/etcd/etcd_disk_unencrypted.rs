//! etcd's disks must be encrypted.

use ringfence_check::{
    Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon, Verdict, verdict_of,
};
use ringfence_graph::EtcdDisk;

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: None };

static META: RuleMeta = RuleMeta {
    id: "RF501",
    name: "etcd-disk-unencrypted",
    title: "Disk that holds etcd's data is not encrypted",
    requirement: Requirement::R5,
    severity: Severity::High,
    score: "7.4",
    what: "Finds disks that hold etcd's data (by tag, by name, or as the data or root disk of an etcd member) whose encryption at rest is off.",
    why: "Every Secret of the cluster lies on that disk, and in every snapshot of it, readable by whoever gets either.",
    fix: "Set `encrypted = true` on the disk, with a key of your own where the cloud offers one. An existing disk has to be replaced through a snapshot.",
    limits: "An account that encrypts all new disks by default is seen only if that setting is declared in the same stack. Encryption of Secrets inside etcd by the API server is a different layer.",
    references: &[
        Reference {
            title: "Kubernetes: good practices for Secrets, encryption at rest",
            url: "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
        },
        Reference {
            title: "NSA/CISA Kubernetes Hardening Guide: encryption of etcd at rest",
            url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-311" },
        Taxon { catalogue: "ATT&CK", id: "T1552" },
        Taxon { catalogue: "NSA/CISA", id: "encryption-at-rest" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    cx.graph.etcd_disks().iter().filter_map(|disk| report(cx, disk)).collect()
}

fn report(cx: &RuleContext<'_>, disk: &EtcdDisk) -> Option<Finding> {
    let volume = cx.graph.model().volumes.get(disk.volume)?;
    let off = volume.encrypted.truth().negate().and(volume.about.exists);
    let verdict = verdict_of(off)?;
    let message = match verdict {
        Verdict::Violation => {
            format!("{} `{}` holds etcd's data and is not encrypted.", volume.about.kind, volume.about.id)
        }
        Verdict::Possible => {
            format!(
                "{} `{}` holds etcd's data, and whether it is encrypted is unknown.",
                volume.about.kind, volume.about.id
            )
        }
    };
    cx.draft(&volume.about, verdict)
        .role("etcd's disk")
        .message(message)
        .at(&volume.about, &volume.encrypted)
        .because([disk.evidence.clone()])
        .aspect("encrypted")
        .finish()
}
