//! Who may pass the policies in front of backend services.

use ringfence_model::{Gap, GapKind, Source, Truth};
use ringfence_packets::{Action, AddressSet, Bounds, Filter, Order, Origin, Peers, Protocol, Rule, Traffic};
use ringfence_provider::{Fields, bool_attr, each_cidr, u64_attr};
use ringfence_terraform::{Record, Value};

use crate::kinds::SECURITY_POLICY;
use crate::list::elements;
use crate::pages::ARMOR;
use crate::stack::Stack;

/// Who may come in at the front.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    /// Their addresses.
    pub(super) clients: Bounds<AddressSet>,
    /// Why the bounds differ.
    pub(super) gaps: Vec<Gap>,
}

impl Guard {
    fn unknown(gap: Gap) -> Self {
        Self { clients: Bounds::unknown(), gaps: vec![gap] }
    }

    /// Both in front of one service.
    fn and(self, other: Self) -> Self {
        let gaps = self.gaps.into_iter().chain(other.gaps).collect();
        Self { clients: self.clients.intersection(&other.clients), gaps }
    }
}

/// What stands in front of a backend service; nothing if everybody may pass.
///
/// Unknown: whom a sign-in lets through. Everybody may reach it, and nobody passes for certain.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_backend_service>
/// (`security_policy`, `iap`), read 2026-11-23.
pub(super) fn guard(stack: &Stack<'_>, service: &Record) -> Option<Guard> {
    let policy = service.get("security_policy").map(|value| of_policy(stack, value));
    let sign_in = service.block("iap").filter(|block| {
        let enabled = bool_attr(*block, "enabled", Some((true, ARMOR)));
        enabled.truth() != Truth::No
    });
    let sign_in = sign_in.map(|block| {
        Guard::unknown(Gap {
            kind: GapKind::Unsupported,
            what: "whom the sign-in in front of the service lets through".to_owned(),
            source: Some(ringfence_provider::source(block)),
        })
    });
    match (policy, sign_in) {
        (Some(policy), Some(sign_in)) => Some(policy.and(sign_in)),
        (one, other) => one.or(other),
    }
}

/// What several services behind one front let through together: certain is only who passes all.
pub(super) fn all(guards: Vec<Option<Guard>>) -> Option<Guard> {
    if guards.iter().all(Option::is_none) {
        return None;
    }
    let mut together =
        Guard { clients: Bounds::new(AddressSet::all(), AddressSet::empty()), gaps: Vec::new() };
    for guard in guards {
        let (clients, gaps) = match guard {
            Some(guard) => (guard.clients, guard.gaps),
            None => (Bounds::exact(AddressSet::all()), Vec::new()),
        };
        let must = together.clients.must.intersection(&clients.must);
        together.clients = Bounds::new(must, together.clients.may.union(&clients.may));
        together.gaps.extend(gaps);
    }
    Some(together)
}

fn of_policy(stack: &Stack<'_>, value: &Value) -> Guard {
    let Some(policy) = SECURITY_POLICY.record(&stack.records, value) else {
        return Guard::unknown(Gap {
            kind: GapKind::OutsideInput,
            what: format!("the rules of the security policy {}", ringfence_provider::shown(value)),
            source: Some(ringfence_provider::source(value)),
        });
    };
    let mut read = Rules { rules: Vec::new(), gaps: Vec::new() };
    for name in ["rule", "rules"] {
        let blocks = elements(policy.get(name));
        for block in blocks.items {
            read.add(policy, block, Truth::from(!block.maybe).or(Truth::Unknown));
        }
        read.gaps.extend(blocks.gaps);
    }
    let inline = !read.rules.is_empty() || !read.gaps.is_empty();
    for record in stack.security_rules().of(&ringfence_model::ResourceId::new(policy.address.clone())) {
        read.add(policy, record.record, record.record.exists);
    }
    read.clients(inline)
}

/// Rules with their priorities.
struct Rules {
    rules: Vec<(u64, Rule)>,
    gaps: Vec<Gap>,
}

impl Rules {
    /// Reads a rule: by source ranges, or by an expression that is not evaluated.
    ///
    /// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_security_policy>
    /// (`action`, `priority`, `match`, `preview`: "the `action` specified above is not enforced"; limits of rate let in
    /// whoever keeps them), read 2026-11-25.
    fn add(&mut self, policy: &Record, rule: &impl Fields, exists: Truth) {
        let preview = bool_attr(rule, "preview", Some((false, ARMOR)));
        if preview.truth().certain() || !exists.possible() {
            return;
        }
        let text = rule.field("action").and_then(Value::as_str).unwrap_or_default();
        let (action, known) = match text {
            "allow" | "throttle" | "rate_based_ban" => (Action::Allow, true),
            text if text.starts_with("deny") => (Action::Deny, true),
            _ => (Action::Deny, false),
        };
        let mut sources = self.sources(policy, rule);
        let priority = u64_attr(rule, "priority", None);
        let written = priority.value().copied();
        let written = written.or_else(|| rule.field("priority")?.as_str()?.parse().ok());
        let certain = known && written.is_some() && exists.certain() && preview.truth() == Truth::No;
        if !certain {
            sources = Bounds::at_most(sources.may);
            self.gaps.extend(preview.gap().or(priority.gap()).cloned());
        }
        let peers = sources.map(|set| Peers::addresses(set.clone()));
        let rule =
            |action| Rule { action, peers: peers.clone(), traffic: Bounds::exact(Traffic::all()), level: 0 };
        if !known {
            self.rules.push((written.unwrap_or(0), rule(Action::Allow)));
        }
        self.rules.push((written.unwrap_or(0), rule(action)));
    }

    fn sources(&mut self, policy: &Record, rule: &impl Fields) -> Bounds<AddressSet> {
        let id = ringfence_model::ResourceId::new(policy.address.clone());
        let ranges = rule.block("match").and_then(|block| block.block("config")?.get("src_ip_ranges"));
        let Some(ranges) = ranges else {
            self.gaps.push(Gap {
                kind: GapKind::Unsupported,
                what: format!("whom an expression of `{id}` matches"),
                source: Some(Source::File(policy.header)),
            });
            return Bounds::unknown();
        };
        let items = ranges.as_list().unwrap_or(std::slice::from_ref(ranges));
        if items.iter().any(|item| item.as_str() == Some("*")) {
            return Bounds::exact(AddressSet::all());
        }
        let mut all = Bounds::empty();
        for read in each_cidr(&id, "src_ip_ranges", ranges, &AddressSet::all()) {
            all = all.union(&read.set);
            self.gaps.extend(read.gap);
        }
        all
    }

    /// Who is let in.
    ///
    /// Unknown: a policy without rules lets everybody in; one with rules has one for everybody else, which may be
    /// written elsewhere.
    fn clients(mut self, inline: bool) -> Guard {
        self.rules.sort_by_key(|(priority, rule)| (*priority, rule.action == Action::Allow));
        let rules: Vec<Rule> = self.rules.into_iter().map(|(_, rule)| rule).collect();
        let admitted = |default| {
            let filter = Filter { order: Order::FirstMatch, default, rules: rules.clone() };
            let flows = filter.admits(&Origin::stranger(AddressSet::all()));
            flows.map(|flows| flows.peers_at(Protocol::TCP, 443).addresses)
        };
        let open = admitted(Action::Allow);
        let clients = if inline { Bounds::new(admitted(Action::Deny).must, open.may) } else { open };
        Guard { clients, gaps: self.gaps }
    }
}
