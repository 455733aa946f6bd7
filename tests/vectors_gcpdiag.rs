//! gcpdiag's answers about Google Cloud: which flows the rules that hold for a network let through.
//!
//! Read from the folder that `RINGFENCE_VECTORS` names; without it this is skipped. A dump of effective firewalls becomes
//! records, these a filter in levels, and the filter is asked about the flow.
//!
//! How an answer is read: "allow" if all of the range gets through, "deny" if any of it does not. In outbound cases
//! `src_ip` is the destination, and the account and tags of the source are those of the sending machine.
//!
//! Where we differ, and why:
//! - `test_egress_allow_source_sa` names a rule of direction EGRESS with `sourceServiceAccounts`. The cloud takes no
//!   such rule: outbound rules name the sender as their target (same page, "Targets and destinations"). Without targets it
//!   is for every machine, as the rule without its source would be, so the flow gets through as expected, and either of
//!   the two rules of that priority that allow it may be named.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ringfence_model::{AppliesTo, Direction, FilterRule, MachineKind, Model, PacketFilter, Sources};
use ringfence_packets::{AddressSet, Bound, Bounds, Filter, GroupSet, Origin, Protocol, Rule};
use ringfence_provider::Provider;
use ringfence_provider_gcp::Gcp;
use serde_json::Value;

/// Cases of which the rule that decides may be another than the one named.
const ANOTHER_RULE: [(&str, &str); 1] = [("test_egress_allow_source_sa", "fw-test-1065")];

fn folder(below: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("RINGFENCE_VECTORS") else {
        eprintln!("skipped: RINGFENCE_VECTORS is not set, so gcpdiag's answers were not read");
        return None;
    };
    Some(Path::new(&root).join(below))
}

fn said<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value[name].as_str()
}

fn texts<'v>(value: &'v Value, name: &str) -> Vec<&'v str> {
    value[name].as_array().into_iter().flatten().map(|text| text.as_str().unwrap()).collect()
}

/// The model of one dump.
fn model(dump: &Path) -> Model {
    let sources = Sources::default();
    let dialect = Gcp.replies().unwrap();
    let stack = ringfence_replies::read(dump, &[dialect], None, &sources).expect("a reply");
    let mut model = Model::default();
    Gcp.lower(&stack.records, &sources, &mut model);
    model
}

/// One question: who asks whom for what.
struct Asked<'m> {
    filter: &'m PacketFilter,
    direction: Direction,
    /// Groups of the machine that the rules are for.
    machine: Vec<String>,
    other: Origin,
    protocol: Protocol,
    port: u16,
}

/// The answer, and what decides: the name of a rule or of a policy.
struct Answer {
    action: &'static str,
    by: Vec<String>,
}

impl Asked<'_> {
    fn answer(&self) -> Answer {
        let (filter, positions) = self.compiled();
        assert!(filter.is_exact(), "every rule of the dump is known");
        let admitted = filter.admits(&self.other);
        assert!(admitted.is_exact());
        let through = admitted.must.peers_at(self.protocol, self.port).addresses;
        let name = |at: &usize| self.name(positions[*at]);
        if self.other.addresses.is_subset(&through) {
            let by = filter.deciding(&self.other, self.protocol, self.port, Bound::Must);
            return Answer { action: "allow", by: by.iter().map(name).collect() };
        }
        let blocking = filter.blocking(&self.other, self.protocol, self.port, Bound::Must);
        Answer { action: "deny", by: blocking.rules.iter().map(name).collect() }
    }

    /// The rules that are for the machine, and their positions.
    fn compiled(&self) -> (Filter, Vec<usize>) {
        let mut rules = Vec::new();
        let mut positions = Vec::new();
        for (at, rule) in self.filter.rules.iter().enumerate() {
            let concerns = match &rule.applies_to {
                AppliesTo::All => true,
                AppliesTo::Groups(groups) => {
                    groups.iter().any(|group| self.machine.iter().any(|own| own == group.as_str()))
                }
                AppliesTo::Unknown(gap) => panic!("{gap:?}"),
            };
            if rule.direction == self.direction && concerns {
                let (peers, traffic) = (rule.peers.clone(), rule.traffic.clone());
                rules.push(Rule { action: rule.action, peers, traffic, level: rule.level });
                positions.push(at);
            }
        }
        let default = match self.direction {
            Direction::Ingress => self.filter.default_ingress,
            Direction::Egress => self.filter.default_egress,
        };
        (Filter { order: self.filter.order, default, rules }, positions)
    }

    /// What people call a rule: its name, or that of its policy.
    fn name(&self, at: usize) -> String {
        let id = self.filter.rules[at].id.to_string();
        match id.split_once("/firewallPolicies/") {
            Some((_, policy)) => policy.split(".rule[").next().unwrap().to_owned(),
            None => id.rsplit('/').next().unwrap().split(' ').next().unwrap().to_owned(),
        }
    }
}

