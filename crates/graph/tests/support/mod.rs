//! Small models for the tests of ways: one network, a gateway, subnets, filters, machines, a balancer.

use ringfence_model::{
    About, AppliesTo, Attr, Direction, Evidence, FileId, FilterRule, Gap, GapKind, Interface, Link, Listener,
    ListenerSource, LoadBalancer, Machine, MachineKind, Member, MetadataService, Model, Network,
    PacketFilter, ResourceId, Route, RouteTarget, Source, Span, Subnet, Tag, TargetGroup, Truth,
};
use ringfence_packets::{Action, AddressSet, Bounds, Order, Peers, PortSet, Protocol, Traffic};

pub(crate) fn source() -> Source {
    Source::File(Span { file: FileId(0), start: 0, end: 1 })
}

pub(crate) fn id(name: &str) -> ResourceId {
    ResourceId::new(name)
}

pub(crate) fn to(name: &str) -> Link {
    Link::To { id: id(name), source: source() }
}

pub(crate) fn gap(what: &str) -> Gap {
    Gap { kind: GapKind::UnresolvedVariable, what: what.into(), source: Some(source()) }
}

pub(crate) fn set<T>(value: T) -> Attr<T> {
    Attr::Set { value, source: source() }
}

pub(crate) fn about(name: &str, tags: &[&str]) -> About {
    let tag = |key: &&str| Tag { key: (*key).into(), value: Some("1".into()), source: source() };
    About {
        id: id(name),
        kind: "thing",
        name: None,
        declared_at: source(),
        declared: true,
        exists: Truth::Yes,
        tags: tags.iter().map(tag).collect(),
    }
}

pub(crate) fn cidr(text: &str) -> AddressSet {
    AddressSet::parse_cidr(text).unwrap()
}

pub(crate) fn tcp(low: u16, high: u16) -> Traffic {
    Traffic::of(Protocol::TCP, PortSet::of(low, high))
}

/// An allow rule from an address range, or from a group when the text is no range.
pub(crate) fn rule(
    model: &mut Model,
    name: &str,
    action: Action,
    direction: Direction,
    peer: &str,
    traffic: Traffic,
) -> FilterRule {
    let peers = AddressSet::parse_cidr(peer).map(Peers::addresses);
    let peers = peers.unwrap_or_else(|_| Peers::group(model.groups.intern(&id(peer))));
    FilterRule {
        id: id(name),
        direction,
        action,
        level: 0,
        peers: Bounds::exact(peers),
        traffic: Bounds::exact(traffic),
        applies_to: AppliesTo::All,
        gaps: Vec::new(),
        evidence: vec![Evidence::new(&id(name), format!("allows {peer}"), &source())],
    }
}

pub(crate) fn filter(name: &str, order: Order, rules: Vec<FilterRule>) -> PacketFilter {
    PacketFilter {
        about: about(name, &[]),
        order,
        stateful: order == Order::Unordered,
        default_ingress: Action::Deny,
        default_egress: if order == Order::Unordered { Action::Allow } else { Action::Deny },
        rules,
        unseen: Vec::new(),
        default_of: None,
    }
}

pub(crate) fn machine(name: &str, subnet: &str, filter: &str, public: bool, tags: &[&str]) -> Machine {
    Machine {
        about: about(name, tags),
        kind: MachineKind::Instance,
        parts: Vec::new(),
        interfaces: vec![Interface {
            subnets: vec![to(subnet)],
            public_v4: set(public),
            public_v6: set(false),
            filters: vec![to(filter)],
            groups: vec![to(filter)],
            ..Interface::new(&id(name))
        }],
        identity: set(None),
        metadata: MetadataService::not_applicable(),
        payloads: Vec::new(),
        volumes: Vec::new(),
        signals: Vec::new(),
        evidence: Vec::new(),
    }
}

pub(crate) fn balancer(
    name: &str,
    subnet: &str,
    filter: Option<&str>,
    target: &str,
    ports: (u16, u16),
    seen: ListenerSource,
) -> LoadBalancer {
    LoadBalancer {
        about: about(name, &[]),
        public: set(true),
        network: None,
        subnets: vec![to(subnet)],
        filters: filter.map(|filter| vec![to(filter)]),
        groups: filter.into_iter().map(to).collect(),
        listeners: vec![Listener {
            id: id("listener"),
            traffic: Bounds::exact(tcp(ports.0, ports.0)),
            evidence: Vec::new(),
            targets: vec![TargetGroup {
                id: id("targets"),
                port: set(ports.1),
                source: set(seen),
                members: vec![Member { machine: to(target), port: None, evidence: Vec::new() }],
                unseen: Vec::new(),
                evidence: Vec::new(),
                health_path: None,
            }],
        }],
        addresses: None,
        clients: None,
    }
}

/// A network 10.0.0.0/16 with a public subnet `front` (10.0.1.0/24) and a private one `back` (10.0.2.0/24).
pub(crate) fn network() -> Model {
    let route = |target| Route {
        to: Bounds::exact(cidr("0.0.0.0/0")),
        target,
        evidence: vec![Evidence::new(&id("route"), "default route", &source())],
    };
    let subnet = |name: &str, range: &str, routes| Subnet {
        about: about(name, &[]),
        network: to("net"),
        zone: None,
        ranges: Bounds::exact(cidr(range)),
        routes,
        filters: Vec::new(),
    };
    Model {
        networks: vec![Network {
            about: about("net", &[]),
            ranges: Bounds::exact(cidr("10.0.0.0/16")),
            routes: Vec::new(),
            filters: Vec::new(),
        }],
        subnets: vec![
            subnet("front", "10.0.1.0/24", vec![route(RouteTarget::Internet(id("gateway")))]),
            subnet("back", "10.0.2.0/24", vec![route(RouteTarget::OutboundOnly(id("nat")))]),
        ],
        ..Model::default()
    }
}
