//! Sources and repositories that try something.

use std::fs;
use std::net::TcpListener;
use std::time::Duration;

use ringfence_fetch::{FetchError, Limits};

use crate::fixture::{Fixture, marker, only, only_error};

#[test]
fn hostile_sources_start_nothing() {
    let canary = "canary-of-hostile-sources";
    for (name, source) in [
        ("upload-pack", format!("git::--upload-pack=touch {canary}")),
        ("upload-pack-url", format!("--upload-pack=touch${{IFS}}{canary}")),
        ("ext", format!("git::ext::sh -c touch% {canary}")),
        ("ext-url", format!("git::ext://sh/{canary}")),
        ("ssh-option", format!("git::ssh://-oProxyCommand=touch${{IFS}}{canary}/net.git")),
        ("scp-option", format!("git@-oProxyCommand=touch:{canary}")),
        ("file", "file:///etc".to_owned()),
        ("absolute", "/etc".to_owned()),
        ("reference", "git::https://example.com/a.git?ref=--upload-pack=touch".to_owned()),
        ("encoded-reference", "git::https://example.com/a.git?ref=%2d%2dupload-pack".to_owned()),
        ("newline", "git::https://example.com/a.git\\n--upload-pack=touch".to_owned()),
        ("outward", "git::https://example.com/a.git//../../x".to_owned()),
        ("fd", "git::fd::17".to_owned()),
    ] {
        let Some(fixture) = Fixture::calling(name, |_| source.replace("${", "$${")) else { return };
        let outcome = fixture.fetch();
        let error = only_error(&outcome);
        let refused = matches!(error, FetchError::Source(_) | FetchError::Foreign(_));
        assert!(refused, "{source}: {error:?}");
        assert_eq!(fixture.asked(), 0, "{source}");
        assert!(!fixture.dir.join("root").join(canary).exists());
        let shown = format!("{} {} {}", outcome.missing[0].source, error, outcome.missing[0].cure());
        assert!(!shown.contains('\n'), "{shown}");
    }
}

#[test]
fn this_machine_is_read_with_leave_only() {
    let fixture = Fixture::calling("file-without-leave", |fixture| {
        fixture.repository("net").file("main.tf", &marker("net")).commit();
        fixture.url("net")
    });
    let Some(fixture) = fixture else { return };
    let outcome = fixture.fetch_as(|request| request.allow_file = false);
    assert_eq!(only_error(&outcome), &FetchError::Protocol("file".to_owned()));
    assert!(outcome.missing[0].cure().contains("--allow-file"));
    assert_eq!(fixture.asked(), 0);
}

#[test]
fn names_of_calls_lead_nowhere() {
    let Some(fixture) = Fixture::new("names") else { return };
    fixture.repository("net").file("main.tf", &marker("net")).commit();
    let url = fixture.url("net");
    let names = ["../../../out", "a/b", "..", ".", "a.b", "/etc/x", "a\\\\b", "-x"];
    let calls = names.map(|name| format!("module \"{name}\" {{ source = \"{url}\" }}\n"));
    fixture.file("main.tf", &calls.concat());
    let outcome = fixture.fetch();
    assert_eq!(outcome.fetched, []);
    assert!(outcome.missing.iter().all(|missing| missing.error == FetchError::Name), "{outcome:?}");
    assert_eq!(outcome.missing.len() + outcome.unread.len(), names.len(), "{outcome:?}");
    assert!(!fixture.dir.join("out").exists() && !fixture.dir.join("root/.ringfence").exists());
}

