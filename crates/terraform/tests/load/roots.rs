//! Which directories are root modules.

use ringfence_terraform::roots;

use crate::fixture::Fixture;

fn found(fixture: &Fixture, at: &str) -> Vec<String> {
    let at = fixture.dir.join(at);
    let paths = roots(&at).paths;
    paths.iter().map(|path| path.strip_prefix(&fixture.dir).unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn directories_that_nobody_calls() {
    let fixture = Fixture::new("roots")
        .file("live/prod/main.tf", "module \"a\" {\n  source = \"../../modules/a\"\n}\n")
        .file("live/dev/main.tf", "")
        .file("modules/a/main.tf", "module \"b\" {\n  // here\n  source  =  \"../b\"\n}\n")
        .file("modules/b/main.tf", "")
        .file(".terraform/modules/x/main.tf", "")
        .file("docs/readme.md", "");
    assert_eq!(found(&fixture, ""), ["live/dev", "live/prod"]);
    assert_eq!(found(&fixture, "modules"), ["modules/a"]);
    assert_eq!(found(&fixture, "modules/b"), ["modules/b"]);
    assert_eq!(found(&fixture, "live/dev/main.tf"), ["live/dev/main.tf"]);
}

#[test]
fn the_given_directory_is_a_root_even_if_an_example_calls_it() {
    let fixture = Fixture::new("roots_example")
        .file("main.tf", "")
        .file("examples/x/main.tf", "module \"it\" {\n  source = \"../..\"\n}\n");
    assert_eq!(found(&fixture, ""), ["", "examples/x"]);
}

#[test]
fn nothing_to_analyse_is_said() {
    let fixture = Fixture::new("roots_none").file("a.txt", "");
    assert!(roots(&fixture.dir).notices[0].message.contains("no Terraform"));
    assert!(roots(&fixture.dir.join("gone")).notices[0].message.contains("does not exist"));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_tree_call_nothing() {
    let fixture = Fixture::new("roots_links/inner")
        .file("main.tf", "")
        .file("a/main.tf", "")
        .file("../outside.tf", "module \"a\" {\n  source = \"./a\"\n}\n");
    std::os::unix::fs::symlink("../outside.tf", fixture.dir.join("link.tf")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", fixture.dir.join("zero.tf")).unwrap();
    assert_eq!(found(&fixture, ""), ["", "a"]);
    // A link to what lies in the tree is as good as the file.
    let fixture = Fixture::new("roots_inner_links")
        .file("main.tf", "")
        .file("a/main.tf", "")
        .file("shared/calls.txt", "module \"a\" {\n  source = \"./a\"\n}\n");
    std::os::unix::fs::symlink("shared/calls.txt", fixture.dir.join("link.tf")).unwrap();
    assert_eq!(found(&fixture, ""), [""]);
}

#[test]
fn directories_that_lie_too_deep_are_told() {
    let deep = vec!["d"; 40].join("/") + "/main.tf";
    let fixture = Fixture::new("roots_deep").file("main.tf", "").file(&deep, "");
    let roots = roots(&fixture.dir);
    assert_eq!(roots.paths, std::slice::from_ref(&fixture.dir));
    assert!(roots.notices[0].message.contains("deeper than 32"), "{:?}", roots.notices);
}
