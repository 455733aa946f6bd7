//! How the calls of a root module stand: kept, brought, wanted or missing.

use ringfence_model::Sources;
use ringfence_terraform::{ModuleAddress, ModuleCall, Written};

use super::RootModule;
use crate::store::FOLDER;
use crate::version::Version;
use crate::wanted::{self, Said, Wanted};
use crate::{FetchError, Missing, Request};

/// How a call stands.
pub(super) enum Standing {
    /// Its module is here, as it was.
    Kept,
    /// Its module was brought in this run.
    Brought,
    Wanted(Box<Wanted>),
    Missing(Box<Missing>),
}

impl RootModule {
    pub(super) fn standing(
        &self,
        call: &ModuleCall,
        key: &str,
        sources: &Sources,
        request: &Request,
    ) -> Standing {
        let said = Said::of(call, sources);
        let identity = match &call.source {
            Written::Plain(source) => ModuleAddress::parse(source).ok().map(|address| address.identity()),
            Written::Absent | Written::Computed => None,
        };
        let brought = self.fetched.get(key).is_some_and(|(known, _)| Some(known) == identity.as_ref());
        match &call.found {
            Ok(_) if brought => return Standing::Brought,
            Ok(dir) if !dir.starts_with(self.dir.join(FOLDER)) => return Standing::Kept,
            Ok(_) if !request.update && self.is_version(call, key) => return Standing::Kept,
            Ok(_) => {}
            Err(why) => {
                if brought || !request.update && self.is_here(key, identity.as_deref()) {
                    return Standing::Missing(Box::new(
                        said.missing(FetchError::Unread(wanted::printable(why))),
                    ));
                }
            }
        }
        match Wanted::of(call, said, request) {
            Ok(wanted) => Standing::Wanted(Box::new(wanted)),
            // What is here and cannot be brought again stays.
            Err(_) if call.found.is_ok() => Standing::Kept,
            Err(missing) => Standing::Missing(missing),
        }
    }

    /// Whether what was brought for a call has a version that the call takes.
    fn is_version(&self, call: &ModuleCall, key: &str) -> bool {
        let Some(entry) = self.manifest.get(key) else { return true };
        let version = entry.version.as_deref().and_then(Version::parse);
        match (wanted::constraint(&call.version), version) {
            (Ok((Some(constraint), _)), Some(version)) => constraint.admits(&version),
            _ => true,
        }
    }

    /// Whether a module was brought in an earlier run, whatever the reader thinks of it.
    fn is_here(&self, key: &str, identity: Option<&str>) -> bool {
        self.manifest.get(key).is_some_and(|entry| {
            let known = ModuleAddress::parse(&entry.source).ok().map(|address| address.identity());
            known.as_deref() == identity && self.dir.join(entry.dir()).is_dir()
        })
    }
}
