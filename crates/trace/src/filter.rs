//! One packet against the rules of filters, one rule after the other.

use ringfence_model::{
    AppliesTo, Direction, FilterRule, Gap, GapKind, Link, Model, PacketFilter, ResourceId, Truth,
};
use ringfence_packets::{Action, Bounds, Order, Peers, SelectorKind, Traffic};

use crate::party::Membership;
use crate::path::Header;

/// The packet as a filter sees it.
pub(crate) struct Seen<'p> {
    pub(crate) header: &'p Header,
    pub(crate) direction: Direction,
    /// Groups of the other side.
    pub(crate) peer: Membership,
    /// Whether they count.
    pub(crate) groups_count: Truth,
    /// Groups of whoever stands behind the filter; nothing at a border.
    pub(crate) own: Option<&'p [Link]>,
}

/// What a filter, or several that allow together, do with the packet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ruling<'m> {
    /// Whether the packet passes.
    pub(crate) passes: Option<Truth>,
    /// The rule that decides, or may.
    pub(crate) rule: Option<&'m FilterRule>,
    /// The filter that it belongs to.
    pub(crate) filter: Option<&'m PacketFilter>,
    pub(crate) gaps: Vec<Gap>,
}

impl Ruling<'_> {
    pub(crate) fn truth(&self) -> Truth {
        self.passes.unwrap_or(Truth::No)
    }
}

/// Filters whose rules allow together; with filters that could not be seen, they may allow anything.
pub(crate) fn together<'m>(filters: &[&'m PacketFilter], absent: &[Gap], seen: &Seen<'_>) -> Ruling<'m> {
    let rules = filters.iter().flat_map(|filter| filter.rules.iter().map(move |rule| (*filter, rule)));
    let matching: Vec<_> = rules
        .filter(|(_, rule)| rule.direction == seen.direction)
        .map(|(filter, rule)| (filter, rule, matches(rule, seen)))
        .filter(|(.., truth)| truth.possible())
        .collect();
    let best = |action: Action| {
        let of_action = matching.iter().filter(move |(_, rule, _)| rule.action == action);
        // The first of equals: `max_by_key` would give the last.
        of_action.copied().reduce(|best, other| if other.2 > best.2 { other } else { best })
    };
    let (deny, allow) = (best(Action::Deny), best(Action::Allow));
    let unseen: Vec<Gap> =
        filters.iter().flat_map(|filter| unseen(filter)).chain(absent.iter().cloned()).collect();
    let default = filters.iter().any(|filter| default(filter, seen.direction) == Action::Allow);
    let denied = deny.map_or(Truth::No, |(.., truth)| truth);
    let allowed = allow.map_or(Truth::No, |(.., truth)| truth).or(default.into());
    let allowed = if unseen.is_empty() { allowed } else { allowed.or(Truth::Unknown) };
    let passes = allowed.and(denied.negate());
    let decider = if passes == Truth::Yes { allow } else { deny.or(allow) };
    let mut gaps: Vec<Gap> =
        decider.filter(|(.., t)| *t == Truth::Unknown).map_or_else(Vec::new, |d| d.1.gaps.clone());
    if passes == Truth::Unknown {
        gaps.extend(unseen);
    }
    Ruling {
        passes: Some(passes),
        rule: decider.filter(|_| passes != Truth::No || denied.possible()).map(|(_, rule, _)| rule),
        filter: decider.map(|(filter, ..)| filter).or(filters.first().copied()),
        gaps,
    }
}

/// A filter whose rules are tried in order, level by level: what no rule of a level decides goes on to the next.
pub(crate) fn in_order<'m>(filter: &'m PacketFilter, seen: &Seen<'_>) -> Ruling<'m> {
    let mut gaps: Vec<Gap> = unseen(filter).collect();
    // A rule that could not be seen may do either.
    let (mut may_allow, mut may_deny) = (!gaps.is_empty(), !gaps.is_empty());
    let mut rules: Vec<&FilterRule> =
        filter.rules.iter().filter(|rule| rule.direction == seen.direction).collect();
    rules.sort_by_key(|rule| rule.level);
    let mut deciders: Vec<(&'m FilterRule, Truth)> = Vec::new();
    let mut goes_on = true;
    for level in rules.chunk_by(|one, other| one.level == other.level) {
        if !goes_on {
            break;
        }
        let mut leads_on = false;
        for rule in level.iter().copied() {
            let matched = matches(rule, seen);
            if matched == Truth::No {
                continue;
            }
            match rule.action {
                Action::Allow => may_allow = true,
                Action::Deny => may_deny = true,
                Action::Next => leads_on = true,
            }
            deciders.push((rule, matched));
            if matched == Truth::Yes {
                goes_on = false;
                break;
            }
        }
        goes_on |= leads_on;
    }
    if goes_on {
        match default(filter, seen.direction) {
            Action::Allow => may_allow = true,
            Action::Deny | Action::Next => may_deny = true,
        }
    }
    let passes = match (may_allow, may_deny) {
        (true, false) => Truth::Yes,
        (true, true) => Truth::Unknown,
        (false, _) => Truth::No,
    };
    let decides = |(rule, matched): &&(&FilterRule, Truth)| match passes {
        Truth::Yes => rule.action == Action::Allow,
        Truth::No => rule.action == Action::Deny,
        Truth::Unknown => *matched == Truth::Unknown,
    };
    let rule = deciders.iter().find(decides).map(|(rule, _)| *rule);
    let unsure = deciders.iter().filter(|(_, matched)| *matched == Truth::Unknown);
    gaps.extend(unsure.flat_map(|(rule, _)| rule.gaps.iter().cloned()));
    let gaps = if passes == Truth::Unknown { gaps } else { Vec::new() };
    Ruling { passes: Some(passes), rule, filter: Some(filter), gaps }
}

/// The filters that links name, those that allow together first; and what is not known of the others.
pub(crate) fn named<'m>(
    model: &'m Model,
    links: &[Link],
    find: impl Fn(&ResourceId) -> Option<usize>,
) -> (Vec<&'m PacketFilter>, Vec<Gap>) {
    let (mut found, mut gaps) = (Vec::new(), Vec::new());
    for link in links {
        match link {
            Link::Unknown(gap) => gaps.push(gap.clone()),
            Link::To { id, source } => match find(id).and_then(|at| model.filters.get(at)) {
                Some(filter) => found.push(filter),
                None => gaps.push(Gap {
                    kind: GapKind::OutsideInput,
                    what: format!("`{id}`, which is not declared here"),
                    source: Some(source.clone()),
                }),
            },
        }
    }
    found.sort_by_key(|filter| filter.order == Order::FirstMatch);
    (found, gaps)
}

