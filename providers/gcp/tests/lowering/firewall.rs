//! Firewall rules: order, peers, traffic, targets.

use std::fmt::Write as _;

use proptest::prelude::*;
use ringfence_model::{AppliesTo, Direction};
use ringfence_packets::{Action, AddressSet, Order, Peers, Protocol, Traffic};

use crate::harness::{Lowered, cidr, lower};

/// One rule in a network of its own.
fn rule(body: &str) -> Lowered {
    lower(&format!(
        r#"
        variable "unknown" {{}}
        resource "google_compute_network" "main" {{
          name = "main"
          auto_create_subnetworks = false
        }}
        resource "google_compute_firewall" "a" {{
          name = "a"
          network = google_compute_network.main.id
          {body}
        }}"#
    ))
}

const A: &str = "google_compute_firewall.a";
const NETWORK: &str = "google_compute_network.main";

#[test]
fn a_rule_is_inbound_for_every_machine_unless_it_says_otherwise() {
    let lowered = rule(
        r#"
        source_ranges = ["203.0.113.0/24"]
        allow {
          protocol = "tcp"
          ports    = ["22", 80, "8000-8080"]
        }"#,
    );
    let rule = lowered.rule(A);
    assert_eq!(
        (rule.direction, rule.action, &rule.applies_to),
        (Direction::Ingress, Action::Allow, &AppliesTo::All)
    );
    for port in [22, 80, 8000, 8080] {
        assert!(rule.traffic.must.contains(Protocol::TCP, port), "{port}");
    }
    assert!(!rule.traffic.may.contains(Protocol::TCP, 8081) && !rule.traffic.may.contains(Protocol::UDP, 22));
    assert!(rule.gaps.is_empty());
    let texts = lowered.texts(&rule.evidence);
    assert_eq!(&texts[..2], ["\"203.0.113.0/24\"", "\"22\""], "the peer's literal, then the ports");
    assert!(texts.last().unwrap().starts_with("resource \"google_compute_firewall\""));
    let filter = lowered.filter(NETWORK);
    assert_eq!((filter.order, filter.stateful), (Order::FirstMatch, true));
    assert_eq!((filter.default_ingress, filter.default_egress), (Action::Deny, Action::Allow));
}

#[test]
fn protocols_are_names_numbers_or_all() {
    let traffic = |block: &str| {
        let lowered = rule(&format!("source_ranges = [\"0.0.0.0/0\"]\n allow {{ {block} }}"));
        lowered.rule(A).traffic.clone()
    };
    assert_eq!(traffic("protocol = \"tcp\"").must, Traffic::whole(Protocol::TCP), "no ports are all ports");
    assert_eq!(traffic("protocol = \"all\"").must, Traffic::all());
    assert_eq!(traffic("protocol = \"6\"").must, Traffic::whole(Protocol::TCP));
    assert_eq!(traffic("protocol = 4").must, Traffic::whole(Protocol::IPIP));
    assert_eq!(traffic("protocol = \"ICMP\"").must, Traffic::whole(Protocol::ICMP));
    let unknown = traffic("protocol = var.unknown");
    assert!(unknown.must.is_empty() && unknown.may.is_all());
    let wrong = traffic("protocol = \"tcpp\"");
    assert!(wrong.must.is_empty() && wrong.may.is_all(), "what is wrong will be replaced by anything");
}

#[test]
fn unknown_ports_stay_within_their_protocol() {
    let lowered = rule(
        r#"
        source_ranges = ["0.0.0.0/0"]
        allow {
          protocol = "udp"
          ports    = ["53", var.unknown]
        }"#,
    );
    let rule = lowered.rule(A);
    assert_eq!(rule.traffic.must, Traffic::port(Protocol::UDP, 53));
    assert_eq!(rule.traffic.may, Traffic::whole(Protocol::UDP));
    assert_eq!(rule.gaps[0].what, "var.unknown");
}

#[test]
fn sources_are_a_union_and_none_means_every_ipv4_address() {
    let lowered = rule(
        r#"
        source_ranges = ["10.0.0.0/8", "2001:db8::/32"]
        source_tags   = ["web"]
        allow { protocol = "tcp" }"#,
    );
    let rule = lowered.rule(A);
    assert_eq!(rule.peers.must.addresses, cidr("10.0.0.0/8").union(&cidr("2001:db8::/32")));
    assert_eq!(lowered.groups(&rule.peers.must), ["tag:google_compute_network.main/web"]);

    let open = self::rule("allow { protocol = \"tcp\" }");
    assert_eq!(open.rule(A).peers.must, Peers::addresses(AddressSet::all_v4()));
    assert!(open.text(&open.rule(A).evidence[0].source).starts_with("https://"));

    let accounts = self::rule(
        r#"
        source_service_accounts = ["node@p.iam.gserviceaccount.com"]
        allow { protocol = "tcp" }"#,
    );
    let rule = accounts.rule(A);
    assert!(rule.peers.may.addresses.is_empty());
    assert_eq!(accounts.groups(&rule.peers.must), ["node@p.iam.gserviceaccount.com"]);
}

