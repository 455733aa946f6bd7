//! A document made for one test, and short ways to look at what it gives.

use std::path::{Path, PathBuf};

use ringfence_model::{NoticeId, Sources};
use ringfence_terraform::{
    Configured, DocumentError, DocumentKind, Map, Options, Reason, Record, Stack, Value, document,
};
use serde_json::{Value as Json, json};

/// A new, empty directory; the name is the test's.
pub(crate) fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("document").join(name);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// What was read, with its source.
pub(crate) struct Read {
    pub(crate) kind: DocumentKind,
    pub(crate) stack: Stack,
    pub(crate) sources: Sources,
}

/// Reads a file with these bytes; the error as people see it.
pub(crate) fn bytes(name: &str, bytes: &[u8], wanted: Option<DocumentKind>) -> Result<Read, String> {
    let file = folder(name).join("document.json");
    std::fs::write(&file, bytes).unwrap();
    read(&file, wanted, Configured::Nowhere)
}

/// Reads a file, with configuration from somewhere.
pub(crate) fn read(
    file: &Path,
    wanted: Option<DocumentKind>,
    configured: Configured,
) -> Result<Read, String> {
    let options = Options {
        display_base: file.parent().map(Path::to_owned),
        configured,
        computed: true,
        ..Options::default()
    };
    let sources = Sources::default();
    let (kind, stack) = document(file, wanted, &options, &sources).map_err(|error| error.to_string())?;
    Ok(Read { kind, stack, sources })
}

/// Reads a document that is right.
pub(crate) fn json(name: &str, document: &Json) -> Read {
    bytes(name, document.to_string().as_bytes(), None).unwrap()
}

/// A plan of these changes and this configuration of the root module's resources.
pub(crate) fn plan(changes: &Json, resources: &Json) -> Json {
    json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": { "root_module": {} },
        "resource_changes": changes,
        "configuration": { "root_module": { "resources": resources } },
    })
}

/// The creation of a resource: what is known after it, and what is not.
pub(crate) fn creation(address: &str, after: &Json, unknown: &Json) -> Json {
    change(address, "create", after, unknown)
}

/// An action on a resource.
pub(crate) fn change(address: &str, action: &str, after: &Json, unknown: &Json) -> Json {
    let own = address.rsplit_once("].").map_or(address, |(_, own)| own);
    let (kind, name) = own.split('[').next().unwrap().rsplit_once('.').unwrap();
    let kind = kind.rsplit('.').next().unwrap();
    json!({
        "address": address, "mode": "managed", "type": kind, "name": name,
        "change": {
            "actions": [action], "before": null, "after": after, "after_unknown": unknown,
            "before_sensitive": false, "after_sensitive": {},
        },
    })
}

impl Read {
    pub(crate) fn addresses(&self) -> Vec<&str> {
        self.stack.records.iter().map(|record| record.address.as_ref()).collect()
    }

    pub(crate) fn record(&self, address: &str) -> &Record {
        let found = self.stack.records.iter().find(|record| record.address.as_ref() == address);
        found.unwrap_or_else(|| panic!("no record {address} in {:?}", self.addresses()))
    }

    pub(crate) fn value(&self, address: &str, attribute: &str) -> &Value {
        attribute_of(&self.record(address).body, attribute)
    }

    /// What is known of an attribute, as JSON with what is sensitive hidden.
    pub(crate) fn known(&self, address: &str, attribute: &str) -> String {
        self.value(address, attribute).known_json(false)
    }

    /// Why an attribute is not known.
    pub(crate) fn why(&self, address: &str, attribute: &str) -> String {
        let value = self.value(address, attribute);
        assert!(!value.is_wholly_known(), "{address}.{attribute} is known: {value:?}");
        Reason::of(value, value.origin.at).to_string()
    }

    /// The text that a value's place covers.
    pub(crate) fn written(&self, value: &Value) -> String {
        self.sources.text(value.origin.at)
    }

    /// The messages of notices of that kind.
    pub(crate) fn notices(&self, id: NoticeId) -> Vec<&str> {
        let of_kind = self.stack.notices.iter().filter(|notice| notice.id == id);
        of_kind.map(|notice| notice.message.as_str()).collect()
    }
}

fn attribute_of<'m>(body: &'m Map, name: &str) -> &'m Value {
    body.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", body.keys().collect::<Vec<_>>()))
}

/// The stack of a document, or why there is none.
pub(crate) fn stack(name: &str, bytes: impl AsRef<[u8]>) -> Result<Stack, DocumentError> {
    let path = folder(name).join("document.json");
    std::fs::write(&path, bytes).unwrap();
    let options = Options { computed: true, ..Options::default() };
    document(&path, None, &options, &Sources::default()).map(|(_, stack)| stack)
}
