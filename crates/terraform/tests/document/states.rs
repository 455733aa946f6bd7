//! States: files of version 4, and what `terraform show -json` prints.

use ringfence_terraform::{Configured, DocumentKind, RecordKind};
use serde_json::json;

use super::fixture::{folder, json, read};

fn version_4() -> serde_json::Value {
    json!({
        "version": 4, "terraform_version": "1.11.4", "serial": 7, "lineage": "1d3f",
        "outputs": { "ids": { "value": ["a"], "type": ["list", "string"] },
                     "token": { "value": "hunter2", "type": "string", "sensitive": true } },
        "resources": [
            { "mode": "managed", "type": "aws_subnet", "name": "a",
              "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
              "instances": [
                { "index_key": 0, "attributes": { "cidr": "10.0.0.0/24" }, "sensitive_attributes": [] },
                { "index_key": 1, "attributes": { "cidr": "10.0.1.0/24" }, "sensitive_attributes": [] } ] },
            { "module": "module.m[\"x\"]", "mode": "managed", "type": "aws_db_instance", "name": "b",
              "provider": "module.m.provider[\"registry.terraform.io/hashicorp/aws\"].east",
              "instances": [{ "attributes": { "password": "hunter2", "name": "n" },
                "sensitive_attributes": [[{ "type": "get_attr", "value": "password" }]] }] },
            { "mode": "data", "type": "aws_vpc", "name": "main",
              "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
              "instances": [{ "attributes": { "id": "vpc-1" }, "sensitive_attributes": [] }] },
            { "mode": "managed", "type": "aws_vpc", "name": "old",
              "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
              "instances": [{ "deposed": "8cc2f1a4", "attributes": { "id": "vpc-0" } }] },
        ],
    })
}

#[test]
fn instances_of_a_state_file_are_records() {
    let read = json("v4", &version_4());
    assert_eq!(read.kind, DocumentKind::State);
    let password = r#"module.m["x"].aws_db_instance.b"#;
    assert_eq!(read.addresses(), ["aws_subnet.a[0]", "aws_subnet.a[1]", "data.aws_vpc.main", password]);
    assert_eq!(read.known("aws_subnet.a[1]", "cidr"), r#""10.0.1.0/24""#);
    assert_eq!(read.record("data.aws_vpc.main").kind, RecordKind::Data);
    assert!(!read.known(password, "password").contains("hunter2"));
    let provider = read.record(password).provider.as_ref().unwrap();
    assert_eq!(provider.name.as_ref(), "aws.east");
}

#[test]
fn outputs_of_a_state_are_typed_and_marked() {
    let read = json("outputs", &version_4());
    let outputs = &read.stack.outputs;
    assert_eq!(outputs.get("ids").unwrap().ty().to_json(), r#"["list","string"]"#);
    assert!(outputs.get("token").unwrap().is_sensitive());
}

#[test]
fn a_printed_state_has_the_records_of_its_file() {
    let printed = json!({
        "format_version": "1.0", "terraform_version": "1.11.4",
        "values": { "outputs": {}, "root_module": {
            "resources": [
                { "address": "aws_subnet.a[0]", "mode": "managed", "type": "aws_subnet", "name": "a", "index": 0,
                  "values": { "cidr": "10.0.0.0/24" }, "sensitive_values": {} },
                { "address": "aws_subnet.a[1]", "mode": "managed", "type": "aws_subnet", "name": "a", "index": 1,
                  "values": { "cidr": "10.0.1.0/24" }, "sensitive_values": {} },
                { "address": "data.aws_vpc.main", "mode": "data", "type": "aws_vpc", "name": "main",
                  "values": { "id": "vpc-1" }, "sensitive_values": {} } ],
            "child_modules": [{ "address": "module.m[\"x\"]", "resources": [
                { "address": "module.m[\"x\"].aws_db_instance.b", "mode": "managed", "type": "aws_db_instance",
                  "name": "b", "values": { "password": "hunter2", "name": "n" },
                  "sensitive_values": { "password": true } } ] }] } },
    });
    let (file, shown) = (json("file", &version_4()), json("printed", &printed));
    assert_eq!(shown.kind, DocumentKind::State);
    assert_eq!(shown.addresses(), file.addresses());
    for (left, right) in file.stack.records.iter().zip(&shown.stack.records) {
        assert_eq!((&left.base, &left.module, left.kind), (&right.base, &right.module, right.kind));
        for (name, value) in &left.body {
            let other = right.body.get(name).unwrap();
            assert_eq!(value.known_json(true), other.known_json(true), "{}.{name}", left.address);
            assert_eq!(value.is_sensitive(), other.is_sensitive(), "{}.{name}", left.address);
        }
    }
}

#[test]
fn a_state_beside_the_configuration_gives_its_outputs() {
    let dir = folder("remote");
    std::fs::create_dir(dir.join("net")).unwrap();
    std::fs::write(dir.join("net/terraform.tfstate"), version_4().to_string()).unwrap();
    let text = r#"
        data "terraform_remote_state" "net" {
          backend = "local"
          config  = { path = "${path.module}/net/terraform.tfstate" }
        }
        output "ids" { value = data.terraform_remote_state.net.outputs.ids }
    "#;
    std::fs::write(dir.join("main.tf"), text).unwrap();
    let options = ringfence_terraform::Options { boundary: Some(dir.clone()), ..Default::default() };
    let stack = ringfence_terraform::load(&dir, &options, &ringfence_model::Sources::default());
    assert_eq!(stack.outputs.get("ids").unwrap().known_json(true), r#"["a"]"#);
}

#[test]
fn a_state_that_is_read_as_one_is_the_same() {
    let file = folder("wanted").join("terraform.tfstate");
    std::fs::write(&file, version_4().to_string()).unwrap();
    let read = read(&file, Some(DocumentKind::State), Configured::Nowhere).unwrap();
    assert_eq!(read.stack.records.len(), 4);
}
