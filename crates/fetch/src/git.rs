//! Calls of git, with a bound on their time and on what they say.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::git_environment::{self, Permits, Reach};
use crate::{FetchError, Limits};

/// Units: bytes that a call of git may print.
const MOST_OUTPUT: u64 = 64 << 20;

/// Units: bytes of complaints that are kept.
const MOST_COMPLAINTS: u64 = 64 << 10;

/// How often a running git is looked at.
const BEAT: Duration = Duration::from_millis(20);

/// Beats after which the size of what git has written is measured.
const BEATS_A_MEASURE: u32 = 25;

/// How long the output of a git that has ended is waited for: a program that it left behind may hold it open.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Git in a repository of its own.
#[derive(Debug)]
pub(crate) struct Git {
    /// Where it keeps its objects.
    pub(crate) repository: PathBuf,
    /// Where it writes files.
    pub(crate) files: PathBuf,
    pub(crate) limits: Limits,
    pub(crate) permits: Permits,
}

/// How a call of git failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Whatever it was to do.
    Sure(FetchError),
    /// By what it says.
    Said(String),
}

impl Git {
    /// Runs git, and gives what it prints.
    ///
    /// Errors: it is not there, fails, takes too long, prints or writes too much.
    pub(crate) fn run(&self, reach: Reach, words: &[&str]) -> Result<String, Failure> {
        let mut command = git_environment::git(reach, self.permits, &self.repository, &self.files);
        command.args(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = start(&mut command)?;
        let output = child.stdout.take().map(|pipe| read(pipe, MOST_OUTPUT, Beyond::Stop));
        let complaints = child.stderr.take().map(|pipe| read(pipe, MOST_COMPLAINTS, Beyond::Forget));
        let status = self.wait(&mut child)?;
        let output = last_words(output);
        if output.len() as u64 > MOST_OUTPUT {
            return Err(Failure::Sure(FetchError::Size(format!("{} MiB of names", MOST_OUTPUT >> 20))));
        }
        if !status.success() {
            return Err(Failure::Said(String::from_utf8_lossy(&last_words(complaints)).into_owned()));
        }
        Ok(String::from_utf8_lossy(&output).into_owned())
    }

    fn wait(&self, child: &mut Child) -> Result<ExitStatus, Failure> {
        let end = Instant::now() + self.limits.time;
        let mut beat = 0_u32;
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return Ok(status),
                Ok(None) => {}
                Err(error) => return Err(stopped(child, FetchError::Git(error.to_string()))),
            }
            if Instant::now() >= end {
                return Err(stopped(child, FetchError::Time(self.limits.time.as_secs())));
            }
            beat = beat.wrapping_add(1);
            if beat.is_multiple_of(BEATS_A_MEASURE) && packed(&self.repository) > self.limits.bytes {
                return Err(stopped(child, FetchError::Size(format!("{} bytes", self.limits.bytes))));
            }
            thread::sleep(BEAT);
        }
    }
}

fn start(command: &mut Command) -> Result<Child, Failure> {
    command.spawn().map_err(|error| {
        Failure::Sure(match error.kind() {
            io::ErrorKind::NotFound => FetchError::NoGit,
            _ => FetchError::Git(format!("it cannot be started: {error}")),
        })
    })
}

/// Ends git; what it started ends when it has nobody to talk to.
fn stopped(child: &mut Child, why: FetchError) -> Failure {
    // It may have ended by itself just now.
    let _ = child.kill();
    let _ = child.wait();
    Failure::Sure(why)
}

/// What happens to a program that prints more than is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beyond {
    /// Its pipe breaks, which ends it.
    Stop,
    /// The rest is not kept.
    Forget,
}

/// Reads a pipe on a thread of its own, and keeps one byte more than `most` at most.
fn read(mut pipe: impl Read + Send + 'static, most: u64, beyond: Beyond) -> Receiver<Vec<u8>> {
    let (send, receive) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // A pipe that breaks has said what it says.
        let _ = (&mut pipe).take(most + 1).read_to_end(&mut bytes);
        if beyond == Beyond::Forget {
            let _ = io::copy(&mut pipe, &mut io::sink());
        }
        drop(pipe);
        let _ = send.send(bytes);
    });
    receive
}

fn last_words(pipe: Option<Receiver<Vec<u8>>>) -> Vec<u8> {
    pipe.and_then(|pipe| pipe.recv_timeout(LAST_WORDS).ok()).unwrap_or_default()
}

/// Units: bytes of the packs that a repository has or is about to get.
fn packed(repository: &Path) -> u64 {
    let packs = std::fs::read_dir(repository.join("objects/pack")).into_iter().flatten().flatten();
    packs.filter_map(|pack| pack.metadata().ok()).map(|pack| pack.len()).sum()
}