#[test]
fn unknown_sources_may_be_everybody_but_are_nobody_for_certain() {
    for sources in ["var.unknown", "[var.unknown]", "concat([\"10.0.0.0/8\"], var.unknown)"] {
        let lowered = rule(&format!("source_ranges = {sources}\n allow {{ protocol = \"tcp\" }}"));
        let rule = lowered.rule(A);
        assert!(rule.peers.may.addresses.is_all(), "{sources}");
        assert!(!rule.peers.must.addresses.contains([8, 8, 8, 8].into()), "{sources}");
        assert_eq!(rule.gaps[0].what, "var.unknown", "{sources}");
        let text = lowered.text(rule.gaps[0].source.as_ref().unwrap());
        assert!(text.contains("var.unknown"), "{sources}: {text}");
    }
}

#[test]
fn the_range_of_a_subnet_is_never_the_internet() {
    let lowered = rule(
        r#"
        source_ranges = [data.google_compute_subnetwork.s.ip_cidr_range]
        allow { protocol = "tcp" }
      }
      data "google_compute_subnetwork" "s" {
        name = "elsewhere"
        "#,
    );
    let may = &lowered.rule(A).peers.may.addresses;
    assert!(may.contains([10, 0, 0, 1].into()) && !may.contains([8, 8, 8, 8].into()));
}

#[test]
fn a_disabled_rule_is_as_if_it_were_not_there() {
    let body = |disabled: &str| {
        format!("disabled = {disabled}\n source_ranges = [\"0.0.0.0/0\"]\n allow {{ protocol = \"tcp\" }}")
    };
    let off = rule(&body("true"));
    assert!(off.filter(NETWORK).rules.is_empty() && off.model.notices.is_empty());
    assert!(!rule(&body("false")).rule(A).peers.must.is_empty());
    let perhaps = rule(&body("var.unknown"));
    assert!(perhaps.rule(A).peers.must.is_empty() && !perhaps.rule(A).peers.may.is_empty());
}

#[test]
fn what_may_not_exist_is_only_possible() {
    let lowered = rule(
        r#"
        count         = var.unknown
        source_ranges = ["0.0.0.0/0"]
        allow { protocol = "tcp" }"#,
    );
    let rule = lowered.filter(NETWORK).rules.first().unwrap();
    assert!(rule.peers.must.is_empty() && !rule.peers.may.is_empty());
    assert!(rule.gaps.iter().any(|gap| gap.what.contains("exists")));
}

#[test]
fn dynamic_blocks_count_as_written_ones() {
    let lowered = rule(
        r#"
        source_ranges = ["0.0.0.0/0"]
        dynamic "allow" {
          for_each = ["22", "443"]
          content {
            protocol = "tcp"
            ports    = [allow.value]
          }
        }"#,
    );
    let traffic = &lowered.rule(A).traffic.must;
    assert!(traffic.contains(Protocol::TCP, 22) && traffic.contains(Protocol::TCP, 443));
    let unknown = rule(
        r#"
        source_ranges = ["0.0.0.0/0"]
        dynamic "allow" {
          for_each = var.unknown
          content {
            protocol = "tcp"
            ports    = ["22"]
          }
        }"#,
    );
    let traffic = &unknown.rule(A).traffic;
    assert!(traffic.must.is_empty() && traffic.may.contains(Protocol::TCP, 22));
    assert!(!traffic.may.contains(Protocol::TCP, 23), "only how often it is there is unknown");
}

#[test]
fn targets_are_tags_or_accounts_of_the_rules_own_network() {
    let lowered = rule(
        r#"
        source_ranges = ["0.0.0.0/0"]
        target_tags   = ["a", "b"]
        allow { protocol = "tcp" }"#,
    );
    let AppliesTo::Groups(groups) = &lowered.rule(A).applies_to else { panic!("groups") };
    let names: Vec<&str> = groups.iter().map(ringfence_model::ResourceId::as_str).collect();
    assert_eq!(names, ["tag:google_compute_network.main/a", "tag:google_compute_network.main/b"]);
    let unknown = rule(
        r#"
        source_ranges = ["0.0.0.0/0"]
        target_tags   = ["a", lower(var.unknown)]
        allow { protocol = "tcp" }"#,
    );
    assert!(matches!(unknown.rule(A).applies_to, AppliesTo::Unknown(_)));
}

#[test]
fn tags_that_are_written_equally_are_equal_whatever_they_are() {
    let lowered = rule(
        r#"
        source_ranges = ["0.0.0.0/0"]
        target_tags   = ["${var.unknown}-worker"]
        allow { protocol = "tcp" }
      }
      resource "google_compute_instance" "worker" {
        name = "w"
        tags = ["${var.unknown}-worker", "worker"]
        network_interface { network = google_compute_network.main.id }
        "#,
    );
    let AppliesTo::Groups(groups) = &lowered.rule(A).applies_to else { panic!("known well enough") };
    let machine = lowered.machine("google_compute_instance.worker");
    assert!(machine.interfaces[0].groups.iter().any(|link| link.id() == groups.first()));
}

