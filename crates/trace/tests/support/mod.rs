//! Small models for the tests of packets: networks with subnets, routers, filters, machines, balancers.
#![allow(dead_code, reason = "each test file uses a part")]

use ringfence_model::{
    About, AppliesTo, Attached, Attachment, Attr, Direction, Evidence, FileId, FilterRule, Gap, GapKind,
    Interface, Link, Listener, ListenerSource, LoadBalancer, Machine, MachineKind, Member, MetadataService,
    Model, Network, PacketFilter, ResourceId, Route, RouteTarget, Router, Source, Span, Subnet, TargetGroup,
    Truth,
};
use ringfence_packets::{Action, AddressSet, Bounds, Order, Peers, PortSet, Protocol, Traffic};
use ringfence_trace::{Goal, Packet, Start, Trace, Tracer};

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

pub(crate) fn about(name: &str) -> About {
    About {
        id: id(name),
        kind: "thing",
        name: None,
        declared_at: source(),
        declared: true,
        exists: Truth::Yes,
        tags: Vec::new(),
    }
}

pub(crate) fn cidr(text: &str) -> AddressSet {
    AddressSet::parse_cidr(text).unwrap()
}

pub(crate) fn tcp(low: u16, high: u16) -> Traffic {
    Traffic::of(Protocol::TCP, PortSet::of(low, high))
}

/// A rule about a range, or about a group where the text is no range.
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
        evidence: vec![Evidence::new(&id(name), format!("is about {peer}"), &source())],
    }
}

/// Adds a security group that lets everything out and this in: `(peer, from port, to port)`.
pub(crate) fn group(model: &mut Model, name: &str, ingress: &[(&str, u16, u16)]) {
    let mut rules: Vec<FilterRule> = Vec::new();
    for (peer, low, high) in ingress {
        let name = format!("{name}/{peer}");
        rules.push(rule(model, &name, Action::Allow, Direction::Ingress, peer, tcp(*low, *high)));
    }
    for peer in ["0.0.0.0/0", "::/0"] {
        let name = format!("{name}/out {peer}");
        rules.push(rule(model, &name, Action::Allow, Direction::Egress, peer, Traffic::all()));
    }
    model.filters.push(PacketFilter {
        about: about(name),
        order: Order::Unordered,
        stateful: true,
        default_ingress: Action::Deny,
        default_egress: Action::Deny,
        rules,
        unseen: Vec::new(),
        default_of: None,
    });
}

/// Adds a network access list: `(direction, action, peer, from port, to port)` in order, TCP only.
pub(crate) fn acl(model: &mut Model, name: &str, entries: &[(Direction, Action, &str, u16, u16)]) {
    let mut rules = Vec::new();
    for (number, (direction, action, peer, low, high)) in entries.iter().enumerate() {
        let name = format!("{name}/{number}");
        rules.push(rule(model, &name, *action, *direction, peer, tcp(*low, *high)));
    }
    model.filters.push(PacketFilter {
        about: about(name),
        order: Order::FirstMatch,
        stateful: false,
        default_ingress: Action::Deny,
        default_egress: Action::Deny,
        rules,
        unseen: Vec::new(),
        default_of: None,
    });
}

/// Adds a network of one range.
pub(crate) fn network(model: &mut Model, name: &str, range: &str) {
    model.networks.push(Network {
        about: about(name),
        ranges: Bounds::exact(cidr(range)),
        routes: Vec::new(),
        filters: Vec::new(),
    });
}

/// Adds a subnet with its routes.
pub(crate) fn subnet(model: &mut Model, name: &str, network: &str, range: &str, routes: Vec<Route>) {
    model.subnets.push(Subnet {
        about: about(name),
        network: to(network),
        zone: None,
        ranges: Bounds::exact(cidr(range)),
        routes,
        filters: Vec::new(),
    });
}

pub(crate) fn route(range: &str, target: RouteTarget) -> Route {
    let evidence = vec![Evidence::new(&id("table"), format!("sends {range}"), &source())];
    Route { to: Bounds::exact(cidr(range)), target, evidence }
}

/// Adds a machine with one interface.
pub(crate) fn machine(model: &mut Model, name: &str, subnet: &str, address: &str, filter: &str) {
    model.machines.push(Machine {
        about: about(name),
        kind: MachineKind::Instance,
        parts: Vec::new(),
        interfaces: vec![Interface {
            subnets: vec![to(subnet)],
            addresses: Some(Bounds::exact(cidr(address))),
            public_v4: set(false),
            public_v6: set(false),
            filters: vec![to(filter)],
            groups: vec![to(filter)],
            forwards: set(false),
            ..Interface::new(&id(name))
        }],
        identity: set(None),
        metadata: MetadataService::not_applicable(),
        payloads: Vec::new(),
        volumes: Vec::new(),
        signals: Vec::new(),
        evidence: Vec::new(),
    });
}

pub(crate) fn interface<'m>(model: &'m mut Model, machine: &str) -> &'m mut Interface {
    let found = model.machines.iter_mut().find(|m| m.about.id.as_str() == machine);
    &mut found.unwrap().interfaces[0]
}

pub(crate) fn subnet_of<'m>(model: &'m mut Model, name: &str) -> &'m mut Subnet {
    model.subnets.iter_mut().find(|s| s.about.id.as_str() == name).unwrap()
}

