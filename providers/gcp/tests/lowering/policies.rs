//! Firewall policies: order of their levels, whom their rules match, which machines they are for.

use ringfence_model::{AppliesTo, Direction, Interface};
use ringfence_packets::{Action, AddressSet, Bounds, Filter, GroupSet, Order, Origin, Protocol, Rule};

use crate::harness::{Lowered, cidr, lower};

const NETWORK: &str = "google_compute_network.main";

/// A network of a project in a folder, one machine, and what a test adds.
fn stack(network: &str, rest: &str) -> Lowered {
    lower(&stack_text(network, rest))
}

fn stack_text(network: &str, rest: &str) -> String {
    format!(
        r#"
        variable "unknown" {{}}
        resource "google_folder" "top" {{
          display_name = "top"
          parent       = "organizations/1"
        }}
        resource "google_folder" "sub" {{
          display_name = "sub"
          parent       = google_folder.top.name
        }}
        resource "google_project" "p" {{
          name       = "p"
          project_id = "p-1"
          folder_id  = google_folder.sub.name
        }}
        resource "google_compute_network" "main" {{
          name    = "main"
          project = google_project.p.project_id
          auto_create_subnetworks = false
          {network}
        }}
        resource "google_compute_subnetwork" "here" {{
          name          = "here"
          region        = "us-central1"
          ip_cidr_range = "10.0.0.0/24"
          network       = google_compute_network.main.id
        }}
        resource "google_compute_instance" "m" {{
          name = "m"
          zone = "us-central1-a"
          tags = ["web"]
          network_interface {{ subnetwork = google_compute_subnetwork.here.id }}
        }}
        {rest}"#
    )
}

/// A policy of one rule for ssh, and what it is tied to.
fn policy(kind: &str, name: &str, action: &str, target: &str) -> String {
    let (parent, priority) =
        if kind.is_empty() { ("parent = \"organizations/1\"\nshort_name", 10) } else { ("name", 20) };
    format!(
        r#"
        resource "google_compute_{kind}firewall_policy" "{name}" {{
          {parent} = "{name}"
        }}
        resource "google_compute_{kind}firewall_policy_rule" "{name}" {{
          firewall_policy = google_compute_{kind}firewall_policy.{name}.name
          priority        = {priority}
          action          = "{action}"
          direction       = "INGRESS"
          match {{
            src_ip_ranges = ["0.0.0.0/0"]
            layer4_configs {{
              ip_protocol = "tcp"
              ports       = ["22"]
            }}
          }}
        }}
        resource "google_compute_{kind}firewall_policy_association" "{name}" {{
          name              = "{name}"
          attachment_target = {target}
          firewall_policy   = google_compute_{kind}firewall_policy.{name}.id
        }}"#
    )
}

fn own(action: &str) -> String {
    format!(
        r#"resource "google_compute_firewall" "own" {{
          name          = "own"
          network       = google_compute_network.main.id
          source_ranges = ["0.0.0.0/0"]
          {action} {{
            protocol = "tcp"
            ports    = ["22"]
          }}
        }}"#
    )
}

/// Whether the internet certainly and possibly gets in at a port of a machine.
fn open(lowered: &Lowered, machine: &str, port: u16) -> (bool, bool) {
    let interface = &lowered.machine(machine).interfaces[0];
    let filter = compiled(lowered, interface, Direction::Ingress);
    let admitted = filter.admits(&Origin::internet());
    let open = |set: &ringfence_packets::FlowSet| !set.peers_at(Protocol::TCP, port).is_empty();
    (open(&admitted.must), open(&admitted.may))
}

/// The filter of the network as it concerns one interface: written again, plainly.
fn compiled(lowered: &Lowered, interface: &Interface, direction: Direction) -> Filter {
    let filter = lowered.filter(interface.network.as_ref().unwrap().id().unwrap().as_str());
    let mut rules = Vec::new();
    assert!(filter.unseen.is_empty(), "{:?}", filter.unseen);
    for rule in filter.rules.iter().filter(|rule| rule.direction == direction) {
        let mut peers = rule.peers.clone();
        match &rule.applies_to {
            AppliesTo::All => {}
            AppliesTo::Groups(groups) => {
                let mine = |id| interface.groups.iter().any(|link| link.id() == Some(id));
                if !groups.iter().any(mine) {
                    continue;
                }
            }
            AppliesTo::Unknown(_) => peers = Bounds::at_most(peers.may),
        }
        rules.push(Rule { action: rule.action, peers, traffic: rule.traffic.clone(), level: rule.level });
    }
    let default =
        if direction == Direction::Ingress { filter.default_ingress } else { filter.default_egress };
    Filter { order: Order::FirstMatch, default, rules }
}