#[test]
fn an_unknown_tag_may_be_any_tag_in_use() {
    let lowered = rule(
        r#"
        source_tags = [var.unknown]
        target_tags = [var.unknown]
        allow { protocol = "tcp" }
      }
      resource "google_compute_instance" "web" {
        name = "w"
        tags = ["web"]
        network_interface { network = google_compute_network.main.id }
        "#,
    );
    let rule = lowered.rule(A);
    assert!(matches!(rule.applies_to, AppliesTo::Unknown(_)));
    assert!(lowered.groups(&rule.peers.may).contains(&"tag:google_compute_network.main/web"));
    assert!(!lowered.groups(&rule.peers.must).contains(&"tag:google_compute_network.main/web"));
}

#[test]
fn outbound_rules_name_destinations() {
    let lowered = rule(
        r#"
        direction          = "EGRESS"
        destination_ranges = ["10.0.0.0/8"]
        deny { protocol = "all" }"#,
    );
    let rule = lowered.rule(A);
    assert_eq!((rule.direction, rule.action), (Direction::Egress, Action::Deny));
    assert_eq!(rule.peers.must.addresses, cidr("10.0.0.0/8"));
}

#[test]
fn a_rule_of_an_unknown_network_may_hold_in_every_one() {
    let lowered = lower(
        r#"
        variable "network" {}
        resource "google_compute_network" "main" { name = "main" }
        resource "google_compute_firewall" "a" {
          name = "a"
          network = var.network
          source_ranges = ["0.0.0.0/0"]
          allow { protocol = "tcp" }
        }"#,
    );
    let rule = lowered.rule(A);
    assert!(rule.peers.must.is_empty() && !rule.peers.may.is_empty());
    assert!(lowered.model.notices.iter().any(|notice| notice.message.contains("var.network")));
}

#[test]
fn a_firewall_policy_means_rules_that_were_not_read() {
    let lowered = lower(
        r#"
        resource "google_compute_network" "a" { name = "a" }
        resource "google_compute_network" "b" { name = "b" }
        resource "google_compute_network_firewall_policy_association" "a" {
          name              = "a"
          attachment_target = google_compute_network.a.id
          firewall_policy   = "policy"
        }"#,
    );
    let unseen = |id: &str| lowered.filter(id).unseen.len();
    assert_eq!((unseen("google_compute_network.a"), unseen("google_compute_network.b")), (1, 0));
}

#[test]
fn a_rule_of_unknown_priority_hides_nothing_and_is_hidden_by_nothing() {
    let lowered = rule(
        r#"
        priority      = var.unknown
        source_ranges = ["0.0.0.0/0"]
        deny { protocol = "all" }
      }
      resource "google_compute_firewall" "b" {
        name          = "b"
        network       = google_compute_network.main.id
        priority      = 0
        source_ranges = ["0.0.0.0/0"]
        allow { protocol = "tcp" }
        "#,
    );
    let rules = &lowered.filter(NETWORK).rules;
    assert_eq!(rules[0].id.as_str(), A);
    assert!(rules[0].peers.must.is_empty());
}

/// What the cloud's page says: the lowest number decides, and among equals a rule that denies.
fn decide(rules: &[(Option<u16>, bool)]) -> Option<bool> {
    let lowest = rules.iter().map(|(priority, _)| priority.unwrap_or(1000)).min()?;
    let deciding = rules.iter().filter(|(priority, _)| priority.unwrap_or(1000) == lowest);
    Some(deciding.fold(true, |all, (_, allow)| all && *allow))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_first_rule_is_the_one_that_decides(
        rules in prop::collection::vec((prop::option::of(prop::sample::select(vec![0u16, 999, 1000, 1001, 65535])), any::<bool>()), 1..6)
    ) {
        let mut text = "resource \"google_compute_network\" \"main\" {\n name = \"main\"\n }\n".to_owned();
        for (at, (priority, allow)) in rules.iter().enumerate() {
            let priority = priority.map(|number| format!("priority = {number}")).unwrap_or_default();
            let block = if *allow { "allow" } else { "deny" };
            let _ = write!(
                text,
                "resource \"google_compute_firewall\" \"r{at}\" {{\n name = \"r{at}\"\n network = google_compute_network.main.id\n {priority}\n source_ranges = [\"0.0.0.0/0\"]\n {block} {{\n protocol = \"all\"\n }}\n }}\n"
            );
        }
        let lowered = lower(&text);
        let first = lowered.filter(NETWORK).rules.first().map(|rule| rule.action == Action::Allow);
        prop_assert_eq!(first, decide(&rules));
    }
}