/// Gives a machine a public address.
pub(crate) fn publish(model: &mut Model, machine: &str, address: &str) {
    let interface = interface(model, machine);
    interface.public_v4 = set(true);
    interface.public_addresses = cidr(address);
}

pub(crate) fn attachment(name: &str, to: Attached, subnets: &[&str], routes: Vec<Route>) -> Attachment {
    Attachment {
        id: id(name),
        exists: Truth::Yes,
        to,
        subnets: subnets.iter().map(|name| self::to(name)).collect(),
        zonal: false,
        routes,
        evidence: Vec::new(),
    }
}

pub(crate) fn router(model: &mut Model, name: &str, groups_cross: bool, attachments: Vec<Attachment>) {
    model.routers.push(Router {
        about: about(name),
        attachments,
        groups_cross: set(groups_cross),
        groups_cross_outward: true,
        unseen: Vec::new(),
    });
}

/// A peering of two networks, each with its range.
pub(crate) fn peering(model: &mut Model, name: &str, a: (&str, &str), b: (&str, &str)) {
    let side = |own: &str, (other, range): (&str, &str)| {
        let routes = vec![route(range, RouteTarget::Attachment(id(&format!("{name}/{other}"))))];
        attachment(&format!("{name}/{own}"), Attached::Network(to(own)), &[], routes)
    };
    let sides = vec![side(a.0, b), side(b.0, a)];
    router(model, name, true, sides);
}

pub(crate) fn balancer(
    model: &mut Model,
    name: &str,
    subnets: &[&str],
    filter: Option<&str>,
    (port, target_port): (u16, u16),
    target: &str,
    seen: ListenerSource,
) {
    model.balancers.push(LoadBalancer {
        about: about(name),
        public: set(true),
        network: None,
        subnets: subnets.iter().map(|name| to(name)).collect(),
        addresses: None,
        filters: filter.map(|filter| vec![to(filter)]),
        groups: filter.into_iter().map(to).collect(),
        listeners: vec![Listener {
            id: id("listener"),
            traffic: Bounds::exact(tcp(port, port)),
            evidence: Vec::new(),
            targets: vec![TargetGroup {
                id: id("targets"),
                port: set(target_port),
                source: set(seen),
                members: vec![Member { machine: to(target), port: None, evidence: Vec::new() }],
                unseen: Vec::new(),
                evidence: Vec::new(),
                health_path: None,
            }],
        }],
        clients: None,
    });
}

/// Two networks: `left` (10.1.0.0/16) with the subnets `front` (10.1.1.0/24, a route to the internet) and `back`
/// (10.1.2.0/24, a NAT gateway), `right` (10.2.0.0/16) with `far` (10.2.1.0/24, no route). Machines `a` and `b` in
/// `front`, `c` in `back`, `d` in `far`; the group `open` lets TCP 22 in from everywhere, `closed` nothing.
pub(crate) fn world() -> Model {
    let mut model = Model::default();
    group(&mut model, "open", &[("0.0.0.0/0", 22, 22), ("::/0", 22, 22)]);
    group(&mut model, "closed", &[]);
    network(&mut model, "left", "10.1.0.0/16");
    network(&mut model, "right", "10.2.0.0/16");
    let internet = vec![route("0.0.0.0/0", RouteTarget::Internet(id("igw")))];
    let nat = vec![route("0.0.0.0/0", RouteTarget::OutboundOnly(id("nat")))];
    subnet(&mut model, "front", "left", "10.1.1.0/24", internet);
    subnet(&mut model, "back", "left", "10.1.2.0/24", nat);
    subnet(&mut model, "far", "right", "10.2.1.0/24", Vec::new());
    machine(&mut model, "a", "front", "10.1.1.10", "open");
    machine(&mut model, "b", "front", "10.1.1.11", "open");
    machine(&mut model, "c", "back", "10.1.2.10", "open");
    machine(&mut model, "d", "far", "10.2.1.10", "open");
    model
}

/// The world with a peering that both sides have routes to.
pub(crate) fn peered() -> Model {
    let mut model = world();
    peering(&mut model, "pcx", ("left", "10.1.0.0/16"), ("right", "10.2.0.0/16"));
    subnet_of(&mut model, "front").routes.push(route("10.2.0.0/16", RouteTarget::Router(id("pcx"))));
    subnet_of(&mut model, "far").routes.push(route("10.1.0.0/16", RouteTarget::Router(id("pcx"))));
    model
}

pub(crate) fn at(machine: &str) -> Start {
    Start::Machine(id(machine), None)
}

pub(crate) fn goal(machine: &str) -> Goal {
    Goal::Machine(id(machine), None)
}

/// TCP from a machine to an address.
pub(crate) fn ask(model: &Model, from: Start, to: &str, port: u16) -> Trace {
    let packet = Packet::to_address(from, to.parse().unwrap(), Protocol::TCP, port);
    Tracer::new(model).trace(&packet)
}

/// TCP to something by its name.
pub(crate) fn ask_goal(model: &Model, from: Start, to: Goal, port: u16) -> Trace {
    Tracer::new(model).trace(&Packet::to_goal(from, to, Protocol::TCP, port))
}

/// The nodes of a trace, with arrows.
pub(crate) fn way(trace: &Trace) -> String {
    trace.nodes().collect::<Vec<_>>().join(" > ")
}

/// The nodes of the answer.
pub(crate) fn answer(trace: &Trace) -> String {
    trace.answer.as_ref().map_or_else(String::new, |answer| way(answer))
}