const OTHER: &str = "google_compute_instance.other";
const M: &str = "google_compute_instance.m";
const CERTAINLY: (bool, bool) = (true, true);
const POSSIBLY: (bool, bool) = (false, true);
const CLOSED: (bool, bool) = (false, false);

#[test]
fn policies_from_the_organization_down_come_before_the_networks_rules() {
    let organization = |action| policy("", "a", action, "\"organizations/1\"");
    let folder = |action| policy("", "b", action, "google_folder.sub.name");
    let open = |parts: [String; 3]| self::open(&stack("", &parts.join("\n")), M, 22);
    assert_eq!(open([organization("deny"), folder("allow"), own("allow")]), CLOSED);
    assert_eq!(open([organization("allow"), folder("deny"), own("deny")]), CERTAINLY);
    assert_eq!(open([organization("goto_next"), folder("allow"), own("deny")]), CERTAINLY);
    assert_eq!(open([organization("goto_next"), folder("deny"), own("allow")]), CLOSED);
    assert_eq!(open([organization("goto_next"), folder("goto_next"), own("allow")]), CERTAINLY);
    assert_eq!(open([organization("goto_next"), folder("goto_next"), String::new()]), CLOSED, "implied");
}

#[test]
fn a_policy_of_another_folder_does_not_hold_and_one_of_an_unknown_place_may() {
    let elsewhere = "resource \"google_folder\" \"other\" {\n display_name = \"other\"\n parent = \"organizations/1\"\n }";
    let with = |target: &str| {
        let text = [policy("", "a", "deny", target), own("allow"), elsewhere.to_owned()].join("\n");
        open(&stack("", &text), M, 22)
    };
    assert_eq!(with("google_folder.top.name"), CLOSED);
    assert_eq!(with("google_folder.other.name"), CERTAINLY);
    assert_eq!(with("\"organizations/2\""), CERTAINLY, "the project's line ends in another organization");
    assert_eq!(with("var.unknown"), POSSIBLY);
    let unplaced = lower(&format!(
        "resource \"google_compute_network\" \"main\" {{\n name = \"main\"\n }}\n {}",
        policy("", "a", "deny", "\"folders/7\"")
    ));
    let rule = &unplaced.filter(NETWORK).rules[0];
    assert!(rule.peers.must.is_empty() && !rule.peers.may.is_empty(), "the network's project is not known");
    assert!(rule.gaps.iter().any(|gap| gap.what.contains("lies below")));
}

#[test]
fn a_policy_that_may_stand_above_another_hides_none_and_is_not_hidden() {
    let with = |above: &str, below: &str| {
        let policies = [
            policy("", "a", above, "\"organizations/1\""),
            policy("", "b", below, "google_folder.top.name"),
            own("deny"),
        ];
        let text = stack_text("", &policies.join("\n"));
        open(&lower(&text.replace("\"organizations/1\"\n        }", "var.unknown\n        }")), M, 22)
    };
    assert_eq!(with("deny", "allow"), POSSIBLY);
    assert_eq!(with("allow", "deny"), POSSIBLY);
    assert_eq!(with("goto_next", "allow"), CERTAINLY);
    assert_eq!(with("deny", "deny"), CLOSED);
}

#[test]
fn a_networks_policies_come_after_its_rules_unless_it_says_before() {
    let with = |network: &str, own_action: &str, policy_action: &str| {
        let text =
            [own(own_action), policy("network_", "n", policy_action, "google_compute_network.main.id")]
                .join("\n");
        open(&stack(network, &text), M, 22)
    };
    assert_eq!(with("", "allow", "deny"), CERTAINLY);
    assert_eq!(with("", "deny", "allow"), CLOSED);
    let before = "network_firewall_policy_enforcement_order = \"BEFORE_CLASSIC_FIREWALL\"";
    assert_eq!(with(before, "allow", "deny"), CLOSED);
    assert_eq!(with(before, "deny", "allow"), CERTAINLY);
    assert_eq!(with(before, "allow", "goto_next"), CERTAINLY);
    let unknown = "network_firewall_policy_enforcement_order = var.unknown";
    assert_eq!(with(unknown, "allow", "deny"), POSSIBLY);
    assert_eq!(with(unknown, "deny", "allow"), POSSIBLY);
}

