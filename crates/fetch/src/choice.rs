//! Which state of a repository is brought for a call.

use std::collections::BTreeMap;

use crate::FetchError;
use crate::tags::Tags;
use crate::wanted::{Origin, Package, Wanted};

/// Tags of repositories, by their URL with credentials.
pub(crate) type TagLists = BTreeMap<String, Result<Tags, FetchError>>;

/// A call with the state that is brought for it.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) wanted: Wanted,
    pub(crate) package: Package,
    /// The version, if it is of a registry.
    pub(crate) version: Option<String>,
}

impl Chosen {
    /// Chooses the newest tag that fits, where a version is asked for.
    ///
    /// Errors: none fits, or the tags could not be listed.
    pub(crate) fn of(wanted: &Wanted, tags: &TagLists) -> Result<Self, FetchError> {
        let (url, constraint, written) = match &wanted.origin {
            Origin::Package(package) => {
                return Ok(Self { wanted: wanted.clone(), package: package.clone(), version: None });
            }
            Origin::Newest { url, constraint, written } => (url, constraint, written),
        };
        let tags = match tags.get(url.with_credentials()) {
            Some(listed) => listed.clone()?,
            None => Tags::default(),
        };
        let Some((version, tag)) = tags.newest(constraint.as_ref()) else {
            return Err(match tags.newest(None) {
                None => FetchError::NoVersions(url.to_string()),
                Some((newest, _)) => FetchError::NoSuchVersion {
                    url: url.to_string(),
                    wanted: written.clone(),
                    newest: newest.to_string(),
                },
            });
        };
        let package = Package { url: url.clone(), reference: Some(format!("refs/tags/{tag}")) };
        Ok(Self { wanted: wanted.clone(), package, version: Some(version.to_string()) })
    }

    /// Names under which its repository may be here already.
    pub(crate) fn identities(&self) -> Vec<String> {
        let version =
            self.version.as_deref().map(|version| version_identity(&self.package.url.repository(), version));
        std::iter::once(self.package.identity()).chain(version).collect()
    }
}

/// The same for the same version of the same module.
pub(crate) fn version_identity(repository: &str, version: &str) -> String {
    format!("{repository}@{version}")
}
