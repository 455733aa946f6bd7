//! Sources that are git repositories.

use std::fmt;

use super::{clean_directory, split_directory};

/// Protocols that git speaks by itself; which of them are used is not decided here.
const PROTOCOLS: [&str; 5] = ["file", "git", "http", "https", "ssh"];

/// Units: bytes of a branch, tag or commit; the longest names that servers take.
const LONGEST_REFERENCE: usize = 255;

/// A directory of a git repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GitAddress {
    /// The repository.
    pub url: GitUrl,
    /// `?ref=`: a branch, tag or commit; without one, what the repository shows first.
    pub reference: Option<String>,
    /// After `//`; empty for the repository's own directory. It does not lead out.
    pub directory: String,
}

/// Where a git repository is, with the credentials that stand in it. Shown without them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GitUrl {
    full: String,
    protocol: String,
    /// `example.com:8443`
    host: String,
    /// `/a/b.git`
    path: String,
}

impl GitAddress {
    /// Whether a source is git's without saying so.
    pub(super) fn is_short(source: &str) -> bool {
        ["github.com/", "bitbucket.org/", "git@"].iter().any(|start| source.starts_with(start))
    }

    /// Reads what follows `git::`, or a short form.
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        let (package, directory) = split_directory(source);
        let (place, query) = package.split_once('?').unwrap_or((&package, ""));
        let (place, inner) = written_out(place)?;
        let query = Query::parse(query)?;
        let mut url = GitUrl::parse(&place)?;
        if !query.rest.is_empty() {
            url.full = format!("{}?{}", url.full, query.rest.join("&"));
        }
        let directory = clean_directory(&format!("{inner}/{directory}"))?;
        Ok(Self { url, reference: query.reference, directory })
    }

    pub(super) fn identity(&self) -> String {
        let reference = self.reference.as_deref().unwrap_or("");
        format!("git {}//{}?{reference}", self.url.repository(), self.directory)
    }
}

impl fmt::Display for GitAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "git::{}", self.url)?;
        if !self.directory.is_empty() {
            write!(f, "//{}", self.directory)?;
        }
        match &self.reference {
            Some(reference) => write!(f, "?ref={reference}"),
            None => Ok(()),
        }
    }
}

impl GitUrl {
    /// Reads `protocol://[user[:password]@]host[:port]/path`.
    ///
    /// # Errors
    ///
    /// It is none, or a program that git starts could take a part of it for an option.
    pub fn parse(url: &str) -> Result<Self, String> {
        let (protocol, rest) = url.split_once("://").ok_or("it is no URL of a git repository")?;
        let protocol = protocol.to_ascii_lowercase();
        if !PROTOCOLS.contains(&protocol.as_str()) {
            return Err("git has no such protocol; write `https://` or `ssh://`".to_owned());
        }
        let slash = rest.find('/').unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(slash).unwrap_or((rest, ""));
        let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
        check_host(host, &protocol)?;
        if user.starts_with('-') {
            return Err("a user's name does not start with `-`".to_owned());
        }
        if path.trim_matches('/').is_empty() {
            return Err("the URL names no repository".to_owned());
        }
        let host = host.to_ascii_lowercase();
        let at = if user.is_empty() { "" } else { "@" };
        let full = format!("{protocol}://{user}{at}{host}{path}");
        Ok(Self { full, protocol, host, path: path.to_owned() })
    }

    /// The URL as git needs it. It may hold a secret: never show it.
    pub fn with_credentials(&self) -> &str {
        &self.full
    }

    /// `https`, `ssh`
    pub fn protocol(&self) -> &str {
        &self.protocol
    }

    /// `example.com/a/b`: the same for all ways to write it.
    pub fn repository(&self) -> String {
        let path = self.path.trim_end_matches('/');
        format!("{}{}", self.host, path.strip_suffix(".git").unwrap_or(path))
    }
}

