//! A small tree of files, and findings in it.

use std::fs;
use std::path::{Path, PathBuf};

use ringfence_check::{
    Clear, CoverageSummary, Finding, Hop, Reference, Remark, Report, Requirement, RoleCount, RuleMeta,
    SeenNotice, Severity, Site, StackSummary, Subject, Taxon, UnknownReason, Verdict, WayIn,
};
use ringfence_model::{FileId, Level, NoticeId, Role, Sources, Span, UnknownKind};

pub(crate) static API: RuleMeta = RuleMeta {
    id: "RF101",
    name: "api-server-open-to-internet",
    title: "API server open to the internet",
    requirement: Requirement::R1,
    severity: Severity::Critical,
    score: "9.3",
    what: "Finds a path from the internet to a port of the API server.",
    why: "A leaked credential or a flaw in the API server is then all that an attacker needs.",
    fix: "Allow the networks only that administer the cluster.",
    limits: "Host firewalls are not read.",
    references: &[Reference {
        title: "Controlling access to the API",
        url: "https://kubernetes.io/docs/concepts/security/controlling-access/",
    }],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-284" },
        Taxon { catalogue: "ATT&CK", id: "T1190" },
        Taxon { catalogue: "CIS Kubernetes 1.12", id: "1.2.1" },
    ],
};

pub(crate) static DISK: RuleMeta = RuleMeta {
    id: "RF501",
    name: "etcd-disk-unencrypted",
    title: "etcd's disk is not encrypted",
    requirement: Requirement::R5,
    severity: Severity::High,
    score: "7.5",
    what: "Finds disks of etcd members that are not encrypted at rest.",
    why: "etcd holds every secret of the cluster.",
    fix: "Encrypt the disk.",
    limits: "",
    references: &[],
    taxa: &[Taxon { catalogue: "CWE", id: "CWE-311" }, Taxon { catalogue: "NSA/CISA", id: "encryption" }],
};

pub(crate) const MAIN: &str = r#"resource "filter" "api" {
  name = "api"
  ingress {
    from  = ["0.0.0.0/0"]
    ports = [443] # für alle 𝕏
  }
}

resource "balancer" "api" {
  internal = false
  filters  = [filter.api.id]
}

resource "machine" "control" {
  count   = 3
  filters = [filter.api.id]
}

resource "disk" "etcd" {
  for_each  = toset(["a", "b"])
  size      = 20
  encrypted = false
}
"#;

pub(crate) const ODD: &str = "modules/ä b/c#1/100%:x.tf";

/// Files and what has been read of them.
pub(crate) struct Tree {
    sources: Sources,
    files: Vec<(String, String, FileId)>,
}

impl Tree {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let sources = Sources::default();
        let add =
            |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned(), sources.add(*path, *text));
        let files = files.iter().map(add).collect();
        Self { sources, files }
    }

    /// `infra/main.tf`, and a file with an odd name.
    pub(crate) fn usual() -> Self {
        Self::new(&[("infra/main.tf", MAIN), (ODD, MAIN), ("infra/broken.tf", "resource \"x\" {\n")])
    }

    /// The first place of a text in a file.
    pub(crate) fn site(&self, path: &str, needle: &str, address: &str) -> Site {
        let (_, text, file) = self.files.iter().find(|(known, _, _)| known == path).unwrap();
        let start = u32::try_from(text.find(needle).unwrap()).unwrap();
        let end = start + u32::try_from(needle.len()).unwrap();
        Site::resolve(&self.sources, Span { file: *file, start, end }, address).unwrap()
    }

    pub(crate) fn text(&self, path: &str) -> &str {
        self.files.iter().find(|(known, _, _)| known == path).map(|(_, text, _)| text.as_str()).unwrap()
    }

    /// Writes the files below a new directory.
    pub(crate) fn write(&self, name: &str) -> PathBuf {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        for (path, text, _) in &self.files {
            let file = root.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        root
    }
}

pub(crate) fn remark(fact: &str, subject: &str, site: Option<Site>) -> Remark {
    let url = site.is_none().then_some("https://docs.example/defaults");
    Remark { fact: fact.into(), subject: subject.into(), site, url }
}

pub(crate) fn hop(from: &str, to: &str, because: Vec<Remark>) -> Hop {
    Hop { from: from.into(), to: to.into(), essential: true, kind: "network", because }
}

/// internet → load balancer → control plane.
pub(crate) fn way(tree: &Tree, path: &str) -> WayIn {
    let listener = remark(
        "listens on tcp 443",
        "balancer.api",
        Some(tree.site(path, "internal = false", "balancer.api")),
    );
    let default = remark("scheme is internet-facing", "balancer.api", None);
    let filter = remark(
        "allows tcp 443 from 0.0.0.0/0",
        "filter.api",
        Some(tree.site(path, "from  = [\"0.0.0.0/0\"]", "filter.api")),
    );
    let orphan = remark("a subnet lets everything through", "subnet.default", None);
    WayIn {
        verdict: Verdict::Violation,
        summary: "internet → load balancer `balancer.api` → control plane, tcp 443".to_owned(),
        hops: vec![
            hop("internet", "balancer.api", vec![listener, default]),
            hop("balancer.api", "machine.control[0]", vec![filter, orphan]),
        ],
    }
}

