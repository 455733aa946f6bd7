//! Models of the fixtures, without the command.

use std::path::{Path, PathBuf};

use ringfence_model::{Model, Sources};
use ringfence_provider::Provider;

const PROVIDERS: [&dyn Provider; 2] = [&ringfence_provider_aws::Aws, &ringfence_provider_gcp::Gcp];

/// The model of a directory, and its files.
pub(crate) fn model(input: &Path, replies: bool) -> (Model, Sources) {
    let sources = Sources::default();
    let dialects: Vec<_> = PROVIDERS.iter().filter_map(|provider| provider.replies()).collect();
    let stack = if replies {
        ringfence_replies::read(input, &dialects, None, &sources).expect("it holds replies")
    } else {
        ringfence_terraform::load(input, &ringfence_terraform::Options::default(), &sources)
    };
    let mut model = Model::default();
    for provider in PROVIDERS {
        let mut part = model.part();
        provider.lower(&stack.records, &sources, &mut part);
        model.absorb(part);
    }
    (model, sources)
}

/// The folders right below one, sorted.
pub(crate) fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(of).expect("it can be listed");
    let mut found: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

/// Every example, every case of every rule and the saved replies, and whether it is replies.
pub(crate) fn fixtures() -> Vec<(PathBuf, bool)> {
    let root = super::root().join("testdata");
    let cases = folders(&root.join("rules")).into_iter().flat_map(|rule| folders(&rule));
    let configurations = folders(&root.join("examples")).into_iter().chain(cases).map(|path| (path, false));
    configurations.chain([(root.join("replies/account"), true)]).collect()
}
