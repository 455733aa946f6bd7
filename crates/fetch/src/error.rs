//! Why a module was not brought, and what to do.

use std::path::Path;

use ringfence_terraform::Foreign;

/// Why a module was not brought. Shown without credentials.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The source is an expression.
    #[error("its source is not a plain string")]
    Computed,
    /// The source cannot be one.
    #[error("its source is not valid: {0}")]
    Source(String),
    /// The source is neither git's nor a registry's.
    #[error("it is {0}, which is not fetched")]
    Foreign(Foreign),
    /// The registry is not one whose modules are public repositories.
    #[error("modules of the private registry `{0}` are not fetched")]
    PrivateRegistry(String),
    /// The protocol is not one that is used.
    #[error("the protocol `{0}` is not used")]
    Protocol(String),
    /// The call's name cannot be that of a folder.
    #[error("a module call cannot have this name")]
    Name,
    /// The version is no constraint.
    #[error("`{0}` is no version constraint")]
    Constraint(String),
    /// The repository has no tags that are versions.
    #[error("`{0}` has no tags that are versions")]
    NoVersions(String),
    /// No tag fits the constraint.
    #[error("no version of `{url}` fits `{wanted}`; the newest is {newest}")]
    NoSuchVersion {
        /// The repository.
        url: String,
        /// The constraint.
        wanted: String,
        /// The newest version.
        newest: String,
    },
    /// There is no git.
    #[error("the program `git` was not found")]
    NoGit,
    /// Git took too long.
    #[error("git did not finish within {0} seconds, and was stopped")]
    Time(u64),
    /// The repository is too large.
    #[error("the repository has more than {0}")]
    Size(String),
    /// Too much was asked for.
    #[error("only {0} repositories are brought in one run")]
    Repositories(usize),
    /// There is no such repository.
    #[error("there is no repository at `{0}`, or it is not open to everybody")]
    NoRepository(String),
    /// The server asks who is there.
    #[error("`{0}` lets nobody in without credentials")]
    Denied(String),
    /// The server was not reached.
    #[error("`{0}` was not reached")]
    Unreachable(String),
    /// The repository has no such branch, tag or commit.
    #[error("`{url}` has no branch, tag or commit `{reference}`")]
    NoReference {
        /// The repository.
        url: String,
        /// What was asked for.
        reference: String,
    },
    /// Anything else that git complains about.
    #[error("git says: {0}")]
    Git(String),
    /// The repository lacks the directory after `//`.
    #[error("the repository has no directory `{0}`")]
    NoDirectory(String),
    /// It was brought, or should be there, and cannot be read.
    #[error("{0}")]
    Unread(String),
    /// A file could not be written.
    #[error("{0}")]
    Store(String),
}

impl FetchError {
    /// What to do about it; nothing if the reason says it.
    ///
    /// Shape: `source` as it may be shown, `copy` where a copy of the module may lie.
    pub fn cure(&self, source: &str, copy: &Path) -> String {
        let copy = copy.display().to_string().replace('\\', "/");
        let copy = format!(
            "put a copy at `{copy}` beside the root module or name one with `--module-map SOURCE=DIR`"
        );
        let or_init = |first: &str| format!("{first}, or let `terraform init` bring it, or {copy}");
        match self {
            Self::Computed => "write the source out".to_owned(),
            Self::Source(_) | Self::Name => "correct the call; `terraform init` refuses it too".to_owned(),
            Self::Foreign(Foreign::Archive) => {
                format!(
                    "if it is a git repository, write `git::{source}`; else let `terraform init` bring it, or {copy}"
                )
            }
            Self::Foreign(Foreign::Unclear) => {
                format!("write `./` before a directory or `git::` before a repository's URL, or {copy}")
            }
            Self::Foreign(_) | Self::PrivateRegistry(_) => {
                format!("let `terraform init` bring it, which has the credentials, or {copy}")
            }
            Self::Protocol(protocol) if protocol == "file" => {
                "give `--allow-file` if you trust the configuration with your disk".to_owned()
            }
            Self::Protocol(_) => "write `https://` or `ssh://`".to_owned(),
            Self::Constraint(_) => "write one such as `~> 5.1` or `>= 1.2, < 2.0`".to_owned(),
            Self::NoVersions(_) | Self::NoSuchVersion { .. } => or_init("ask for a version that is there"),
            Self::NoGit => or_init("install git"),
            Self::Time(_) | Self::Unreachable(_) => or_init("see that `git ls-remote` reaches it from here"),
            Self::Size(_) => copy,
            Self::Repositories(_) => "run the command for a part of the directories".to_owned(),
            Self::NoRepository(_) | Self::Denied(_) => {
                or_init("correct the source, or give git the credentials (a credential helper, an ssh agent)")
            }
            Self::NoReference { .. } => "correct `ref`".to_owned(),
            Self::NoDirectory(_) => "correct what follows `//`, or the version".to_owned(),
            Self::Git(_) => or_init("see what `git clone` says"),
            Self::Unread(_) => "correct the call, or the module".to_owned(),
            Self::Store(_) => "make the directory writable".to_owned(),
        }
    }
}
