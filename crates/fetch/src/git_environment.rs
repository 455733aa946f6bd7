//! What git sees of the caller's environment and configuration.

use std::path::Path;
use std::process::Command;

/// Whose configuration counts for a call of git.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The user's, which has the credentials, proxies and mirrors. Only for what writes no files of a module.
    Network,
    /// Nobody's: a filter or hook of the user's must not run because a module's `.gitattributes` names it.
    Files,
}

/// Variables of git that the network needs. All others could lead git to another repository, or make it print secrets.
///
/// Source: <https://git-scm.com/docs/git#_environment_variables> (read 2026-11-25).
const KEPT: [&str; 12] = [
    "GIT_ASKPASS",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_KEY_",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_VALUE_",
    "GIT_EXEC_PATH",
    "GIT_HTTP_",
    "GIT_PROXY_",
    "GIT_SSH",
    "GIT_SSL_",
];

/// Settings that hold for every call, whatever the user's are.
const SETTINGS: [&str; 14] = [
    "advice.detachedHead=false",
    "core.attributesFile=/dev/null",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.protectHFS=true",
    "core.protectNTFS=true",
    "credential.interactive=false",
    "fetch.recurseSubmodules=false",
    "fetch.unpackLimit=1",
    "gc.auto=0",
    "init.defaultBranch=main",
    "maintenance.auto=false",
    "protocol.ext.allow=never",
    "submodule.recurse=false",
];

/// A transfer that stays slower than this for a minute ends. Units: bytes a second.
const SLOW: &str = "http.lowSpeedLimit=100";
const SLOW_FOR: &str = "http.lowSpeedTime=60";

/// An ssh that fails instead of asking.
const QUIET_SSH: &str = "ssh -o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=15";

/// What git may do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Permits {
    /// Read repositories of this machine.
    pub(crate) file: bool,
    /// Call ssh as it is: the user's settings do not say how.
    pub(crate) plain_ssh: bool,
}

/// `git` with these settings, in a repository and its files, which it cannot leave.
pub(crate) fn git(reach: Reach, permits: Permits, repository: &Path, files: &Path) -> Command {
    let mut command = Command::new("git");
    for setting in SETTINGS.iter().chain(&[SLOW, SLOW_FOR]) {
        command.args(["-c", setting]);
    }
    for (name, _) in std::env::vars_os() {
        let shown = name.to_string_lossy();
        let kept = reach == Reach::Network && KEPT.iter().any(|kept| shown.starts_with(kept));
        if shown.starts_with("GIT_") && !kept {
            command.env_remove(&name);
        }
    }
    command
        .env("GIT_DIR", repository)
        .env("GIT_WORK_TREE", files)
        .env("GIT_ALLOW_PROTOCOL", if permits.file { "https:ssh:git:file" } else { "https:ssh:git" })
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_LFS_SKIP_SMUDGE", "1")
        .env("GIT_ATTR_NOSYSTEM", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        // What git says is matched, so it has to be in one language.
        .env("LC_ALL", "C")
        .env_remove("LANGUAGE")
        .current_dir(files);
    match reach {
        Reach::Network => {
            // A passphrase that nobody gives must not be waited for.
            let chosen = ["GIT_SSH", "GIT_SSH_COMMAND"].iter().any(|name| std::env::var_os(name).is_some());
            if permits.plain_ssh && !chosen {
                command.env("GIT_SSH_COMMAND", QUIET_SSH);
            }
        }
        Reach::Files => {
            command
                .env("GIT_CONFIG_NOSYSTEM", "1")
                .env("GIT_CONFIG_GLOBAL", "/dev/null")
                // For versions of git that do not know the variable above.
                .env("HOME", repository)
                .env("XDG_CONFIG_HOME", repository);
        }
    }
    command
}
