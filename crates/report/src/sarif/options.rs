//! What the caller decides about a SARIF log.

/// Who the log is for, and what only the caller knows.
#[derive(Clone, Debug, Default)]
pub struct SarifOptions {
    /// Category of the upload; nothing for `ringfence/terraform/<target>/`.
    pub category: Option<String>,
    /// Who reads it.
    pub profile: Profile,
    /// When the run began, RFC 3339 in UTC. Without times, equal reports give equal bytes.
    pub start: Option<String>,
    /// When the run ended, RFC 3339 in UTC.
    pub end: Option<String>,
    /// The exit code of the command.
    pub exit_code: Option<i32>,
    /// Address of the repository; credentials in it are removed.
    pub repository: Option<String>,
    /// The commit. Only with a repository.
    pub revision: Option<String>,
    /// The branch. Only with a repository.
    pub branch: Option<String>,
    /// Where the command ran; without it, paths count as relative to the repository's root.
    pub checkout: Option<Checkout>,
}

/// Who reads the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// GitHub code scanning, which ignores `kind`: a possible finding is a result of a rule of its own,
    /// `RF101-1` beside `RF101`, of low severity and level note.
    ///
    /// It must not be an alert of the rule itself, since severity sits on the rule there, and a guess would
    /// block a merge as a critical alert. It must not be left out either: an alert that turns from certain to
    /// possible would be closed as fixed.
    #[default]
    Github,
    /// Archives and viewers: a possible finding is a result of its rule with `kind` open and `level` none,
    /// as the specification has it; what was proved closed, if that was asked for, is one with `kind` pass.
    Full,
}

/// Where the repository is and where in it the command ran.
#[derive(Clone, Debug)]
pub struct Checkout {
    /// Root of the repository: an absolute path with `/`.
    pub root: String,
    /// Working directory of the command: an absolute path with `/`.
    pub directory: String,
}
