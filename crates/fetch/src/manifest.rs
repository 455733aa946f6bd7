//! `modules.json`: which module was brought where, in Terraform's format.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::store::{FOLDER, is_folder_name};

/// The file's name.
pub(crate) const FILE: &str = "modules.json";

/// Units: bytes of a file that is read.
const LARGEST: u64 = 16 << 20;

/// Modules by the names of the calls that lead to them, joined with dots.
pub(crate) type Manifest = BTreeMap<String, Entry>;

/// A module that was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Written out, without credentials.
    pub(crate) source: String,
    pub(crate) version: Option<String>,
    /// The folder below [`FOLDER`] that holds its repository.
    pub(crate) folder: String,
    /// Its directory in there, or empty.
    pub(crate) directory: String,
}

impl Entry {
    /// Relative to the root module.
    pub(crate) fn dir(&self) -> String {
        let slash = if self.directory.is_empty() { "" } else { "/" };
        format!("{FOLDER}/{}{slash}{}", self.folder, self.directory)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Written {
    modules: Vec<Record>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    key: String,
    source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    dir: String,
}

/// Reads the manifest of a root module. One that is not there or not valid is empty, as are entries that lead elsewhere
/// than into [`FOLDER`]: what they name is brought again.
pub(crate) fn read(root: &Path) -> Manifest {
    let Ok(file) = fs::File::open(root.join(FOLDER).join(FILE)) else { return Manifest::new() };
    let mut text = String::new();
    if file.take(LARGEST).read_to_string(&mut text).is_err() {
        return Manifest::new();
    }
    let Ok(written) = serde_json::from_str::<Written>(&text) else { return Manifest::new() };
    let entries = written.modules.into_iter().filter_map(|record| Some((record.key.clone(), entry(record)?)));
    entries.collect()
}

fn entry(record: Record) -> Option<Entry> {
    let inside = record.dir.strip_prefix(FOLDER)?.strip_prefix('/')?;
    let (folder, directory) = inside.split_once('/').unwrap_or((inside, ""));
    let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':']);
    if !is_folder_name(folder) || !directory.is_empty() && !directory.split('/').all(plain) {
        return None;
    }
    let (folder, directory) = (folder.to_owned(), directory.to_owned());
    Some(Entry { source: record.source, version: record.version, folder, directory })
}

/// The manifest's text.
pub(crate) fn text(manifest: &Manifest) -> String {
    let record = |(key, entry): (&String, &Entry)| Record {
        key: key.clone(),
        source: entry.source.clone(),
        version: entry.version.clone(),
        dir: entry.dir(),
    };
    let written = Written { modules: manifest.iter().map(record).collect() };
    // Texts and lists always have a JSON form.
    serde_json::to_string_pretty(&written).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Manifest {
        let root = std::env::temp_dir().join(format!(
            "ringfence-manifest-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        ));
        fs::create_dir_all(root.join(FOLDER)).unwrap();
        fs::write(root.join(FOLDER).join(FILE), text).unwrap();
        let manifest = read(&root);
        fs::remove_dir_all(root).unwrap();
        manifest
    }

    #[test]
    fn what_is_written_is_read() {
        let entry = |version: Option<&str>, directory: &str| Entry {
            source: "git::https://example.com/a.git".to_owned(),
            version: version.map(str::to_owned),
            folder: "vpc.subnets".to_owned(),
            directory: directory.to_owned(),
        };
        let mut manifest = Manifest::new();
        manifest.insert("vpc.subnets".to_owned(), entry(Some("5.1.0"), "modules/a"));
        manifest.insert("a".to_owned(), entry(None, ""));
        let text = text(&manifest);
        assert_eq!(read_text(&text), manifest);
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let first = &json["Modules"][0];
        assert_eq!((&first["Key"], &first["Dir"]), (&"a".into(), &".ringfence/modules/vpc.subnets".into()));
        assert_eq!(first.get("Version"), None);
        assert_eq!(json["Modules"][1]["Dir"], ".ringfence/modules/vpc.subnets/modules/a");
    }

    #[test]
    fn entries_that_lead_elsewhere_are_dropped() {
        for dir in [
            "../x",
            "/etc",
            ".ringfence/modules",
            ".ringfence/modules/..",
            ".ringfence/modules/a/../../..",
            ".ringfence/modules/a//b",
            ".ringfence/modules/.incoming-1/x",
            ".ringfence/modulesx/a",
            ".terraform/modules/a",
            "C:\\x",
        ] {
            let text = serde_json::json!({"Modules": [{"Key": "a", "Source": "s", "Dir": dir}]}).to_string();
            assert_eq!(read_text(&text), Manifest::new(), "{dir}");
        }
    }

    #[test]
    fn what_is_no_manifest_is_empty() {
        for text in ["", "{", "[]", "{\"Modules\": 1}", "{\"Modules\": [{\"Key\": 1}]}"] {
            assert_eq!(read_text(text), Manifest::new(), "{text}");
        }
    }
}