/// The groups of tags and accounts, by the names that the model gives them.
fn groups(network: &str, tags: &[&str], account: Option<&str>) -> Vec<String> {
    let tags = tags.iter().map(|tag| format!("tag:{network}/{tag}"));
    tags.chain(account.map(str::to_owned)).collect()
}

fn ask(model: &Model, case: &Value) -> Answer {
    let args = &case["args"];
    let [network] = model.networks.as_slice() else { panic!("one network") };
    let id = network.about.id.as_str();
    assert_eq!(id, format!("projects/{}/global/networks/default", case["project"].as_str().unwrap()));
    let filter = model.filters.iter().find(|filter| filter.about.id == network.filters[0]).unwrap();
    assert!(filter.unseen.is_empty(), "{:?}", filter.unseen);
    let source = groups(id, &texts(args, "source_tags"), said(args, "source_service_account"));
    let target = groups(id, &texts(args, "target_tags"), said(args, "target_service_account"));
    let outbound = case["direction"] == "egress";
    let (machine, other) = if outbound { ([source, target].concat(), Vec::new()) } else { (target, source) };
    let named = other.iter().map(|name| ringfence_model::ResourceId::new(name.as_str()));
    let other_groups = GroupSet::of(named.filter_map(|id| model.groups.get(&id)));
    let addresses = AddressSet::parse_cidr(said(args, "src_ip").unwrap()).unwrap();
    let asked = Asked {
        filter,
        direction: if outbound { Direction::Egress } else { Direction::Ingress },
        machine,
        other: Origin { addresses, groups: Bounds::exact(other_groups) },
        protocol: Protocol::parse(said(args, "ip_protocol").unwrap()).unwrap(),
        port: u16::try_from(args["port"].as_u64().unwrap()).unwrap(),
    };
    asked.answer()
}

#[test]
fn flows_get_through_as_gcpdiag_says() {
    let Some(folder) = folder("network/gcpdiag") else { return };
    let text = std::fs::read_to_string(folder.join("cases.json")).expect("the cases");
    let cases: Value = serde_json::from_str(&text).unwrap();
    let cases = cases["cases"].as_array().unwrap();
    let mut wrong = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let name = said(case, "test").unwrap();
        let answer = ask(&model(&folder.join(said(case, "data").unwrap())), case);
        let expected = said(case, "action").unwrap();
        if answer.action != expected {
            wrong.push(format!("{at} {name}: {} by {:?}, expected {expected}", answer.action, answer.by));
            continue;
        }
        let Some(by) = said(case, "matched_by") else { continue };
        // `vpc firewall rule: fw-test-800`, `policy: p`, `policy: p, rule: …`
        let by = by.split(", rule: ").next().unwrap().rsplit(": ").next().unwrap();
        let another = ANOTHER_RULE.iter().find(|(test, _)| *test == name).map(|(_, rule)| *rule);
        if !answer.by.iter().any(|rule| rule == by || Some(rule.as_str()) == another) {
            wrong.push(format!("{at} {name}: {} by {:?}, expected by {by}", answer.action, answer.by));
        }
    }
    assert!(wrong.is_empty(), "of {} cases:\n{}", cases.len(), wrong.join("\n"));
    assert_eq!(cases.len(), 24);
}