impl fmt::Display for GitUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = if self.full.starts_with("ssh://git@") { "git@" } else { "" };
        write!(f, "{}://{user}{}{}", self.protocol, self.host, self.path)
    }
}

impl fmt::Debug for GitUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A short form as a URL, and the directory in it: `github.com/a/b/c` is the directory `c` of a repository.
fn written_out(place: &str) -> Result<(String, String), String> {
    if let Some(path) = place.strip_prefix("github.com/") {
        let mut parts = path.splitn(3, '/');
        let (Some(owner), Some(name)) = (parts.next(), parts.next()) else {
            return Err("a repository of github.com is `github.com/OWNER/NAME`".to_owned());
        };
        let directory = parts.next().unwrap_or("").to_owned();
        return Ok((with_suffix(&format!("https://github.com/{owner}/{name}")), directory));
    }
    if place.starts_with("bitbucket.org/") {
        return Ok((with_suffix(&format!("https://{place}")), String::new()));
    }
    if place.contains("://") {
        return Ok((place.to_owned(), String::new()));
    }
    match place.strip_prefix("git@").and_then(|place| place.split_once(':')) {
        Some((host, path)) => {
            Ok((format!("ssh://git@{host}/{}", path.trim_start_matches('/')), String::new()))
        }
        None => Err("it is no URL of a git repository".to_owned()),
    }
}

fn with_suffix(url: &str) -> String {
    let bare = url.strip_suffix(".git").unwrap_or(url);
    format!("{bare}.git")
}

/// Names of hosts, addresses in brackets, and ports: nothing that a shell or a program could take for more.
fn check_host(host: &str, protocol: &str) -> Result<(), String> {
    if protocol == "file" {
        return if host.is_empty() { Ok(()) } else { Err("a `file` URL names no host".to_owned()) };
    }
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    if port.is_some_and(|port| port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err("what follows the host's colon is no port; write `ssh://git@HOST/PATH`".to_owned());
    }
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let fits = match inner {
        Some(address) => address.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.')),
        None => name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')),
    };
    if name.is_empty() || name.starts_with('-') || !fits {
        return Err("the URL's host is no name of a host".to_owned());
    }
    Ok(())
}

/// What stands after `?`.
#[derive(Debug, Default)]
struct Query {
    reference: Option<String>,
    /// What is not Terraform's, and left in the URL.
    rest: Vec<String>,
}

impl Query {
    fn parse(query: &str) -> Result<Self, String> {
        let mut found = Self::default();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            match name {
                "ref" if found.reference.is_none() && !value.is_empty() => {
                    let reference = decoded(value)?;
                    check_reference(&reference)?;
                    found.reference = Some(reference);
                }
                // What is brought has no history anyway.
                "ref" | "depth" => {}
                "sshkey" => return Err("`sshkey` is not used; give the key to your ssh agent".to_owned()),
                _ => found.rest.push(part.to_owned()),
            }
        }
        Ok(found)
    }
}

/// The text that percent signs stand for.
fn decoded(text: &str) -> Result<String, String> {
    let wrong = || "`ref` is not encoded as URLs are".to_owned();
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2).ok_or_else(wrong)?;
        let digits = std::str::from_utf8(digits).map_err(|_| wrong())?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| wrong())?);
        rest = after;
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

/// Whether a text can be the name of a branch or tag, or a commit, and nothing else to git.
///
/// Source: <https://git-scm.com/docs/git-check-ref-format> (read 2026-11-25).
fn check_reference(reference: &str) -> Result<(), String> {
    let forbidden = |c: char| c.is_control() || c.is_whitespace() || "~^:?*[\\".contains(c);
    let odd = reference.starts_with(['-', '+', '/'])
        || reference.ends_with(['/', '.'])
        || reference.contains("..")
        || reference.contains("@{")
        || reference.contains("//")
        || reference.contains(forbidden);
    if odd || reference.len() > LONGEST_REFERENCE {
        return Err("`ref` is no name of a branch, tag or commit".to_owned());
    }
    Ok(())
}
