//! Replies in files, read as the command reads them.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use ringfence_model::Sources;
use ringfence_provider::Provider;
use ringfence_provider_aws::Aws;
use ringfence_terraform::{Record, Stack, Value};

static FOLDERS: AtomicUsize = AtomicUsize::new(0);

/// The records of some files: their paths and texts.
pub(crate) fn read(files: &[(&str, &str)]) -> (Stack, Sources) {
    let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("aws-replies-{number}"));
    let _ = fs::remove_dir_all(&folder);
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let sources = Sources::default();
    let stack = ringfence_replies::read(&folder, &[Aws.replies().unwrap()], None, &sources).unwrap();
    (stack, sources)
}

/// The record of that address.
pub(crate) fn record<'s>(stack: &'s Stack, address: &str) -> &'s Record {
    let found = stack.records.iter().find(|record| record.address.as_ref() == address);
    found.unwrap_or_else(|| panic!("no `{address}` among {:?}", addresses(stack)))
}

/// All addresses.
pub(crate) fn addresses(stack: &Stack) -> Vec<&str> {
    stack.records.iter().map(|record| record.address.as_ref()).collect()
}

/// What is known of an attribute, as JSON; `-` if it is not written.
pub(crate) fn known(record: &Record, name: &str) -> String {
    record.get(name).map_or_else(|| "-".to_owned(), |value| value.known_json(false))
}

/// Why an attribute is not known.
pub(crate) fn why(record: &Record, name: &str) -> String {
    record.get(name).and_then(Value::reason).map_or_else(String::new, ToString::to_string)
}

/// All messages of the analysis.
pub(crate) fn notices(stack: &Stack) -> String {
    stack.notices.iter().map(|notice| notice.message.as_str()).collect::<Vec<_>>().join("\n")
}
