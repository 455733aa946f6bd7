//! What is unknown in a plan refers to what its expression refers to: instance by instance.

use serde_json::{Value as Json, json};

use super::fixture::{creation, json, plan};

fn resource(address: &str, expressions: &Json) -> Json {
    let (kind, name) = address.split_once('.').unwrap();
    json!({ "address": address, "mode": "managed", "type": kind, "name": name, "expressions": expressions })
}

#[test]
fn the_longest_reference_is_the_reason() {
    let changes = json!([
        creation("aws_vpc.a", &json!({}), &json!({ "id": true })),
        creation("aws_subnet.a", &json!({}), &json!({ "id": true, "vpc_id": true })),
    ]);
    let configured = json!([
        resource("aws_vpc.a", &json!({})),
        resource("aws_subnet.a", &json!({ "vpc_id": { "references": ["aws_vpc.a.id", "aws_vpc.a"] } })),
    ]);
    let read = json("longest", &plan(&changes, &configured));
    assert_eq!(read.why("aws_subnet.a", "vpc_id"), "aws_vpc.a.id (known after apply)");
    // Nothing is written for what the provider gives.
    assert_eq!(read.why("aws_subnet.a", "id"), "a value (known after apply)");
}

#[test]
fn an_instance_refers_to_its_own_twin() {
    let mut changes = Vec::new();
    for key in ["[0]", "[1]"] {
        changes.push(creation(&format!("aws_vpc.a{key}"), &json!({}), &json!({ "id": true })));
        changes.push(creation(&format!("aws_subnet.a{key}"), &json!({}), &json!({ "vpc_id": true })));
    }
    let mut vpc = resource("aws_vpc.a", &json!({}));
    vpc["count_expression"] = json!({ "constant_value": 2 });
    let references = json!({ "vpc_id": { "references": ["aws_vpc.a", "count.index"] } });
    let mut subnet = resource("aws_subnet.a", &references);
    subnet["count_expression"] = json!({ "constant_value": 2 });
    let read = json("twin", &plan(&Json::Array(changes), &json!([vpc, subnet])));
    for index in 0..2 {
        let why = read.why(&format!("aws_subnet.a[{index}]"), "vpc_id");
        assert!(why.contains(&format!("aws_vpc.a[{index}]")), "{why}");
        assert!(!why.contains(&format!("aws_vpc.a[{}]", 1 - index)), "{why}");
    }
}

#[test]
fn references_go_into_modules_and_out_of_them() {
    let document = json!({
        "format_version": "1.2",
        "planned_values": { "root_module": {} },
        "resource_changes": [
            creation("module.net.aws_vpc.this", &json!({}), &json!({ "id": true })),
            creation("module.nodes.aws_instance.n", &json!({}), &json!({ "vpc": true })),
        ],
        "configuration": { "root_module": { "module_calls": {
            "net": { "source": "./net", "module": {
                "resources": [resource("aws_vpc.this", &json!({}))],
                "outputs": { "id": { "expression": { "references": ["aws_vpc.this.id", "aws_vpc.this"] } } },
            } },
            "nodes": { "source": "./nodes",
                "expressions": { "vpc": { "references": ["module.net.id", "module.net"] } },
                "module": {
                    "variables": { "vpc": {} },
                    "resources": [resource("aws_instance.n", &json!({ "vpc": { "references": ["var.vpc"] } }))],
                } },
        } } },
    });
    let read = json("modules", &document);
    let value = read.value("module.nodes.aws_instance.n", "vpc");
    let reason = value.reason().unwrap();
    let references: Vec<String> = reason.references().iter().map(ToString::to_string).collect();
    assert_eq!(references, ["module.net.aws_vpc.this.id"]);
}

#[test]
fn references_in_a_circle_end() {
    // Terraform refuses such a configuration; a plan that claims it is nobody's.
    let call = |name: &str, other: &str| {
        json!({ "source": "./m",
            "expressions": { "in": { "references": [format!("module.{other}.out"), format!("module.{other}")] } },
            "module": {
                "variables": { "in": {} },
                "outputs": { "out": { "expression": { "references": ["var.in"] } } },
                "resources": [resource("aws_instance.n", &json!({ "vpc": { "references": ["var.in"] } }))],
            }, "name": name })
    };
    let document = json!({
        "format_version": "1.2",
        "planned_values": { "root_module": {} },
        "resource_changes": [creation("module.a.aws_instance.n", &json!({}), &json!({ "vpc": true }))],
        "configuration": { "root_module": { "module_calls": { "a": call("a", "b"), "b": call("b", "a") } } },
    });
    let read = json("circle", &document);
    assert!(!read.value("module.a.aws_instance.n", "vpc").is_known());
}
