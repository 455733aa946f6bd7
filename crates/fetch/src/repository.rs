//! A repository that is asked for its tags, or brought at one state.

use std::fs;
use std::path::{Path, PathBuf};

use ringfence_terraform::{GitUrl, without_credentials};

use crate::git::{Failure, Git};
use crate::git_environment::{Permits, Reach};
use crate::tags::Tags;
use crate::{FetchError, Limits, files};

/// Units: characters of what git says that are shown.
const MOST_WORDS: usize = 300;

/// A repository, and where work on it is done.
#[derive(Debug)]
pub(crate) struct Repository {
    url: GitUrl,
    git: Git,
}

/// The files of a repository at one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Brought {
    pub(crate) files: PathBuf,
    pub(crate) commit: String,
}

impl Repository {
    /// Makes an empty repository in a new directory, to bring another one into.
    ///
    /// Errors: the directory cannot be made, git is not there.
    pub(crate) fn new(
        url: &GitUrl,
        dir: &Path,
        limits: Limits,
        allow_file: bool,
    ) -> Result<Self, FetchError> {
        let git = Git {
            repository: dir.join("repository"),
            files: dir.join("files"),
            limits,
            permits: Permits { file: allow_file, plain_ssh: false },
        };
        for dir in [&git.repository, &git.files] {
            fs::create_dir_all(dir)
                .map_err(|error| FetchError::Store(format!("no directory can be made: {error}")))?;
        }
        let mut new = Self { url: url.clone(), git };
        // Without a template no hook and no setting of the user's is copied.
        new.files_of(&["init", "--quiet", "--template="])?;
        if url.protocol() == "ssh" {
            let told = new.git.run(Reach::Network, &["config", "--get", "core.sshCommand"]);
            new.git.permits.plain_ssh = told.is_err();
        }
        Ok(new)
    }

    /// The tags that are versions.
    pub(crate) fn tags(&self) -> Result<Tags, FetchError> {
        let url = self.url.with_credentials();
        let listed = self.git.run(Reach::Network, &["ls-remote", "--quiet", "--tags", "--refs", "--", url]);
        Ok(Tags::read(&listed.map_err(|failure| self.why(failure, ""))?))
    }

    /// Brings a branch, tag or commit, or what the repository shows first, without its history.
    pub(crate) fn bring(self, reference: Option<&str>) -> Result<Brought, FetchError> {
        let commit = self.fetch(reference.unwrap_or("HEAD"))?;
        let listed = self.files_of(&["ls-tree", "-r", "-l", "-z", "--full-tree", &commit])?;
        files::check_listing(&listed, &self.git.limits)?;
        self.files_of(&["checkout", "--quiet", "--force", "--detach", &commit])?;
        let store = |error: std::io::Error| FetchError::Store(format!("the repository's files: {error}"));
        files::drop_links_outward(&self.git.files).map_err(store)?;
        fs::remove_dir_all(&self.git.repository).map_err(store)?;
        Ok(Brought { files: self.git.files, commit })
    }

    fn fetch(&self, reference: &str) -> Result<String, FetchError> {
        let url = self.url.with_credentials();
        let options = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules"];
        let shallow = [&options[..], &["--depth=1", "--", url, reference]].concat();
        match self.git.run(Reach::Network, &shallow) {
            Ok(_) => self.commit("FETCH_HEAD"),
            // A server need not give a commit that no branch or tag points to, nor know a short one.
            Err(Failure::Said(_)) if is_commit(reference) => {
                let all =
                    ["--", url, "+refs/heads/*:refs/brought/heads/*", "+refs/tags/*:refs/brought/tags/*"];
                let fetched = self.git.run(Reach::Network, &[&options[..], &all].concat());
                fetched.map_err(|failure| self.why(failure, reference))?;
                self.commit(reference).map_err(|_| self.no_reference(reference))
            }
            Err(failure) => Err(self.why(failure, reference)),
        }
    }

    /// The whole name of a commit.
    fn commit(&self, name: &str) -> Result<String, FetchError> {
        let printed = self.files_of(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")])?;
        Ok(printed.trim().to_owned())
    }

    /// Runs git without the network and without the user's settings.
    fn files_of(&self, words: &[&str]) -> Result<String, FetchError> {
        self.git.run(Reach::Files, words).map_err(|failure| self.why(failure, ""))
    }

    fn no_reference(&self, reference: &str) -> FetchError {
        FetchError::NoReference { url: self.url.to_string(), reference: reference.to_owned() }
    }

    /// The reason behind what git says, which may be the server's words.
    fn why(&self, failure: Failure, reference: &str) -> FetchError {
        let said = match failure {
            Failure::Sure(error) => return error,
            Failure::Said(said) => said,
        };
        let says = |phrases: &[&str]| phrases.iter().any(|phrase| said.contains(phrase));
        let url = self.url.to_string();
        if says(&["couldn't find remote ref", "not our ref", "unadvertised object"]) {
            return self.no_reference(reference);
        }
        // The user's settings may have led to another protocol than the source names.
        let refused = said.split_once("transport '").and_then(|(_, rest)| rest.split_once("' not allowed"));
        if let Some((protocol, _)) = refused {
            return FetchError::Protocol(shown(protocol));
        }
        if says(&UNREACHABLE) {
            return FetchError::Unreachable(url);
        }
        if says(&[
            "could not read Username",
            "could not read Password",
            "Repository not found",
            "returned error: 404",
        ]) {
            return FetchError::NoRepository(url);
        }
        if says(&DENIED) {
            return FetchError::Denied(url);
        }
        if says(&["does not appear to be a git repository", "not found", "does not exist"]) {
            return FetchError::NoRepository(url);
        }
        FetchError::Git(shown(&said))
    }
}

/// What git, curl and ssh say when nobody answers.
const UNREACHABLE: [&str; 9] = [
    "Could not resolve host",
    "Connection refused",
    "Connection timed out",
    "Network is unreachable",
    "Failed to connect",
    "Couldn't connect",
    "unable to connect",
    "Operation timed out",
    "Operation too slow",
];

/// What they say when they are not let in.
const DENIED: [&str; 5] = [
    "Authentication failed",
    "Permission denied",
    "Host key verification failed",
    "returned error: 401",
    "returned error: 403",
];

/// Whether a reference may be a commit, whole or shortened.
fn is_commit(reference: &str) -> bool {
    (4..=64).contains(&reference.len()) && reference.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What git says on one line, without credentials and without anything that a terminal would obey.
fn shown(said: &str) -> String {
    let lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join("; ");
    let text = if text.is_empty() { "nothing, and fails".to_owned() } else { text };
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST_WORDS).collect();
    without_credentials(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_says_is_shown_on_one_harmless_line() {
        let said = "remote: \x1b[31mred\x07\nfatal: 'https://u:s3cret@example.com/a' is odd\n\n";
        assert_eq!(shown(said), "remote:  [31mred ; fatal: 'https://example.com/a' is odd");
        assert_eq!(shown(&"x".repeat(10_000)).len(), MOST_WORDS);
        assert_eq!(shown("\n"), "nothing, and fails");
    }

    #[test]
    fn commits_are_hexadecimal() {
        assert!(is_commit("c0ffee1") && is_commit(&"a".repeat(40)));
        assert!(!is_commit("v1") && !is_commit("abc") && !is_commit("main") && !is_commit(&"a".repeat(65)));
    }
}
