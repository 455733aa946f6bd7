//! Repositories, and the state of them that a source names.

use ringfence_fetch::FetchError;

use crate::fixture::{Fixture, marker, only, only_error};

/// A repository with a tag, a branch and a later commit, each with a resource of that name.
fn versions(fixture: &Fixture) -> [String; 3] {
    let repository = fixture.repository("net");
    let tagged =
        repository.file("main.tf", &marker("tagged")).file("deep/er/main.tf", &marker("deep")).tag("v1");
    repository.git(&["checkout", "--quiet", "-b", "topic/a"]);
    let branch = repository.file("main.tf", &marker("branch")).commit();
    repository.git(&["checkout", "--quiet", "main"]);
    let main = repository.file("main.tf", &marker("main")).commit();
    [tagged, branch, main]
}

fn fetched_from(name: &str, end: &str) -> Option<(Vec<String>, Option<String>)> {
    let fixture = Fixture::calling(name, |fixture| {
        versions(fixture);
        format!("{}{end}", fixture.url("net"))
    })?;
    let outcome = fixture.fetch();
    let fetched = only(&outcome);
    Some((fixture.addresses(), fetched.reference.clone()))
}

#[test]
fn each_kind_of_reference_is_brought() {
    for (name, end, resource) in [
        ("plain", "", "module.m.marker.main"),
        ("tag", "?ref=v1", "module.m.marker.tagged"),
        ("branch", "?ref=topic%2Fa&depth=1", "module.m.marker.branch"),
        ("full-tag", "?ref=refs/tags/v1", "module.m.marker.tagged"),
        ("subdirectory", "//deep/er?ref=v1", "module.m.marker.deep"),
    ] {
        let Some((addresses, _)) = fetched_from(name, end) else { return };
        assert_eq!(addresses, [resource], "{end}");
    }
}

#[test]
fn commits_are_brought_whole_and_shortened() {
    for (name, length) in [("commit", 40), ("short-commit", 9)] {
        let Some(fixture) = Fixture::new(name) else { return };
        let [tagged, branch, main] = versions(&fixture);
        for (commit, resource) in [(tagged, "tagged"), (branch, "branch"), (main, "main")] {
            let source = format!("{}?ref={}", fixture.url("net"), &commit[..length]);
            fixture.file("main.tf", &format!("module \"m\" {{\n  source = \"{source}\"\n}}\n"));
            let outcome = fixture.fetch();
            assert_eq!(only(&outcome).commit.as_deref(), Some(commit.as_str()));
            assert_eq!(fixture.addresses(), [format!("module.m.marker.{resource}")]);
        }
    }
}

#[test]
fn a_commit_that_no_branch_points_to_is_brought() {
    let Some(fixture) = Fixture::new("older-commit") else { return };
    let repository = fixture.repository("net");
    let old = repository.file("main.tf", &marker("old")).commit();
    repository.file("main.tf", &marker("new")).commit();
    fixture
        .file("main.tf", &format!("module \"m\" {{\n  source = \"{}?ref={old}\"\n}}\n", fixture.url("net")));
    only(&fixture.fetch());
    assert_eq!(fixture.addresses(), ["module.m.marker.old"]);
}

#[test]
fn what_is_written_is_what_terraform_would_write() {
    let Some(fixture) = Fixture::calling("manifest", |fixture| {
        versions(fixture);
        format!("{}//deep/er?ref=v1", fixture.url("net"))
    }) else {
        return;
    };
    fixture.fetch();
    let source = format!("{}//deep/er?ref=v1", fixture.url("net"));
    let module = serde_json::json!({"Key": "m", "Source": source, "Dir": ".ringfence/modules/m/deep/er"});
    assert_eq!(fixture.manifest(), serde_json::json!({"Modules": [module]}));
    assert_eq!(fixture.folders(), ["m", "modules.json"], "no history and nothing unfinished stays");
    assert!(!fixture.dir.join("root/.ringfence/modules/m/.git").exists());
    assert!(!fixture.dir.join("root/.terraform").exists());
}