#[test]
fn a_regional_policy_is_for_the_machines_of_its_region() {
    let text = |zone: &str| {
        let machine = format!(
            "resource \"google_compute_instance\" \"other\" {{\n name = \"other\"\n {zone}\n network_interface {{\n network = google_compute_network.main.id\n }}\n }}"
        );
        let tied = policy("region_network_", "r", "allow", "google_compute_network.main.id");
        let tied = tied.replace("name              =", "region = \"us-central1\"\n name =");
        [tied, machine].join("\n")
    };
    assert_eq!(open(&stack("", &text("zone = \"us-central1-b\"")), OTHER, 22), CERTAINLY);
    assert_eq!(open(&stack("", &text("zone = \"europe-west1-b\"")), OTHER, 22), CLOSED);
    assert_eq!(open(&stack("", &text("zone = var.unknown")), OTHER, 22), POSSIBLY);
    assert_eq!(
        open(&stack("", &text("zone = var.unknown")), M, 22),
        CERTAINLY,
        "its subnet says where it is"
    );
}

/// A network policy with one rule block.
fn ruled(rule: &str, rest: &str) -> Lowered {
    stack(
        "",
        &format!(
            r#"
            resource "google_compute_network_firewall_policy_with_rules" "n" {{
              name = "n"
              rule {{
                priority = 1
                direction = "INGRESS"
                {rule}
              }}
            }}
            resource "google_compute_network_firewall_policy_association" "n" {{
              name              = "n"
              attachment_target = google_compute_network.main.self_link
              firewall_policy   = google_compute_network_firewall_policy_with_rules.n.id
            }}
            {rest}"#
        ),
    )
}

const R: &str = "google_compute_network_firewall_policy_with_rules.n.rule[0]";

#[test]
fn rules_may_stand_in_their_policy() {
    let matched = |more: &str| {
        format!("match {{\n {more}\n layer4_config {{\n ip_protocol = \"tcp\"\n ports = [\"22\"]\n }}\n }}")
    };
    let lowered =
        ruled(&format!("action = \"allow\"\n {}", matched("src_ip_ranges = [\"198.51.100.0/24\"]")), "");
    let rule = lowered.rule(R);
    assert_eq!(rule.peers, Bounds::exact(cidr("198.51.100.0/24").into()));
    assert!(rule.traffic.must.contains(Protocol::TCP, 22));
    let texts = lowered.texts(&rule.evidence);
    assert_eq!(texts[..2], ["\"198.51.100.0/24\"", "\"22\""]);

    let scoped = ruled(
        &format!(
            "action = \"allow\"\n {}",
            matched("src_ip_ranges = [\"0.0.0.0/0\"]\n src_network_scope = \"INTERNET\"")
        ),
        "",
    );
    let peers = &scoped.rule(R).peers;
    assert!(
        peers.must.addresses.contains([8, 8, 8, 8].into())
            && !peers.may.addresses.contains([10, 0, 0, 1].into())
    );
    let inside = ruled(
        &format!(
            "action = \"allow\"\n {}",
            matched("src_ip_ranges = [\"0.0.0.0/0\"]\n src_network_scope = \"INTRA_VPC\"")
        ),
        "",
    );
    assert!(inside.rule(R).peers.must.is_empty() && !inside.rule(R).gaps.is_empty());

    let country = ruled(&format!("action = \"deny\"\n {}", matched("src_region_codes = [\"CH\"]")), "");
    let rule = country.rule(R);
    assert_eq!(rule.peers, Bounds::at_most(AddressSet::internet().into()), "nobody is certainly there");
    assert!(rule.gaps[0].what.contains("CH"));
}

#[test]
fn an_address_group_is_what_it_lists() {
    let lowered = ruled(
        "action = \"allow\"\n match {\n src_address_groups = [google_network_security_address_group.g.id, \"projects/p/locations/global/addressGroups/elsewhere\"]\n layer4_config {\n ip_protocol = \"all\"\n }\n }",
        "resource \"google_network_security_address_group\" \"g\" {\n name = \"g\"\n items = [\"203.0.113.0/24\"]\n }",
    );
    let peers = &lowered.rule(R).peers;
    assert_eq!(peers.must, cidr("203.0.113.0/24").into());
    assert!(peers.may.addresses.is_all() && lowered.rule(R).gaps[0].what.contains("elsewhere"));
}