fn default(filter: &PacketFilter, direction: Direction) -> Action {
    match direction {
        Direction::Ingress => filter.default_ingress,
        Direction::Egress => filter.default_egress,
    }
}

fn unseen(filter: &PacketFilter) -> impl Iterator<Item = Gap> + '_ {
    let undeclared = (!filter.about.declared && filter.unseen.is_empty()).then(|| Gap {
        kind: GapKind::OutsideInput,
        what: format!("the rules of `{}`, which is not declared here", filter.about.id),
        source: Some(filter.about.declared_at.clone()),
    });
    filter.unseen.iter().cloned().chain(undeclared)
}

/// Whether a rule is about this packet.
fn matches(rule: &FilterRule, seen: &Seen<'_>) -> Truth {
    concerns(&rule.applies_to, seen.own)
        .and(carries(&rule.traffic, seen.header))
        .and(meets(&rule.peers, seen))
}

/// Whether a rule concerns whoever stands behind the filter.
fn concerns(applies_to: &AppliesTo, own: Option<&[Link]>) -> Truth {
    match (applies_to, own) {
        (AppliesTo::All, _) => Truth::Yes,
        (AppliesTo::Unknown(_), _) => Truth::Unknown,
        (AppliesTo::Groups(_), None) => Truth::No,
        (AppliesTo::Groups(groups), Some(own)) => {
            let known = own.iter().filter_map(Link::id).any(|id| groups.contains(id));
            let unknown = own.iter().any(|link| link.id().is_none());
            match (known, unknown) {
                (true, _) => Truth::Yes,
                (_, true) => Truth::Unknown,
                _ => Truth::No,
            }
        }
    }
}

/// Whether a rule's traffic has the packet's protocol and port.
pub(crate) fn carries(traffic: &Bounds<Traffic>, header: &Header) -> Truth {
    match (carried(&traffic.must, header), carried(&traffic.may, header)) {
        (Truth::Yes, _) => Truth::Yes,
        (_, Truth::No) => Truth::No,
        _ => Truth::Unknown,
    }
}

fn carried(traffic: &Traffic, header: &Header) -> Truth {
    let ported = header.protocol.selector_kind() != SelectorKind::None;
    match header.selector {
        Some(selector) => traffic.contains(header.protocol, selector).into(),
        None if !ported => traffic.contains(header.protocol, 0).into(),
        None => {
            let ports = traffic.ports(header.protocol);
            match (ports.is_full(), ports.is_empty()) {
                (true, _) => Truth::Yes,
                (_, true) => Truth::No,
                _ => Truth::Unknown,
            }
        }
    }
}

/// Whether the other side is among a rule's peers.
fn meets(peers: &Bounds<Peers>, seen: &Seen<'_>) -> Truth {
    let address = match seen.direction {
        Direction::Ingress => &seen.header.source,
        Direction::Egress => &seen.header.destination,
    };
    let by_address = address.is_within(&peers.map(|peers| peers.addresses.clone()));
    let by_group = in_groups(peers, &seen.peer).and(seen.groups_count);
    by_address.or(by_group)
}

fn in_groups(peers: &Bounds<Peers>, peer: &Membership) -> Truth {
    let in_any = |peers: &Peers| peer.known.iter().any(|group| peers.groups.contains(*group));
    let perhaps = peer.others && !peers.may.groups.is_empty();
    match (in_any(&peers.must), in_any(&peers.may) || perhaps) {
        (true, _) => Truth::Yes,
        (_, true) => Truth::Unknown,
        _ => Truth::No,
    }
}