pub(crate) fn api(tree: &Tree, path: &str) -> Finding {
    Finding {
        rule: &API,
        verdict: Verdict::Violation,
        severity: Severity::Critical,
        subject: Subject {
            id: "machine.control[0]".to_owned(),
            kind: "machine",
            role: Some("control plane".to_owned()),
        },
        message: "API server on `machine.control[0]` is open to 0.0.0.0/0 on tcp 443.".to_owned(),
        primary: tree.site(path, "from  = [\"0.0.0.0/0\"]", "filter.api"),
        ways: vec![way(tree, path)],
        related: vec![remark(
            "two groups [0] open it",
            "filter.api",
            Some(tree.site(path, "ports = [443]", "filter.api")),
        )],
        unknowns: Vec::new(),
        fix: "Put the office's range into `from`.".to_owned(),
        aspect: "ingress",
        instances: vec!["machine.control[1]".to_owned(), "machine.control[2]".to_owned()],
        stack: "infra".to_owned(),
    }
}

pub(crate) fn disk(tree: &Tree, path: &str, key: &str) -> Finding {
    let id = format!("disk.etcd[\"{key}\"]");
    Finding {
        rule: &DISK,
        verdict: Verdict::Violation,
        severity: Severity::High,
        message: format!("Disk `{id}` of an etcd member is not encrypted."),
        primary: tree.site(path, "encrypted = false", &id),
        subject: Subject { id, kind: "disk", role: None },
        ways: Vec::new(),
        related: Vec::new(),
        unknowns: Vec::new(),
        fix: "Set `encrypted = true`.".to_owned(),
        aspect: "encrypted",
        instances: Vec::new(),
        stack: "infra".to_owned(),
    }
}

pub(crate) fn possible(mut finding: Finding) -> Finding {
    finding.verdict = Verdict::Possible;
    finding.unknowns = vec!["`var.admin_cidrs`".to_owned()];
    finding
}

pub(crate) fn report(findings: Vec<Finding>, tree: &Tree) -> Report {
    let notice = SeenNotice {
        level: Level::Warning,
        id: NoticeId::Syntax,
        message: "block is not closed, so it was skipped".to_owned(),
        site: Some(tree.site("infra/broken.tf", "resource", "infra/broken.tf")),
    };
    let undecided = SeenNotice {
        level: Level::Note,
        id: NoticeId::Undecided,
        message: "RF102 needs `admin.networks`".to_owned(),
        site: None,
    };
    Report {
        version: "0.1.0",
        inputs: vec!["infra".to_owned()],
        rules: vec![&API, &DISK],
        findings,
        clear: None,
        notices: vec![undecided, notice],
        stacks: vec![StackSummary {
            root: "infra".to_owned(),
            resources: 6,
            roles: vec![
                RoleCount { role: Some(Role::ControlPlane), count: 3 },
                RoleCount { role: None, count: 1 },
            ],
        }],
        coverage: CoverageSummary {
            read: 5,
            irrelevant: 1,
            unsupported: vec![(
                "odd_thing".to_owned(),
                2,
                Some(tree.site("infra/main.tf", "resource \"disk\"", "odd_thing.x")),
            )],
            unknown_expressions: 12,
            unknown: unknown(tree),
        },
    }
}

/// Reasons with a subject and without.
fn unknown(tree: &Tree) -> Vec<UnknownReason> {
    vec![
        UnknownReason {
            kind: UnknownKind::Variable,
            subject: "var.admin_cidrs".to_owned(),
            count: 3,
            first: Some(tree.site("infra/main.tf", "resource \"disk\"", "")),
        },
        UnknownReason { kind: UnknownKind::KnownAfterApply, subject: String::new(), count: 10, first: None },
    ]
}

/// One of each: certain and possible, with and without way, in files with usual and odd names.
pub(crate) fn usual(tree: &Tree) -> Report {
    let findings = vec![
        api(tree, "infra/main.tf"),
        possible(api(tree, ODD)),
        disk(tree, "infra/main.tf", "a"),
        disk(tree, "infra/main.tf", "b"),
        possible(disk(tree, ODD, "ü \"#%")),
    ];
    report(findings, tree)
}

/// The same with statements that were proved: with and without place and blockers.
pub(crate) fn with_clear(tree: &Tree) -> Report {
    let mut report = usual(tree);
    let blocked = remark(
        "no rule of `filter.api` [0] allows tcp 22 from the internet",
        "filter.api",
        Some(tree.site("infra/main.tf", "name = \"api\"", "filter.api")),
    );
    let default = remark("`gateway.x` lets only answers in", "gateway.x", None);
    let clear = |rule, number: usize, declared, packet: Option<&str>, blockers| Clear {
        rule,
        subject: Subject {
            id: format!("machine.control[{number}]"),
            kind: "machine",
            role: Some("control plane".to_owned()),
        },
        statement: format!("API server on `machine.control[{number}]` cannot be reached from the internet."),
        declared,
        packet: packet.map(str::to_owned),
        blockers,
        aspect: "ingress",
        instances: vec![format!("machine.control[{}]", number + 1)],
        stack: "infra".to_owned(),
    };
    let declared = tree.site("infra/main.tf", "resource \"machine\" \"control\"", "machine.control[0]");
    report.clear = Some(vec![
        clear(
            &API,
            0,
            Some(declared),
            Some("internet → machine.control[0], tcp 22"),
            vec![blocked.clone(), default],
        ),
        clear(&API, 2, None, Some("internet → machine.control[2], tcp 22"), vec![blocked]),
        clear(&DISK, 4, None, None, Vec::new()),
    ]);
    report
}
