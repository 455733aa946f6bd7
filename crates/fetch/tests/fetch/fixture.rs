//! A directory with repositories and a root module, made for one test.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use ringfence_fetch::{Event, FetchError, Fetched, Limits, Outcome, PUBLIC_REPOSITORIES, Request, Root};
use ringfence_model::Sources;
use ringfence_terraform::{Options, load};

/// A resource that shows which state of a module was read.
pub(crate) fn marker(name: &str) -> String {
    format!("resource \"marker\" \"{name}\" {{}}\n")
}

/// Where a test works.
pub(crate) struct Fixture {
    pub(crate) dir: PathBuf,
    /// Repositories that were asked, in the order of asking.
    pub(crate) asked: Mutex<Vec<String>>,
}

impl Fixture {
    /// An empty one, named for the test; nothing, and a word about it, where there is no git.
    pub(crate) fn new(name: &str) -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            // Straight to the error stream: of a test that passes the macros' output is not shown.
            let _ = writeln!(std::io::stderr(), "skipped: {name} needs the program `git`, which is not here");
            return None;
        }
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fetch").join(name);
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("root")).unwrap();
        Some(Self { dir, asked: Mutex::default() })
    }

    /// Writes a file below the root module.
    pub(crate) fn file(&self, path: &str, text: &str) {
        write(&self.dir.join("root").join(path), text);
    }

    /// A root module that calls one module from a source.
    pub(crate) fn calling(name: &str, source: impl Fn(&Self) -> String) -> Option<Self> {
        let fixture = Self::new(name)?;
        let source = source(&fixture);
        fixture.file("main.tf", &format!("module \"m\" {{\n  source = \"{source}\"\n}}\n"));
        Some(fixture)
    }

    /// A new repository; `a/b` lies in a folder `a`.
    pub(crate) fn repository(&self, name: &str) -> Repository {
        let repository = Repository { dir: self.dir.join("repositories").join(name) };
        fs::create_dir_all(&repository.dir).unwrap();
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// The source of a repository.
    pub(crate) fn url(&self, name: &str) -> String {
        format!("git::{}", self.file_url(&format!("repositories/{name}")))
    }

    pub(crate) fn file_url(&self, path: &str) -> String {
        let path = self.dir.join(path).display().to_string().replace('\\', "/");
        format!("file:///{}", path.trim_start_matches('/'))
    }

    pub(crate) fn request(&self) -> Request {
        let root = self.dir.join("root");
        Request {
            roots: vec![Root { directory: root.clone(), boundary: root.clone() }],
            display_base: Some(root),
            module_map: Vec::new(),
            update: false,
            dry_run: false,
            allow_file: true,
            repositories: self.file_url("repositories"),
            limits: Limits::default(),
        }
    }

    pub(crate) fn fetch(&self) -> Outcome {
        self.fetch_as(|_| {})
    }

    pub(crate) fn update(&self) -> Outcome {
        self.fetch_as(|request| request.update = true)
    }

    /// Fetches with another request.
    pub(crate) fn fetch_as(&self, change: impl FnOnce(&mut Request)) -> Outcome {
        let mut request = self.request();
        change(&mut request);
        self.asked.lock().unwrap().clear();
        let watch = |event: Event<'_>| {
            if let Event::Asked(url) = event {
                self.asked.lock().unwrap().push(url.to_owned());
            }
        };
        let mut outcomes = ringfence_fetch::fetch(&request, &watch);
        assert_eq!(outcomes.len(), 1);
        outcomes.pop().unwrap()
    }

    /// How many times a repository was asked in the last fetch.
    pub(crate) fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    /// Addresses of the resources that the reader sees.
    pub(crate) fn addresses(&self) -> Vec<String> {
        let root = self.dir.join("root");
        let options = Options { boundary: Some(root.clone()), ..Options::default() };
        let stack = load(&root, &options, &Sources::default());
        stack.records.iter().map(|record| record.address.to_string()).collect()
    }

    pub(crate) fn manifest(&self) -> serde_json::Value {
        let text = fs::read(self.dir.join("root/.ringfence/modules/modules.json")).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    /// Names in the folder of modules; none if there is no folder.
    pub(crate) fn folders(&self) -> Vec<String> {
        let entries = fs::read_dir(self.dir.join("root/.ringfence/modules")).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// A repository, with files.
pub(crate) struct Repository {
    pub(crate) dir: PathBuf,
}

impl Repository {
    pub(crate) fn file(&self, path: &str, text: &str) -> &Self {
        write(&self.dir.join(path), text);
        self
    }

    /// Commits everything, and gives the commit.
    pub(crate) fn commit(&self) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message=x"]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Commits everything, and names the commit.
    pub(crate) fn tag(&self, name: &str) -> String {
        let commit = self.commit();
        self.git(&["tag", "--annotate", "--message=x", name]);
        commit
    }

    /// Runs git in it, with nobody's settings.
    pub(crate) fn git(&self, words: &[&str]) -> String {
        self.git_with(words, "")
    }

    /// The same with something to read.
    pub(crate) fn git_with(&self, words: &[&str], input: &str) -> String {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GIT_")) {
            command.env_remove(name);
        }
        command.args(["-c", "user.name=test", "-c", "user.email=test@example.com"]).args(words);
        command.current_dir(&self.dir).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The only module that was fetched, where nothing is missing.
pub(crate) fn only(outcome: &Outcome) -> &Fetched {
    assert_eq!(outcome.missing, [], "nothing is missing");
    assert_eq!(outcome.fetched.len(), 1, "{outcome:?}");
    &outcome.fetched[0]
}

/// Why the only module is missing.
pub(crate) fn only_error(outcome: &Outcome) -> &FetchError {
    assert_eq!(outcome.fetched, [], "nothing is fetched");
    assert_eq!(outcome.missing.len(), 1, "{outcome:?}");
    &outcome.missing[0].error
}

#[test]
fn the_public_repositories_are_a_url() {
    assert!(ringfence_terraform::GitUrl::parse(&format!("{PUBLIC_REPOSITORIES}/a/b")).is_ok());
}
