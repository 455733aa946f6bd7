//! What earlier runs have brought.

use std::collections::BTreeMap;
use std::path::Path;

use ringfence_terraform::ModuleAddress;

use crate::Request;
use crate::choice::version_identity;
use crate::manifest::Manifest;
use crate::store::FOLDER;
use crate::wanted::{self, Package};

/// Which states of which repositories earlier runs have brought.
pub(super) fn placed(manifest: &Manifest, root: &Path, request: &Request) -> BTreeMap<String, String> {
    let mut placed = BTreeMap::new();
    for entry in manifest.values() {
        if !root.join(FOLDER).join(&entry.folder).is_dir() {
            continue;
        }
        let identity = match (ModuleAddress::parse(&entry.source), &entry.version) {
            (Ok(ModuleAddress::Git(git)), None) => {
                Some(Package { url: git.url, reference: git.reference }.identity())
            }
            (Ok(ModuleAddress::Registry(module)), Some(version)) => {
                let url = wanted::repository(&module, &request.repositories).ok();
                url.map(|url| version_identity(&url.repository(), version))
            }
            _ => None,
        };
        placed.extend(identity.map(|identity| (identity, entry.folder.clone())));
    }
    placed
}
