//! Files that the configuration reads.

use ringfence_model::{NoticeId, Truth};

use crate::fixture::Fixture;

#[test]
fn the_origin_of_a_files_content_is_the_whole_file() {
    let fixture = Fixture::new("file").file("data/p.json", "{\"a\": 1}").file(
        "main.tf",
        "resource \"t\" \"t\" {\n  text = file(\"${path.module}/data/p.json\")\n  code = filebase64(\"data/p.json\")\n}\n",
    );
    let loaded = fixture.load();
    let text = loaded.value("t.t", "text");
    assert_eq!(text.as_str(), Some("{\"a\": 1}"));
    assert_eq!(loaded.sources.place(text.origin.at).unwrap().path.as_ref(), "data/p.json");
    assert_eq!(loaded.literal(text), "{\"a\": 1}");
    let code = loaded.value("t.t", "code");
    assert_eq!(code.decoded_text(), Some("{\"a\": 1}"));
    assert_eq!(code.decoded().unwrap().origin.at, text.origin.at);
}

#[test]
fn nothing_outside_the_tree_is_read() {
    let fixture = Fixture::new("outside/inner").file(
        "main.tf",
        r#"
resource "t" "t" {
  absolute = file("/etc/hostname")
  above    = file("../secret.txt")
  home     = file("~/.ssh/id_rsa.pub")
  caught   = try(file("../secret.txt"), "fallback")
  exists   = fileexists("../secret.txt")
  missing  = try(file("not-there.txt"), "fallback")
}
"#,
    );
    std::fs::write(fixture.dir.join("../secret.txt"), "secret").unwrap();
    let loaded = fixture.load();
    for attribute in ["absolute", "above", "home", "caught", "exists"] {
        assert_eq!(loaded.shown("t.t", attribute), "?unread", "{attribute}");
    }
    assert_eq!(loaded.shown("t.t", "missing"), "\"fallback\"");
    assert!(loaded.notices(NoticeId::Unreadable).iter().all(|message| message.contains("outside")));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_tree_are_not_followed() {
    let fixture = Fixture::new("links/inner").file(
        "main.tf",
        "module \"m\" { source = \"./link\" }\nresource \"t\" \"t\" {\n  a = file(\"secret\")\n  b = fileset(\".\", \"*\")\n}\n",
    );
    let outside = fixture.dir.join("../out");
    std::fs::create_dir_all(&outside).unwrap();
    std::fs::write(outside.join("main.tf"), "resource \"secret\" \"s\" {}\n").unwrap();
    std::os::unix::fs::symlink(&outside, fixture.dir.join("link")).unwrap();
    std::os::unix::fs::symlink(outside.join("main.tf"), fixture.dir.join("secret")).unwrap();
    let loaded = fixture.load();
    assert_eq!(loaded.addresses(), ["t.t"]);
    assert_eq!(loaded.shown("t.t", "a"), "?unread");
    assert_eq!(loaded.notices(NoticeId::MissingModule).len(), 1);
    assert!(!loaded.notices(NoticeId::Unreadable).is_empty());
}

#[test]
fn a_file_that_is_too_large_costs_only_itself() {
    let fixture = Fixture::new("large")
        .file("big.tf", format!("x = \"{}\"", "a".repeat(65 << 20)))
        .file("ok.tf", "resource \"t\" \"t\" {}\n");
    let loaded = fixture.load();
    assert_eq!(loaded.addresses(), ["t.t"]);
    assert_eq!(loaded.notices(NoticeId::Unreadable).len(), 1);
}

#[test]
fn a_directory_without_terraform_is_an_error() {
    let fixture = Fixture::new("nothing").file("readme.md", "x");
    let loaded = fixture.load();
    assert_eq!(loaded.notices(NoticeId::NoInput).len(), 1);
}

#[test]
fn a_file_for_opentofu_stands_for_the_one_beside_it() {
    let loaded = Fixture::new("files_tofu")
        .file("main.tf", "resource \"t\" \"terraform\" {}\n")
        .file("main.tofu", "resource \"t\" \"tofu\" {}\n")
        .file("both.tf", "resource \"t\" \"both\" {\n  a = 1\n}\n")
        .file("more.tofu.json", r#"{"resource": {"t": {"json": {}}}}"#)
        .file("more_override.tofu", "resource \"t\" \"both\" {\n  a = 2\n}\n")
        .load();
    assert_eq!(loaded.addresses(), ["t.both", "t.json", "t.tofu"]);
    assert_eq!(loaded.shown("t.both", "a"), "2");
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_not_opened() {
    let fixture = Fixture::new("pipes").file(
        "main.tf",
        "resource \"t\" \"t\" {\n  a = file(\"pipe\")\n  b = templatefile(\"pipe\", {})\n  c = fileexists(\"pipe\")\n}\n",
    );
    for name in ["pipe", "pipe.tf", "pipe.tf.json", "terraform.tfvars", "modules.json"] {
        let made = std::process::Command::new("mkfifo").arg(fixture.dir.join(name)).status().unwrap();
        assert!(made.success());
    }
    std::fs::create_dir_all(fixture.dir.join(".terraform/modules")).unwrap();
    std::fs::rename(fixture.dir.join("modules.json"), fixture.dir.join(".terraform/modules/modules.json"))
        .unwrap();
    let loaded = fixture.load();
    assert_eq!(loaded.addresses(), ["t.t"]);
    assert_eq!(loaded.shown("t.t", "a"), "?unread");
    assert_eq!(loaded.shown("t.t", "c"), "false");
    let said = loaded.notices(NoticeId::Unreadable);
    assert!(said.iter().all(|message| message.contains("not a regular file")), "{said:?}");
    assert_eq!(ringfence_terraform::roots(&fixture.dir).paths.len(), 1);
}

#[test]
fn what_only_opentofu_has_is_left_open() {
    let loaded = Fixture::new("files_tofu_only")
        .file(
            "main.tofu",
            r#"
provider "aws" {
  alias    = "by"
  for_each = toset(["a", "b"])
  region   = each.value
}
resource "aws_vpc" "each" {
  for_each = toset(["a", "b"])
  provider = aws.by[each.key]
}
resource "aws_vpc" "off" {
  lifecycle { enabled = false }
}
resource "aws_vpc" "on" {
  lifecycle { enabled = true }
}
"#,
        )
        .load();
    let exists: Vec<_> =
        loaded.stack.records.iter().map(|record| (record.address.as_ref(), record.exists)).collect();
    assert_eq!(
        exists,
        [
            ("aws_vpc.each[\"a\"]", Truth::Yes),
            ("aws_vpc.each[\"b\"]", Truth::Yes),
            ("aws_vpc.off", Truth::Unknown),
            ("aws_vpc.on", Truth::Yes),
        ]
    );
    let provider = loaded.record("aws_vpc.each[\"a\"]").provider.as_ref().unwrap();
    assert_eq!(provider.name.as_ref(), "aws.by");
    let [configured] = loaded.stack.providers.as_slice() else { panic!("{:?}", loaded.stack.providers) };
    assert!(!configured.body.get("region").unwrap().is_known());
    assert_eq!(loaded.notices(NoticeId::Unsupported).len(), 2);
}