#[test]
fn a_manifest_that_leads_elsewhere_is_not_followed() {
    let Some(fixture) = Fixture::calling("manifest-outward", |fixture| {
        fixture.repository("net").file("main.tf", &marker("net")).commit();
        fixture.url("net")
    }) else {
        return;
    };
    let outside = fixture.dir.join("outside");
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("main.tf"), marker("outside")).unwrap();
    let entry =
        |dir: &str| serde_json::json!({"Modules": [{"Key": "m", "Source": fixture.url("net"), "Dir": dir}]});
    for dir in ["../outside", ".ringfence/modules/../../../outside", ".ringfence/modules/.."] {
        fixture.file(".ringfence/modules/modules.json", &entry(dir).to_string());
        only(&fixture.fetch());
        assert_eq!(fixture.addresses(), ["module.m.marker.net"], "{dir}");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_read_through_links() {
    let fixture = Fixture::calling("links", |fixture| {
        let repository = fixture.repository("net");
        repository.file("main.tf", &marker("net")).file("real/more.tf", "").file("secret.tf", &marker("own"));
        for (target, name) in [
            ("/etc/hostname", "absolute.tf"),
            ("../../../../outside/secret.tf", "relative.tf"),
            ("secret.tf", "beside.tf"),
        ] {
            std::os::unix::fs::symlink(target, repository.dir.join(name)).unwrap();
        }
        repository.commit();
        fixture.url("net")
    });
    let Some(fixture) = fixture else { return };
    fs::create_dir_all(fixture.dir.join("outside")).unwrap();
    fs::write(fixture.dir.join("outside/secret.tf"), marker("canary")).unwrap();
    only(&fixture.fetch());
    let brought = fixture.dir.join("root/.ringfence/modules/m");
    let is_there = |name: &str| fs::symlink_metadata(brought.join(name)).is_ok();
    assert!(is_there("beside.tf") && !is_there("absolute.tf") && !is_there("relative.tf"));
    assert!(!fixture.addresses().iter().any(|address| address.contains("canary")));
    fs::remove_dir_all(fixture.dir.join("root/.ringfence")).unwrap();
    std::os::unix::fs::symlink(fixture.dir.join("outside"), fixture.dir.join("root/.ringfence")).unwrap();
    assert!(matches!(only_error(&fixture.fetch()), FetchError::Store(_)));
    assert_eq!(fs::read_dir(fixture.dir.join("outside")).unwrap().count(), 1);
}

#[test]
fn a_repository_that_is_too_large_is_not_written() {
    let fixture = Fixture::calling("too-large", |fixture| {
        let repository = fixture.repository("net");
        repository.file("main.tf", &marker("net")).file("large.txt", &"x".repeat(100_000)).commit();
        fixture.url("net")
    });
    let Some(fixture) = fixture else { return };
    for limits in [Limits { bytes: 50_000, ..Limits::default() }, Limits { files: 1, ..Limits::default() }] {
        let outcome = fixture.fetch_as(|request| request.limits = limits);
        assert!(matches!(only_error(&outcome), FetchError::Size(_)), "{outcome:?}");
        assert_eq!(fixture.folders(), [""; 0]);
    }
    let outcome = fixture.fetch_as(|request| request.limits.repositories = 0);
    assert_eq!(only_error(&outcome), &FetchError::Repositories(0));
}

#[test]
fn a_server_that_says_nothing_is_left_after_a_while() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let source = format!("git::git://127.0.0.1:{port}/net.git");
    let Some(fixture) = Fixture::calling("silent-server", |_| source.clone()) else { return };
    let outcome = fixture.fetch_as(|request| request.limits.time = Duration::from_secs(1));
    assert_eq!(only_error(&outcome), &FetchError::Time(1));
    drop(listener);
    let outcome = fixture.fetch();
    assert!(matches!(only_error(&outcome), FetchError::Unreachable(_)), "{outcome:?}");
}

#[test]
fn submodules_are_not_followed() {
    let fixture = Fixture::calling("submodules", |fixture| {
        fixture.repository("inner").file("main.tf", &marker("inner")).commit();
        let repository = fixture.repository("net");
        let inner = fixture.file_url("repositories/inner");
        repository.file("main.tf", &marker("net"));
        repository.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &inner, "sub"]);
        repository.commit();
        fixture.url("net")
    });
    let Some(fixture) = fixture else { return };
    only(&fixture.fetch());
    assert!(!fixture.dir.join("root/.ringfence/modules/m/sub/main.tf").exists());
}

#[test]
fn credentials_are_never_told() {
    let source = "git::https://user:s3cret@127.0.0.1:1/net.git?ref=v1";
    let Some(fixture) = Fixture::calling("credentials", |_| source.to_owned()) else { return };
    let outcome = fixture.fetch();
    assert_eq!(outcome.missing.len(), 1);
    let told = format!("{outcome:?} {} {:?}", outcome.missing[0].cure(), fixture.asked.lock().unwrap());
    assert!(!told.contains("s3cret") && !told.contains("user"), "{told}");
    assert!(matches!(only_error(&outcome), FetchError::Unreachable(_)), "{outcome:?}");
}

#[test]
fn a_few_objects_that_unfold_into_millions_of_files_are_not_written() {
    let fixture = Fixture::calling("unfolds", |fixture| {
        let repository = fixture.repository("net");
        repository.file("main.tf", &marker("net")).commit();
        let mut tree = repository.git(&["write-tree"]);
        // Each level holds the one below ten times.
        for _ in 0..7 {
            let entries: Vec<String> =
                (0..10).map(|copy| format!("040000 tree {tree}\tcopy-{copy}\n")).collect();
            tree = repository.git_with(&["mktree"], &entries.concat());
        }
        let commit = repository.git(&["commit-tree", "-m", "x", &tree]);
        repository.git(&["update-ref", "refs/heads/main", &commit]);
        fixture.url("net")
    });
    let Some(fixture) = fixture else { return };
    let outcome = fixture.fetch();
    assert!(matches!(only_error(&outcome), FetchError::Size(_)), "{outcome:?}");
    assert_eq!(fixture.folders(), [""; 0]);
}