#[test]
fn what_is_not_there_is_named() {
    for (name, end, reason) in [
        ("no-repository", "-none", "there is no repository at"),
        ("no-reference", "?ref=v9", "has no branch, tag or commit `v9`"),
        ("no-commit", "?ref=c0ffee1234", "has no branch, tag or commit `c0ffee1234`"),
        ("no-directory", "//none?ref=v1", "the repository has no directory `none`"),
    ] {
        let fixture = Fixture::calling(name, |fixture| {
            versions(fixture);
            format!("{}{end}", fixture.url("net"))
        });
        let Some(fixture) = fixture else { return };
        let outcome = fixture.fetch();
        let error = only_error(&outcome).to_string();
        assert!(error.contains(reason), "{error}");
        assert_eq!(outcome.missing[0].place, "main.tf:1");
        assert!(!outcome.missing[0].cure().is_empty());
        assert_eq!(fixture.folders(), [""; 0], "{name}: nothing is left");
    }
}

#[test]
fn an_empty_repository_has_nothing_to_bring() {
    let fixture = Fixture::calling("empty-repository", |fixture| {
        fixture.repository("net");
        fixture.url("net")
    });
    let Some(fixture) = fixture else { return };
    assert!(matches!(only_error(&fixture.fetch()), FetchError::NoReference { .. }));
}

#[test]
fn a_directory_without_configuration_is_said_and_not_asked_for_again() {
    let fixture = Fixture::calling("no-configuration", |fixture| {
        fixture.repository("net").file("README.md", "x").commit();
        fixture.url("net")
    });
    let Some(fixture) = fixture else { return };
    let outcome = fixture.fetch();
    let error = outcome.missing[0].error.to_string();
    assert!(error.contains("no Terraform configuration"), "{error}");
    assert_eq!(fixture.fetch().missing, outcome.missing);
    assert_eq!(fixture.asked(), 0);
}

#[test]
fn what_is_brought_by_other_means_is_said_with_the_cure() {
    for (name, source, reason, cure) in [
        (
            "archive",
            "https://example.com/net.zip",
            "an archive behind a URL",
            "git::https://example.com/net.zip",
        ),
        ("bucket", "s3::https://s3.amazonaws.com/b/net.zip", "an archive in an S3 bucket", "terraform init"),
        (
            "private",
            "app.terraform.io/acme/net/aws",
            "private registry `app.terraform.io`",
            "vendor/app.terraform.io/acme/net/aws",
        ),
        ("plain-http", "git::http://example.com/net.git", "the protocol `http`", "https://"),
        ("no-prefix", "modules/net", "no kind of source", "./"),
    ] {
        let Some(fixture) = Fixture::calling(name, |_| source.to_owned()) else { return };
        let outcome = fixture.fetch();
        let error = only_error(&outcome).to_string();
        assert!(error.contains(reason), "{error}");
        assert!(outcome.missing[0].cure().contains(cure), "{}", outcome.missing[0].cure());
        assert_eq!(fixture.asked(), 0);
    }
}

#[test]
fn one_module_that_fails_does_not_keep_others_away() {
    let Some(fixture) = Fixture::new("one-fails") else { return };
    versions(&fixture);
    let (good, bad) = (fixture.url("net"), fixture.url("none"));
    fixture.file(
        "main.tf",
        &format!("module \"a\" {{ source = \"{bad}\" }}\nmodule \"b\" {{ source = \"{good}\" }}\n"),
    );
    let outcome = fixture.fetch();
    assert_eq!((outcome.fetched.len(), outcome.missing.len()), (1, 1));
    assert_eq!(fixture.addresses(), ["module.b.marker.main"]);
}

#[test]
fn what_cannot_be_read_is_said_since_calls_may_stand_in_it() {
    let fixture = Fixture::calling("unread", |fixture| {
        versions(fixture);
        fixture.url("net")
    });
    let Some(fixture) = fixture else { return };
    fixture.file("broken.tf", "locals {\n  a = 1\n}\nmodule \"x\" {\n  source = = \"./x\"\n");
    let outcome = fixture.fetch();
    assert_eq!(outcome.fetched.len(), 1);
    assert!(!outcome.unread.is_empty());
    assert!(outcome.unread.iter().all(|why| why.starts_with("broken.tf:")), "{:?}", outcome.unread);
}
