//! `ringfence fetch-modules` as a person runs it, and what a scan sees afterwards.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Run, empty_folder, findings, list, ringfence, ringfence_with, root, scan, text};

const OPEN_ETCD: &str = "testdata/rules/RF401-etcd-open-to-internet/bad-aws-world";

/// A folder for a test with an empty configuration of git; nothing, and a word about it, where there is no git.
fn folder(name: &str) -> Option<PathBuf> {
    if Command::new("git").arg("--version").output().is_err() {
        // Straight to the error stream: of a test that passes the macros' output is not shown.
        let _ = writeln!(std::io::stderr(), "skipped: {name} needs the program `git`, which is not here");
        return None;
    }
    let folder = empty_folder(&format!("fetch-{name}"));
    write(&folder.join("gitconfig"), "");
    fs::create_dir_all(folder.join("root")).expect("a folder can be made");
    Some(folder)
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

/// A repository `net` with a cluster whose etcd is open, tagged as a version; gives its source.
fn publish(folder: &Path) -> String {
    let repository = folder.join("acme/terraform-aws-net");
    let module = fs::read_to_string(root().join(OPEN_ETCD).join("main.tf")).expect("the case is there");
    write(&repository.join("main.tf"), &module);
    git(&repository, &["init", "--quiet", "--initial-branch=main"]);
    git(&repository, &["add", "--all"]);
    git(&repository, &["commit", "--quiet", "--message=x"]);
    git(&repository, &["tag", "v1.2.3"]);
    format!("git::{}", file_url(&repository))
}

/// Runs git, and gives what it prints.
fn git(dir: &Path, words: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=test", "-c", "user.email=test@example.com"]).args(words).current_dir(dir);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.output().expect("git runs");
    assert!(output.status.success(), "git {words:?}");
    String::from_utf8(output.stdout).expect("git prints UTF-8").trim().to_owned()
}

fn file_url(path: &Path) -> String {
    format!("file:///{}", path.display().to_string().replace('\\', "/").trim_start_matches('/'))
}

/// Runs the command for the folder's root module.
fn fetch(folder: &Path, flags: &[&str]) -> Run {
    let root = folder.join("root");
    let mut words = vec!["fetch-modules", root.to_str().expect("a path is UTF-8")];
    words.extend(flags);
    ringfence_with(&words, &[("GIT_CONFIG_GLOBAL", &folder.join("gitconfig")), ("HOME", folder)])
}

fn call(folder: &Path, source: &str) {
    write(&folder.join("root/main.tf"), &format!("module \"net\" {{\n  source = \"{source}\"\n}}\n"));
}

#[test]
fn a_scan_sees_what_was_fetched() {
    let Some(folder) = folder("end-to-end") else { return };
    let source = publish(&folder);
    call(&folder, &source);
    let before = scan(&[&folder.join("root")], &[]);
    assert_eq!(findings(&before), []);
    assert!(list(&before, "notices").iter().any(|notice| text(notice, "id") == "missing-module"));
    let run = fetch(&folder, &["--allow-file"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("module.net") && run.stdout.contains("1 module fetched, 0 kept, 0 missing"));
    let after = scan(&[&folder.join("root")], &[]);
    let found = findings(&after);
    let open = found.iter().find(|seen| seen.rule == "RF401" && seen.verdict == "violation");
    let open = open.unwrap_or_else(|| panic!("the open etcd is not found: {found:?}"));
    assert!(open.path.contains(".ringfence/modules/net/main.tf"), "{}", open.path);
    assert!(!list(&after, "notices").iter().any(|notice| text(notice, "id") == "missing-module"));
    let again = fetch(&folder, &["--allow-file"]);
    assert!(again.stdout.contains("0 modules fetched, 1 kept, 0 missing"), "{}", again.stdout);
}

#[test]
fn registry_modules_come_from_a_mirror() {
    let Some(folder) = folder("mirror") else { return };
    publish(&folder);
    write(
        &folder.join("root/main.tf"),
        "module \"net\" {\n  source  = \"acme/net/aws\"\n  version = \"~> 1.0\"\n}\n",
    );
    let mirror = file_url(&folder);
    let run = fetch(&folder, &["--allow-file", "--registry-repositories", &mirror]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("acme/net/aws 1.2.3") && run.stdout.contains("v1.2.3"), "{}", run.stdout);
    fs::remove_dir_all(folder.join("root/.ringfence")).expect("it is there");
    let config = format!("[url \"{mirror}\"]\n  insteadOf = https://github.com\n");
    write(&folder.join("gitconfig"), &config);
    let run = fetch(&folder, &[]);
    assert_eq!(run.code, 3);
    assert!(
        run.stderr.contains("the protocol `file` is not used"),
        "settings lead no further: {}",
        run.stderr
    );
    let run = fetch(&folder, &["--allow-file"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("https://github.com/acme/terraform-aws-net"), "{}", run.stdout);
}

#[test]
fn the_exit_code_says_whether_anything_is_missing() {
    let Some(folder) = folder("codes") else { return };
    let source = publish(&folder);
    call(&folder, &source);
    let dry = fetch(&folder, &["--allow-file", "--dry-run"]);
    assert_eq!(dry.code, 3);
    assert!(dry.stdout.contains("1 module to fetch"), "{}", dry.stdout);
    assert_eq!(fetch(&folder, &["--allow-file"]).code, 0);
    assert_eq!(fetch(&folder, &["--allow-file", "--dry-run"]).code, 0);
    call(&folder, "app.terraform.io/acme/net/aws");
    let run = fetch(&folder, &[]);
    assert_eq!(run.code, 3);
    for part in ["missing", "module.net", "`app.terraform.io`", "main.tf:1", "terraform init", "vendor/"] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    write(&folder.join("root/main.tf"), "module \"gone\" { source = \"./gone\" }\n");
    let run = fetch(&folder, &[]);
    assert!(run.code == 3 && run.stderr.contains("no such directory"), "{}", run.stderr);
    fs::remove_file(folder.join("root/main.tf")).expect("it is there");
    assert_eq!(fetch(&folder, &[]).code, 3, "no Terraform");
    assert_eq!(fetch(&folder, &["--registry-repositories", "--upload-pack=x"]).code, 2);
    assert_eq!(fetch(&folder, &["--no-such-flag"]).code, 2);
    assert_eq!(ringfence(&["fetch-modules", "no/such/folder"]).code, 2);
    let plan = folder.join("tfplan.json");
    write(&plan, "{\"format_version\": \"1.2\"}");
    assert_eq!(ringfence(&["fetch-modules", plan.to_str().expect("a path is UTF-8")]).code, 2);
}

#[cfg(unix)]
#[test]
fn the_users_filters_and_hooks_do_not_run_on_modules() {
    let Some(folder) = folder("filters") else { return };
    let canary = folder.join("canary");
    let (hooks, touch) = (folder.join("hooks"), format!("touch {}", canary.display()));
    for hook in ["post-checkout", "reference-transaction", "post-index-change"] {
        let hook = hooks.join(hook);
        write(&hook, &format!("#!/bin/sh\n{touch}\n"));
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(hook, mode).expect("a mode can be set");
    }
    let config = format!(
        "[core]\n  hooksPath = {}\n  fsmonitor = \"{touch}\"\n[filter \"evil\"]\n  smudge = \"{touch}; cat\"\n",
        hooks.display()
    );
    let source = publish(&folder);
    let repository = folder.join("acme/terraform-aws-net");
    write(&repository.join(".gitattributes"), "* filter=evil\n");
    git(&repository, &["add", "--all"]);
    git(&repository, &["commit", "--quiet", "--message=x"]);
    // Where the user's settings may be.
    write(&folder.join("gitconfig"), &config);
    write(&folder.join(".gitconfig"), &config);
    // A shortened commit is looked for in the whole history, which makes references.
    let short = git(&repository, &["rev-parse", "--short=9", "HEAD"]);
    for source in [source.clone(), format!("{source}?ref={short}")] {
        call(&folder, &source);
        assert_eq!(fetch(&folder, &["--allow-file"]).code, 0);
        assert!(folder.join("root/.ringfence/modules/net/.gitattributes").is_file());
        assert!(!canary.exists(), "something of the user's was run");
    }
    // The same settings do run where git is called without care, so the test can fail.
    let clone = folder.join("clone");
    let words = ["clone", "--quiet", repository.to_str().expect("UTF-8"), clone.to_str().expect("UTF-8")];
    let careless =
        Command::new("git").args(words).env("GIT_CONFIG_GLOBAL", folder.join("gitconfig")).status();
    assert!(careless.expect("git runs").success() && canary.exists());
}

#[test]
fn where_the_command_runs_does_not_lead_git_astray() {
    let Some(folder) = folder("astray") else { return };
    let source = publish(&folder);
    call(&folder, &source);
    let root = folder.join("root");
    let words = ["fetch-modules", root.to_str().expect("a path is UTF-8"), "--allow-file"];
    let elsewhere = folder.join("elsewhere");
    let run = ringfence_with(
        &words,
        &[
            ("GIT_DIR", &elsewhere),
            ("GIT_WORK_TREE", &elsewhere),
            ("GIT_INDEX_FILE", &elsewhere.join("index")),
        ],
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!elsewhere.exists());
}

#[test]
fn nothing_in_a_source_reaches_the_terminal_or_tells_a_password() {
    let Some(folder) = folder("terminal") else { return };
    write(
        &folder.join("root/main.tf"),
        "module \"a\" { source = \"git::https://user:s3cret@127.0.0.1:1/net.git\" }\n\
         module \"b\" { source = \"git::https://user:s3cret@example.com/\\u001b[31m.git\" }\n\
         module \"c\" {\n  source = \"acme/net/aws\"\n  version = \"\\u001b[31m\"\n}\n",
    );
    for flags in [&["--dry-run"][..], &[]] {
        let run = fetch(&folder, flags);
        let said = run.stdout + &run.stderr;
        assert_eq!(run.code, 3, "{said}");
        assert!(!said.contains("s3cret") && !said.contains("user:") && !said.contains('\u{1b}'), "{said}");
    }
}

#[test]
fn help_teaches() {
    let run = ringfence(&["fetch-modules", "--help"]);
    for part in
        ["git::", "--update", "--dry-run", "--allow-file", "vendor/", "Exit codes", ".ringfence/modules"]
    {
        assert!(run.stdout.contains(part), "{part}");
    }
}

#[test]
fn a_copy_that_is_named_is_neither_fetched_nor_missing() {
    let folder = empty_folder("fetch-module-map");
    let root_module = folder.join("root");
    let copy = format!("app.terraform.io/acme/net/aws={}", root().join(OPEN_ETCD).display());
    write(&root_module.join("main.tf"), "module \"net\" { source = \"app.terraform.io/acme/net/aws\" }\n");
    let root_module = root_module.to_str().expect("a path is UTF-8");
    let run = ringfence(&["fetch-modules", root_module, "--module-map", &copy]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("0 modules fetched, 1 kept, 0 missing"), "{}", run.stdout);
    let found = findings(&scan(&[Path::new(root_module)], &["--module-map", &copy]));
    assert!(found.iter().any(|seen| seen.rule == "RF401"), "{found:?}");
    assert!(ringfence(&["explain-roles", root_module, "--module-map", &copy]).stdout.contains("etcd"));
    let wrong = "app.terraform.io/acme/net/aws=no/such/folder";
    for command in ["scan", "explain-roles", "fetch-modules"] {
        assert_eq!(ringfence(&[command, root_module, "--module-map", wrong]).code, 2, "{command}");
        assert_eq!(ringfence(&[command, root_module, "--module-map", "a"]).code, 2, "{command}");
    }
}