#[test]
fn an_inspection_may_let_in_and_may_stop() {
    let rule = "action = \"apply_security_profile_group\"\n match {\n src_ip_ranges = [\"0.0.0.0/0\"]\n layer4_config {\n ip_protocol = \"all\"\n }\n }";
    assert_eq!(open(&ruled(rule, ""), M, 22), POSSIBLY);
    let off = format!("disabled = true\n {rule}");
    assert_eq!(open(&ruled(&off, ""), M, 22), CLOSED);
    let some = format!("disabled = var.unknown\n {}", rule.replace("apply_security_profile_group", "allow"));
    assert_eq!(open(&ruled(&some, ""), M, 22), POSSIBLY);
}

/// Two values of a tag; one machine has one of them written, the other is bound to another machine.
const TAGS: &str = r#"
        resource "google_tags_tag_key" "k" {
          parent     = "projects/p-1"
          short_name = "role"
          purpose    = "GCE_FIREWALL"
        }
        resource "google_tags_tag_value" "api" {
          parent     = google_tags_tag_key.k.id
          short_name = "api"
        }
        resource "google_tags_tag_value" "client" {
          parent     = google_tags_tag_key.k.id
          short_name = "client"
        }
        resource "google_compute_instance" "tagged" {
          name = "tagged"
          zone = "us-central1-a"
          params {
            resource_manager_tags = {
              (google_tags_tag_key.k.id) = google_tags_tag_value.api.id
            }
          }
          network_interface { network = google_compute_network.main.id }
        }
        resource "google_tags_location_tag_binding" "b" {
          parent    = "//compute.googleapis.com/projects/1/zones/us-central1-a/instances/${google_compute_instance.m.instance_id}"
          tag_value = google_tags_tag_value.client.id
          location  = "us-central1-a"
        }"#;

#[test]
fn secure_tags_are_written_in_machines_or_bound_to_them() {
    let rule = r#"
        action = "allow"
        target_secure_tags { name = google_tags_tag_value.api.id }
        match {
          src_secure_tags { name = google_tags_tag_value.client.id }
          layer4_config {
            ip_protocol = "tcp"
            ports = ["22"]
          }
        }"#;
    let lowered = ruled(rule, TAGS);
    let group = |machine: &str| {
        let interface = &lowered.machine(machine).interfaces[0];
        let ids = interface.groups.iter().filter_map(|link| lowered.model.groups.get(link.id()?));
        GroupSet::of(ids)
    };
    let tagged = &lowered.machine("google_compute_instance.tagged").interfaces[0];
    let from = Origin::member(cidr("10.0.0.2"), group(M));
    let admits = |interface: &Interface, from: &Origin| {
        let found = compiled(&lowered, interface, Direction::Ingress).admits(from);
        !found.must.peers_at(Protocol::TCP, 22).is_empty()
    };
    assert!(admits(tagged, &from));
    assert!(!admits(tagged, &Origin::stranger(cidr("10.0.0.2"))), "an address is no member");
    assert!(!admits(&lowered.machine(M).interfaces[0], &from), "the rule is for others");
}

#[test]
fn a_rule_may_be_for_some_networks_only() {
    let rule = |resources: &str| {
        policy("", "a", "allow", "\"organizations/1\"")
            .replace("direction ", &format!("target_resources = {resources}\n direction "))
    };
    assert_eq!(open(&stack("", &rule("[google_compute_network.main.self_link]")), M, 22), CERTAINLY);
    assert_eq!(open(&stack("", &rule("[\"projects/p/global/networks/other\"]")), M, 22), CLOSED);
    assert_eq!(open(&stack("", &rule("[var.unknown]")), M, 22), POSSIBLY);
}

#[test]
fn a_policy_that_is_not_declared_has_rules_that_were_not_seen() {
    let lowered = stack(
        "",
        r#"resource "google_compute_network_firewall_policy_association" "a" {
             name              = "a"
             attachment_target = google_compute_network.main.id
             firewall_policy   = "elsewhere"
           }"#,
    );
    assert_eq!(lowered.filter(NETWORK).unseen.len(), 1);
}

#[test]
fn among_rules_of_one_priority_of_a_policy_a_deny_is_first() {
    let text = policy("", "a", "allow", "\"organizations/1\"");
    let second = policy("", "a", "deny", "\"organizations/1\"");
    let start = second.find("resource \"google_compute_firewall_policy_rule\"").unwrap();
    let end = second.find("resource \"google_compute_firewall_policy_association\"").unwrap();
    let second = second[start..end].replace("_rule\" \"a\"", "_rule\" \"second\"");
    let lowered = stack("", &[text, second].join("\n"));
    assert_eq!(lowered.filter(NETWORK).rules[0].action, Action::Deny);
    assert_eq!(open(&lowered, M, 22), CLOSED);
}
