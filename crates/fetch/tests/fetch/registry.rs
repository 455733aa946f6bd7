//! Modules of a registry: which version is brought.

use ringfence_fetch::FetchError;

use crate::fixture::{Fixture, marker, only, only_error};

/// Makes the repository of `acme/net/cloud`, with a resource named for each tag.
fn publish(fixture: &Fixture, tags: &[&str]) {
    let repository = fixture.repository("acme/terraform-cloud-net");
    for tag in tags {
        let name = marker(&tag.replace(['.', '/'], "_"));
        repository.file("main.tf", &name).file("modules/inner/main.tf", &name).tag(tag);
    }
    repository.file("main.tf", &marker("untagged")).commit();
}

fn call(fixture: &Fixture, source: &str, version: &str) {
    let version = if version.is_empty() { String::new() } else { format!("  version = \"{version}\"\n") };
    fixture.file("main.tf", &format!("module \"m\" {{\n  source  = \"{source}\"\n{version}}}\n"));
}

const TAGS: [&str; 8] =
    ["0.9.0", "v1.0.0", "1.9.0", "v1.10.0", "v2.0.0-rc.1", "v2.0.0", "v2.1.0-beta", "other-3.0.0"];

#[test]
fn the_newest_version_that_fits_is_brought() {
    let Some(fixture) = Fixture::new("newest") else { return };
    publish(&fixture, &TAGS);
    for (constraint, version, resource) in [
        ("", "2.0.0", "v2_0_0"),
        ("~> 1.0", "1.10.0", "v1_10_0"),
        ("~> 1.9.0", "1.9.0", "1_9_0"),
        (">= 0.5, < 1.0", "0.9.0", "0_9_0"),
        ("2.1.0-beta", "2.1.0-beta", "v2_1_0-beta"),
        ("!= 2.0.0", "1.10.0", "v1_10_0"),
    ] {
        call(&fixture, "acme/net/cloud", constraint);
        let outcome = fixture.update();
        assert_eq!(only(&outcome).version.as_deref(), Some(version), "{constraint}");
        assert_eq!(fixture.addresses(), [format!("module.m.marker.{resource}")], "{constraint}");
        assert_eq!(fixture.manifest()["Modules"][0]["Version"], version);
        assert_eq!(fixture.manifest()["Modules"][0]["Source"], "registry.terraform.io/acme/net/cloud");
    }
}

#[test]
fn hosts_of_public_registries_and_directories_are_known() {
    let Some(fixture) = Fixture::new("hosts") else { return };
    publish(&fixture, &TAGS);
    for source in
        ["registry.terraform.io/acme/net/cloud", "registry.opentofu.org/acme/net/cloud//modules/inner"]
    {
        call(&fixture, source, "~> 1.0");
        assert_eq!(only(&fixture.update()).version.as_deref(), Some("1.10.0"), "{source}");
        assert_eq!(fixture.addresses(), ["module.m.marker.v1_10_0"], "{source}");
    }
}

#[test]
fn a_constraint_that_nothing_fits_names_what_there_is() {
    let Some(fixture) = Fixture::new("nothing-fits") else { return };
    publish(&fixture, &TAGS);
    call(&fixture, "acme/net/cloud", "~> 3.0");
    let error = only_error(&fixture.fetch()).to_string();
    assert!(error.contains("fits `~> 3.0`; the newest is 2.0.0"), "{error}");
    call(&fixture, "acme/net/cloud", "newest");
    assert_eq!(only_error(&fixture.fetch()), &FetchError::Constraint("newest".to_owned()));
    assert_eq!(fixture.asked(), 0);
}

#[test]
fn a_repository_without_versions_is_said() {
    let Some(fixture) = Fixture::new("no-versions") else { return };
    publish(&fixture, &["latest"]);
    call(&fixture, "acme/net/cloud", "");
    assert!(matches!(only_error(&fixture.fetch()), FetchError::NoVersions(_)));
    call(&fixture, "acme/none/cloud", "");
    assert!(matches!(only_error(&fixture.fetch()), FetchError::NoRepository(_)));
}

#[test]
fn a_version_that_still_fits_is_kept_and_one_that_does_not_is_replaced() {
    let Some(fixture) = Fixture::new("constraint-changes") else { return };
    publish(&fixture, &TAGS);
    call(&fixture, "acme/net/cloud", "~> 1.0");
    only(&fixture.fetch());
    call(&fixture, "acme/net/cloud", ">= 1.10");
    let outcome = fixture.fetch();
    assert_eq!((outcome.kept, outcome.fetched.len(), fixture.asked()), (1, 0, 0));
    call(&fixture, "acme/net/cloud", ">= 2.0");
    assert_eq!(only(&fixture.fetch()).version.as_deref(), Some("2.0.0"));
    assert_eq!(fixture.addresses(), ["module.m.marker.v2_0_0"]);
}

#[test]
fn a_module_without_configuration_is_not_asked_for_again() {
    let Some(fixture) = Fixture::new("registry-without-configuration") else { return };
    fixture.repository("acme/terraform-cloud-net").file("README.md", "x").tag("v1.0.0");
    call(&fixture, "acme/net/cloud", "");
    let first = fixture.fetch().missing;
    assert!(first[0].error.to_string().contains("no Terraform configuration"), "{first:?}");
    assert_eq!((fixture.fetch().missing, fixture.asked()), (first, 0));
}
