//! Where values come from.

use crate::fixture::{Fixture, Loaded, evaluate};

fn chain(loaded: &Loaded, address: &str, attribute: &str) -> Vec<String> {
    let origin = &loaded.value(address, attribute).origin;
    let via = origin.chain().map(|at| loaded.sources.text(at));
    via.chain([loaded.sources.text(origin.at)]).collect()
}

#[test]
fn the_literal_and_the_way_from_it() {
    let loaded = evaluate(
        "chain",
        r#"
variable "open" { default = "0.0.0.0/0" }
locals {
  cidr  = var.open
  lists = { all = [local.cidr, "10.0.0.0/8"] }
}
resource "rule" "r" {
  cidr   = local.cidr
  second = local.lists.all[1]
  here   = "::/0"
}
"#,
    );
    assert_eq!(chain(&loaded, "rule.r", "cidr"), ["local.cidr", "var.open", "\"0.0.0.0/0\""]);
    assert_eq!(chain(&loaded, "rule.r", "second").last().unwrap(), "\"10.0.0.0/8\"");
    assert_eq!(chain(&loaded, "rule.r", "here"), ["\"::/0\""]);
}

#[test]
fn through_a_module_and_back() {
    let fixture = Fixture::new("chain_module")
        .file(
            "m/main.tf",
            "variable \"in\" {}\noutput \"out\" { value = var.in }\nresource \"r\" \"r\" { x = var.in }\n",
        )
        .file(
            "main.tf",
            "module \"m\" {\n  source = \"./m\"\n  in = 22\n}\nresource \"s\" \"s\" { x = module.m.out }\n",
        );
    let loaded = fixture.load();
    assert_eq!(chain(&loaded, "module.m.r.r", "x"), ["var.in", "22"]);
    assert_eq!(chain(&loaded, "s.s", "x"), ["module.m.out", "var.in", "22"]);
    let place = loaded.sources.place(loaded.value("s.s", "x").origin.at).unwrap();
    assert_eq!((place.path.as_ref(), place.start.line, place.start.column), ("main.tf", 3, 8));
}

#[test]
fn an_element_of_a_list_has_its_own_place() {
    let loaded =
        evaluate("element_place", "resource \"r\" \"r\" {\n  cidrs = [\"10.0.0.0/8\", \"0.0.0.0/0\"]\n}\n");
    let items = loaded.value("r.r", "cidrs").as_list().unwrap();
    assert_eq!(loaded.literal(&items[1]), "\"0.0.0.0/0\"");
    let record = loaded.record("r.r");
    assert_eq!(loaded.sources.text(record.header), "resource \"r\" \"r\"");
    assert!(loaded.sources.text(record.span).ends_with("]\n}"));
}

#[test]
fn a_value_from_a_file_of_values_points_there() {
    let fixture = Fixture::new("chain_tfvars")
        .file("main.tf", "variable \"a\" {}\nresource \"r\" \"r\" { x = var.a }\n")
        .file("terraform.tfvars", "# note\na = \"b\"\n");
    let loaded = fixture.load();
    let place = loaded.sources.place(loaded.value("r.r", "x").origin.at).unwrap();
    assert_eq!((place.path.as_ref(), place.start.line), ("terraform.tfvars", 2));
}
