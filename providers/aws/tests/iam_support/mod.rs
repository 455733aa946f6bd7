//! A stack of one file to its identities, in words.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use ringfence_model::{Identity, Model, Power, PowerKind, Source, Sources, Truth};
use ringfence_provider::Provider;
use ringfence_provider_aws::Aws;
use ringfence_terraform::{Options, load};

/// A lowered stack and the files it was read from.
pub(crate) struct Lowered {
    pub(crate) model: Model,
    pub(crate) sources: Sources,
}

/// Lowers one file; `more` are further files beside it.
pub(crate) fn lower(text: &str, more: &[(&str, &str)]) -> Lowered {
    let folder = new_folder();
    for (name, text) in more.iter().chain(&[("main.tf", text)]) {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let lowered = lower_folder(&folder);
    std::fs::remove_dir_all(folder).unwrap();
    lowered
}

fn new_folder() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("iam-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Lowers a folder.
pub(crate) fn lower_folder(folder: &Path) -> Lowered {
    let sources = Sources::default();
    let stack = load(folder, &Options::default(), &sources);
    let mut model = Model::default();
    Aws.lower(&stack.records, &sources, &mut model);
    Lowered { model, sources }
}

impl Lowered {
    /// The identity of a role `r`.
    pub(crate) fn identity(&self, id: &str) -> &Identity {
        let found = self.model.identities.iter().find(|identity| identity.about.id.as_str() == id);
        found.unwrap_or_else(|| panic!("no {id}"))
    }

    /// The powers of the role `aws_iam_role.r`, sorted: `! create-policy-version`, `? ec2:*`.
    pub(crate) fn powers(&self) -> Vec<String> {
        self.powers_of("aws_iam_role.r")
    }

    /// The powers of a role.
    pub(crate) fn powers_of(&self, id: &str) -> Vec<String> {
        let mut words: Vec<String> = self.identity(id).powers.iter().map(in_words).collect();
        words.sort();
        words
    }

    /// The text of each place of a power's evidence.
    pub(crate) fn places(&self, power: &Power) -> Vec<String> {
        let text = |source: &Source| source.span().map(|span| self.sources.text(span)).unwrap_or_default();
        power.evidence.iter().map(|evidence| text(&evidence.source)).collect()
    }
}

fn in_words(power: &Power) -> String {
    let name = match &power.kind {
        PowerKind::Administrator => "administrator",
        PowerKind::Escalation { method, .. } => method,
        PowerKind::WholeService { service } => &format!("{service}:*"),
        PowerKind::BroadRole { role } => role,
    };
    let mark = if power.truth == Truth::Yes { '!' } else { '?' };
    format!("{mark} {name}")
}

/// A role `r` with statements in one policy of its own.
pub(crate) fn role_with(statements: &str) -> String {
    format!(
        r#"
        resource "aws_iam_role" "r" {{
          name               = "harbor"
          assume_role_policy = "{{}}"
        }}

        resource "aws_iam_role_policy" "p" {{
          role   = aws_iam_role.r.id
          policy = jsonencode({{ Version = "2012-10-17", Statement = [{statements}] }})
        }}
        "#
    )
}

/// The powers that statements amount to.
pub(crate) fn powers_of(statements: &str) -> Vec<String> {
    lower(&role_with(statements), &[]).powers()
}