/// The projects that gcpdiag tests with: every instance of every dump is a machine, in a network of its own project.
#[test]
fn every_instance_of_a_dump_is_a_machine() {
    let Some(folder) = folder("api-replies/gcpdiag/test-data") else { return };
    let mut projects: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    projects.sort();
    let mut all = 0;
    for project in &projects {
        let model = model(project);
        let mut listed = BTreeSet::new();
        for file in std::fs::read_dir(project.join("json-dumps")).unwrap() {
            let text = std::fs::read(file.unwrap().path()).unwrap();
            let Ok(root) = serde_json::from_slice::<Value>(&text) else { continue };
            instances(&root, &mut listed);
        }
        let machines = model.machines.iter().filter(|machine| machine.kind == MachineKind::Instance);
        let found: BTreeSet<String> = machines.clone().map(|machine| machine.about.id.to_string()).collect();
        assert_eq!(found, listed, "{}", project.display());
        for machine in machines {
            let network = machine.interfaces[0].network.as_ref().and_then(|link| link.id()).unwrap().as_str();
            let own = machine.about.id.as_str().split('/').nth(1).unwrap();
            assert!(network.starts_with(&format!("projects/{own}/")), "{network} of {}", machine.about.id);
            assert!(model.networks.iter().any(|known| known.about.id.as_str() == network), "{network}");
        }
        all += listed.len();
    }
    assert!(all > 50, "{all} instances in {} projects", projects.len());
}

/// Paths of the instances that stand anywhere in a dump as what they are.
fn instances(value: &Value, found: &mut BTreeSet<String>) {
    if let (Some("compute#instance"), Some(link)) = (said(value, "kind"), said(value, "selfLink")) {
        found.insert(link[link.find("/projects/").unwrap() + 1..].to_owned());
    }
    let inside = value.as_array().into_iter().flatten();
    inside
        .chain(value.as_object().into_iter().flat_map(|map| map.values()))
        .for_each(|value| instances(value, found));
}

/// The rules that GKE has really made for clusters are those that we say it makes.
///
/// The clusters were made in 2022 and 2023; older ones and those of Autopilot have no rules about the kubelet's
/// read-only port, which the vendor's page has today.
#[test]
fn rules_that_gke_makes_are_those_of_the_dumps() {
    let Some(folder) = folder("api-replies/gcpdiag/test-data") else { return };
    let mut compared = 0;
    for project in ["gke1", "gke5"] {
        let model = model(&folder.join(project));
        let rules: Vec<&FilterRule> = model.filters.iter().flat_map(|filter| &filter.rules).collect();
        for made in &rules {
            let Some((cluster, kind)) = made.id.as_str().split_once(".firewalls/") else { continue };
            let name = cluster.rsplit('/').next().unwrap();
            let Some(real) = rules.iter().find(|rule| is_made_for(rule, name, kind)) else {
                assert!(kind.ends_with("kubelet"), "{cluster} has no rule `{kind}`");
                continue;
            };
            assert_eq!(made.peers.must.addresses, real.peers.must.addresses, "{cluster} {kind}");
            assert_eq!(
                made.peers.must.groups.is_empty(),
                real.peers.must.groups.is_empty(),
                "{cluster} {kind}"
            );
            assert_eq!((&made.traffic, made.action), (&real.traffic, real.action), "{cluster} {kind}");
            compared += 1;
        }
    }
    assert_eq!(compared, 44);
}

/// Whether a rule is `gke-NAME-HASH-KIND`.
fn is_made_for(rule: &FilterRule, name: &str, kind: &str) -> bool {
    let id = rule.id.as_str().rsplit('/').next().unwrap();
    let hash = id.strip_prefix("gke-").and_then(|rest| rest.strip_prefix(name)?.strip_prefix('-'));
    let hash = hash.and_then(|rest| rest.strip_suffix(kind)?.strip_suffix('-'));
    hash.is_some_and(|hash| hash.chars().all(|c| c.is_ascii_hexdigit()))
}
