//! What is written for sensitive variables is hidden in the sources, and nothing else is.

use ringfence_model::{FileId, Sources};
use ringfence_terraform::{Options, VariableSource, load};

use crate::fixture::Fixture;

const ROOT: &str = r#"
variable "secret" {
  sensitive = true
  default   = "in the default"
}
variable "open" { default = "seen" }
variable "unset" {
  sensitive = true
  default   = null
}
module "m" {
  source  = "./m"
  passed  = "in a call"
  through = var.secret
  plain   = "seen"
}
"#;

const CALLED: &str = r#"
variable "passed" { sensitive = true }
variable "through" { sensitive = true }
variable "plain" {}
variable "inner" {
  sensitive = true
  default   = { a = ["in a module"] }
}
"#;

/// The hidden parts of all files.
fn hidden(fixture: &Fixture, options: &Options) -> Vec<String> {
    let sources = Sources::default();
    load(&fixture.dir, options, &sources);
    let files = (0..).map_while(|id| sources.get(FileId(id)));
    let parts = |file: &ringfence_model::SourceFile| {
        let text = |part: &std::ops::Range<u32>| file.text[part.start as usize..part.end as usize].to_owned();
        file.hidden().iter().map(text).collect::<Vec<_>>()
    };
    let mut all: Vec<String> = files.flat_map(|file| parts(&file)).collect();
    all.sort();
    all
}

#[test]
fn values_of_sensitive_variables_are_hidden_wherever_they_are_written() {
    let fixture = Fixture::new("secrets")
        .file("main.tf", ROOT)
        .file("more_override.tf", "variable \"secret\" { default = \"in an override\" }\n")
        .file("m/main.tf", CALLED)
        .file("terraform.tfvars", "secret = \"in a file\"\nopen = \"seen\"\n")
        .file("x.auto.tfvars.json", r#"{ "secret": "in JSON", "open": "seen" }"#);
    let options = Options {
        variables: vec![VariableSource::Value { name: "secret".to_owned(), text: "on the line".to_owned() }],
        environment: [("secret".to_owned(), "around".to_owned()), ("open".to_owned(), "seen".to_owned())]
            .into(),
        ..Options::default()
    };
    assert_eq!(
        hidden(&fixture, &options),
        [
            "\"in JSON\"",
            "\"in a call\"",
            "\"in a file\"",
            "\"in an override\"",
            "\"in the default\"",
            "on the line",
            "{ a = [\"in a module\"] }",
        ]
    );
}
