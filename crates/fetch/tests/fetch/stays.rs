//! What is here stays, and what is not wanted any more goes when asked.

use std::fs;

use crate::fixture::{Fixture, marker, only};

fn with_module(name: &str) -> Option<Fixture> {
    Fixture::calling(name, |fixture| {
        fixture.repository("net").file("main.tf", &marker("old")).commit();
        fixture.url("net")
    })
}

#[test]
fn a_second_run_does_nothing_and_an_update_brings_what_is_new() {
    let Some(fixture) = with_module("second-run") else { return };
    let first = only(&fixture.fetch()).clone();
    let manifest = fs::read(fixture.dir.join("root/.ringfence/modules/modules.json")).unwrap();
    let repository = crate::fixture::Repository { dir: fixture.dir.join("repositories/net") };
    let commit = repository.file("main.tf", &marker("new")).commit();
    let second = fixture.fetch();
    assert_eq!((second.kept, second.fetched.len(), fixture.asked()), (1, 0, 0));
    assert_eq!(fixture.addresses(), ["module.m.marker.old"]);
    let third = fixture.update();
    assert_ne!(only(&third).commit, first.commit);
    assert_eq!(only(&third).commit, Some(commit));
    assert_eq!(fixture.addresses(), ["module.m.marker.new"]);
    let again = fs::read(fixture.dir.join("root/.ringfence/modules/modules.json")).unwrap();
    assert_eq!(manifest, again, "the same modules give the same bytes");
}

#[test]
fn an_update_follows_what_the_new_state_calls() {
    let Some(fixture) = Fixture::new("update-nested") else { return };
    for name in ["one", "two"] {
        fixture.repository(name).file("main.tf", &marker(name)).commit();
    }
    let call = |name: &str| format!("module \"inner\" {{ source = \"{}\" }}\n", fixture.url(name));
    let middle = fixture.repository("middle");
    middle.file("main.tf", &call("one")).commit();
    fixture.file("main.tf", &format!("module \"m\" {{ source = \"{}\" }}\n", fixture.url("middle")));
    fixture.fetch();
    assert_eq!(fixture.addresses(), ["module.m.module.inner.marker.one"]);
    middle.file("main.tf", &call("two")).commit();
    let outcome = fixture.update();
    assert_eq!((outcome.fetched.len(), outcome.missing.len()), (2, 0));
    assert_eq!(fixture.asked(), 2, "what the old state called is not asked for");
    assert_eq!(fixture.addresses(), ["module.m.module.inner.marker.two"]);
}

#[test]
fn what_is_no_longer_called_goes_with_an_update_only() {
    let Some(fixture) = with_module("prune") else { return };
    fixture.fetch();
    fixture.file("main.tf", &marker("alone"));
    fixture.fetch();
    assert_eq!(fixture.folders(), ["m", "modules.json"]);
    fixture.update();
    assert_eq!(fixture.folders(), ["modules.json"]);
    assert_eq!(fixture.manifest(), serde_json::json!({"Modules": []}));
}

#[test]
fn modules_that_terraform_or_a_person_brought_are_kept() {
    let Some(fixture) = Fixture::new("brought-by-others") else { return };
    fixture.file(".terraform/modules/a/main.tf", &marker("a"));
    let manifest = serde_json::json!({"Modules": [
        {"Key": "", "Source": "", "Dir": "."},
        {"Key": "a", "Source": "registry.terraform.io/acme/a/cloud", "Version": "1.0.0", "Dir": ".terraform/modules/a"},
    ]});
    fixture.file(".terraform/modules/modules.json", &manifest.to_string());
    fixture.file("vendor/example.com/b/main.tf", &marker("b"));
    fixture.file(
        "main.tf",
        "module \"a\" { source = \"acme/a/cloud\" }\nmodule \"b\" { source = \"git::https://example.com/b.git\" }\n",
    );
    for outcome in [fixture.fetch(), fixture.update()] {
        assert_eq!((outcome.kept, outcome.missing.len(), fixture.asked()), (2, 0, 0));
    }
    assert_eq!(fixture.addresses(), ["module.a.marker.a", "module.b.marker.b"]);
    assert!(!fixture.dir.join("root/.ringfence").exists());
}

#[test]
fn a_dry_run_says_what_and_from_where_and_touches_nothing() {
    let Some(fixture) = Fixture::new("dry-run") else { return };
    let url = fixture.url("net");
    fixture.file(
        "main.tf",
        &format!(
            "module \"a\" {{ source = \"{url}?ref=v1\" }}\nmodule \"b\" {{\n  source = \"acme/b/cloud\"\n  version = \"~> 1.0\"\n}}\n"
        ),
    );
    let outcome = fixture.fetch_as(|request| request.dry_run = true);
    let planned: Vec<_> = outcome
        .planned
        .iter()
        .map(|one| (one.call.as_str(), one.from.as_str(), one.wanted.as_str()))
        .collect();
    let repository = fixture.file_url("repositories/acme/terraform-cloud-b");
    let from = url.trim_start_matches("git::");
    assert_eq!(planned, [("module.a", from, "v1"), ("module.b", repository.as_str(), "~> 1.0")]);
    assert_eq!((outcome.fetched.len(), fixture.asked()), (0, 0));
    assert!(!fixture.dir.join("root/.ringfence").exists());
}

#[test]
fn a_damaged_manifest_is_written_anew() {
    let Some(fixture) = with_module("damaged") else { return };
    fixture.fetch();
    fixture.file(".ringfence/modules/modules.json", "{ \"Modules\": [");
    only(&fixture.fetch());
    assert_eq!(fixture.addresses(), ["module.m.marker.old"]);
    fs::remove_dir_all(fixture.dir.join("root/.ringfence/modules/m")).unwrap();
    only(&fixture.fetch());
    assert_eq!(fixture.addresses(), ["module.m.marker.old"]);
}
