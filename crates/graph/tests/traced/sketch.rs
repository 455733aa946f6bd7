//! Random models: few networks, addresses, ports, so that everything meets everything.

use ringfence_model::{
    About, AppliesTo, Attached, Attachment, Attr, Behind, Direction, Evidence, FileId, FilterRule, Gap,
    GapKind, Interface, Link, Listener, ListenerSource, LoadBalancer, Machine, MachineKind, Member,
    MetadataService, Model, Network, PacketFilter, ResourceId, Route, RouteTarget, Router, ServiceEndpoint,
    Source, Span, Subnet, TargetGroup, Truth,
};
use ringfence_packets::{Action, AddressSet, Bounds, Order, Peers, PortSet, Protocol, Traffic};

use crate::numbers::Numbers;

const NETWORKS: usize = 3;
const SUBNETS: usize = 2;
const GROUPS: [&str; 3] = ["g0", "g1", "g2"];
/// On-premises.
pub(crate) const OUTSIDE: &str = "172.16.0.1/32";
/// Two addresses of the internet that rules tell apart.
pub(crate) const INTERNET: [&str; 2] = ["1.2.3.4", "9.8.7.6"];

pub(crate) fn source() -> Source {
    Source::File(Span { file: FileId(0), start: 0, end: 1 })
}

pub(crate) fn id(name: &str) -> ResourceId {
    ResourceId::new(name)
}

pub(crate) fn to(name: &str) -> Link {
    Link::To { id: id(name), source: source() }
}

pub(crate) fn set<T>(value: T) -> Attr<T> {
    Attr::Set { value, source: source() }
}

fn gap(what: &str) -> Gap {
    Gap { kind: GapKind::UnresolvedVariable, what: what.into(), source: Some(source()) }
}

pub(crate) fn cidr(text: &str) -> AddressSet {
    AddressSet::parse_cidr(text).unwrap()
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

fn said(name: &str) -> Vec<Evidence> {
    vec![Evidence::new(&id(name), "says so", &source())]
}

fn network_range(network: usize) -> String {
    format!("10.{network}.0.0/28")
}

fn subnet_range(network: usize, subnet: usize) -> String {
    format!("10.{network}.0.{}/29", subnet * 8)
}

fn subnet_name(network: usize, subnet: usize) -> String {
    format!("s{network}{subnet}")
}

/// A random model; a third of them have something unknown.
pub(crate) fn model(numbers: &mut Numbers) -> Model {
    let mut model = Model::default();
    let unknowns = numbers.chance(33);
    for network in 0..NETWORKS {
        model.networks.push(Network {
            about: about(&format!("n{network}")),
            ranges: Bounds::exact(cidr(&network_range(network))),
            routes: Vec::new(),
            filters: Vec::new(),
        });
        for subnet in 0..SUBNETS {
            let place = self::subnet(numbers, &mut model, network, subnet, unknowns);
            model.subnets.push(place);
        }
    }
    routers(numbers, &mut model);
    for group in GROUPS {
        let filter = group_filter(numbers, &mut model, group, unknowns);
        model.filters.push(filter);
    }
    for number in 0..3 + numbers.below(3) {
        let machine = machine(numbers, number, unknowns);
        model.machines.push(machine);
    }
    if numbers.chance(50) {
        let balancer = balancer(numbers, &model);
        model.balancers.push(balancer);
        if numbers.chance(50) {
            let door = door(numbers);
            model.endpoints.push(door);
        }
    }
    model
}

/// A door to the balancer, in any subnet.
fn door(numbers: &mut Numbers) -> ServiceEndpoint {
    let (network, subnet) = (numbers.below(NETWORKS), numbers.below(SUBNETS));
    let group = to(GROUPS[numbers.below(GROUPS.len())]);
    ServiceEndpoint {
        about: about("door"),
        interfaces: vec![Interface {
            subnets: vec![to(&subnet_name(network, subnet))],
            addresses: Some(Bounds::exact(cidr(&format!("10.{network}.0.{}/32", subnet * 8 + 1)))),
            filters: vec![group.clone()],
            groups: vec![group],
            ..Interface::new(&id("door"))
        }],
        traffic: Bounds::exact(Traffic::port(Protocol::TCP, 22)),
        leads_to: set(vec![Behind {
            balancer: to("lb"),
            accepted: set(numbers.chance(90)),
            judged: set(numbers.chance(50)),
            source: set(ListenerSource::Balancer),
        }]),
        evidence: said("door"),
    }
}

fn subnet(numbers: &mut Numbers, model: &mut Model, network: usize, subnet: usize, unknowns: bool) -> Subnet {
    let mut routes = Vec::new();
    let mut add = |range: &str, target: RouteTarget| {
        routes.push(Route { to: Bounds::exact(cidr(range)), target, evidence: said("table") });
    };
    match numbers.below(6) {
        0..=2 => add("0.0.0.0/0", RouteTarget::Internet(id(&format!("igw{network}")))),
        3 => add("0.0.0.0/0", RouteTarget::OutboundOnly(id(&format!("nat{network}")))),
        _ => {}
    }
    if numbers.chance(15) {
        add("1.0.0.0/8", RouteTarget::Dropped);
    }
    for other in (0..NETWORKS).filter(|other| *other != network) {
        let range = if numbers.chance(20) {
            subnet_range(other, numbers.below(SUBNETS))
        } else {
            network_range(other)
        };
        match numbers.below(4) {
            0 => add(&range, RouteTarget::Router(id("transit"))),
            1 if network + other == 1 => add(&range, RouteTarget::Router(id("peering"))),
            2 => add("10.0.0.0/8", RouteTarget::Router(id("transit"))),
            _ => {}
        }
    }
    if numbers.chance(50) {
        add("172.16.0.0/16", RouteTarget::Router(id("private")));
    }
    if unknowns && numbers.chance(15) {
        let to = Bounds::at_most(AddressSet::all());
        routes.push(Route { to, target: RouteTarget::Unknown(gap("var.route")), evidence: said("table") });
    }
    let name = subnet_name(network, subnet);
    let mut filters = Vec::new();
    if numbers.chance(50) {
        let acl = format!("{name}/acl");
        let filter = acl_filter(numbers, model, &acl);
        model.filters.push(filter);
        filters.push(id(&acl));
    }
    Subnet {
        about: about(&name),
        network: to(&format!("n{network}")),
        zone: Some(["a", "b"][subnet].to_owned()),
        ranges: Bounds::exact(cidr(&subnet_range(network, subnet))),
        routes,
        filters,
    }
}

fn peers(numbers: &mut Numbers, model: &mut Model, groups: bool) -> Peers {
    if groups && numbers.chance(40) {
        let group = *numbers.pick(&GROUPS);
        return Peers::group(model.groups.intern(&id(group)));
    }
    let range = match numbers.below(8) {
        0..=2 => "0.0.0.0/0".to_owned(),
        3 => "10.0.0.0/8".to_owned(),
        4 => network_range(numbers.below(NETWORKS)),
        5 => subnet_range(numbers.below(NETWORKS), numbers.below(SUBNETS)),
        6 => format!(
            "10.{}.0.{}/32",
            numbers.below(NETWORKS),
            8 * numbers.below(SUBNETS) + 2 + numbers.below(3)
        ),
        _ => (*numbers.pick(&["1.0.0.0/8", "172.16.0.0/31", "0.0.0.0/1"])).to_owned(),
    };
    Peers::addresses(cidr(&range))
}

fn traffic(numbers: &mut Numbers) -> Traffic {
    let tcp = |low, high| Traffic::of(Protocol::TCP, PortSet::of(low, high));
    match numbers.below(12) {
        0..=2 => Traffic::all(),
        3 => tcp(22, 22),
        4 => tcp(22, 2379),
        5 => tcp(1024, 65535),
        6 => tcp(1024, 30000),
        7 => tcp(30001, 65535),
        8 => Traffic::whole(Protocol::TCP),
        9 => Traffic::whole(Protocol::UDP),
        10 => Traffic::whole(Protocol::ICMP),
        _ => Traffic::icmp(Protocol::ICMP, 8, None),
    }
}

fn rule(
    numbers: &mut Numbers,
    model: &mut Model,
    (name, direction, action): (&str, Direction, Action),
    groups: bool,
) -> FilterRule {
    FilterRule {
        id: id(name),
        direction,
        action,
        level: 0,
        peers: Bounds::exact(peers(numbers, model, groups)),
        traffic: Bounds::exact(traffic(numbers)),
        applies_to: AppliesTo::All,
        gaps: Vec::new(),
        evidence: said(name),
    }
}

const DIRECTIONS: [Direction; 2] = [Direction::Ingress, Direction::Egress];

fn group_filter(numbers: &mut Numbers, model: &mut Model, name: &str, unknowns: bool) -> PacketFilter {
    let mut rules = Vec::new();
    for direction in DIRECTIONS {
        for number in 0..=numbers.below(3) {
            let own = format!("{name}/{direction:?}/{number}");
            let mut made = rule(numbers, model, (&own, direction, Action::Allow), true);
            if unknowns && numbers.chance(15) {
                made.peers = Bounds::at_most(made.peers.may);
                made.gaps.push(gap("var.peers"));
            }
            rules.push(made);
        }
    }
    PacketFilter {
        about: about(name),
        order: Order::Unordered,
        stateful: true,
        default_ingress: Action::Deny,
        default_egress: Action::Deny,
        rules,
        unseen: Vec::new(),
        default_of: None,
    }
}

fn acl_filter(numbers: &mut Numbers, model: &mut Model, name: &str) -> PacketFilter {
    let mut rules = Vec::new();
    for direction in DIRECTIONS {
        for number in 0..=numbers.below(4) {
            let own = format!("{name}/{direction:?}/{number}");
            let action = if numbers.chance(30) { Action::Deny } else { Action::Allow };
            rules.push(rule(numbers, model, (&own, direction, action), false));
        }
    }
    PacketFilter {
        about: about(name),
        order: Order::FirstMatch,
        stateful: false,
        default_ingress: if numbers.chance(50) { Action::Allow } else { Action::Deny },
        default_egress: if numbers.chance(50) { Action::Allow } else { Action::Deny },
        rules,
        unseen: Vec::new(),
        default_of: None,
    }
}

fn attachment(router: &str, side: &str, to: Attached, table: Vec<Route>) -> Attachment {
    Attachment {
        id: id(&format!("{router}/{side}")),
        exists: Truth::Yes,
        to,
        subnets: Vec::new(),
        zonal: false,
        routes: table,
        evidence: said(router),
    }
}

fn lane(range: &str, router: &str, side: &str) -> Route {
    let target = RouteTarget::Attachment(id(&format!("{router}/{side}")));
    Route { to: Bounds::exact(cidr(range)), target, evidence: said(router) }
}

fn routers(numbers: &mut Numbers, model: &mut Model) {
    let network = |number: usize| Attached::Network(to(&format!("n{number}")));
    let mut add = |name: &str, (groups, outward): (bool, bool), attachments: Vec<Attachment>| {
        model.routers.push(Router {
            about: about(name),
            attachments,
            groups_cross: set(groups),
            groups_cross_outward: outward,
            unseen: Vec::new(),
        });
    };
    let peering = [(0, 1), (1, 0)].map(|(own, other)| {
        let routes = vec![lane(&network_range(other), "peering", &format!("n{other}"))];
        attachment("peering", &format!("n{own}"), network(own), routes)
    });
    add("peering", (numbers.chance(50), true), peering.into());
    let mut transit = Vec::new();
    for own in 0..NETWORKS {
        let mut routes = Vec::new();
        for other in (0..NETWORKS).filter(|other| *other != own) {
            match numbers.below(5) {
                0 => {}
                1 => routes.push(Route {
                    to: Bounds::exact(cidr(&subnet_range(other, 0))),
                    target: RouteTarget::Dropped,
                    evidence: said("transit"),
                }),
                _ => routes.push(lane(&network_range(other), "transit", &format!("n{other}"))),
            }
        }
        let mut side = attachment("transit", &format!("n{own}"), network(own), routes);
        if numbers.chance(40) {
            side.subnets = vec![to(&subnet_name(own, numbers.below(SUBNETS)))];
            side.zonal = numbers.chance(50);
        }
        transit.push(side);
    }
    add("transit", (numbers.chance(50), numbers.chance(30)), transit);
    let outside = Attached::Outside { id: id("site"), ranges: Bounds::exact(cidr(OUTSIDE)) };
    let inward = vec![lane(&network_range(0), "private", "n0")];
    let private = vec![
        attachment("private", "n0", network(0), vec![lane("172.16.0.0/16", "private", "site")]),
        attachment("private", "site", outside, inward),
    ];
    add("private", (false, false), private);
}

fn machine(numbers: &mut Numbers, number: usize, unknowns: bool) -> Machine {
    let name = format!("m{number}");
    let count = if numbers.chance(20) { 2 } else { 1 };
    let interfaces = (0..count).map(|which| {
        let (network, subnet) = (numbers.below(NETWORKS), numbers.below(SUBNETS));
        let address = format!("10.{network}.0.{}/32", subnet * 8 + 2 + number % 5);
        let groups: Vec<Link> = GROUPS.iter().filter(|_| numbers.chance(45)).map(|group| to(group)).collect();
        let public = numbers.chance(50);
        Interface {
            subnets: vec![to(&subnet_name(network, subnet))],
            addresses: Some(Bounds::exact(cidr(&address))),
            public_v4: if unknowns && numbers.chance(10) {
                Attr::Unknown(gap("var.public"))
            } else {
                set(public)
            },
            public_v6: set(false),
            filters: if groups.is_empty() { vec![to(GROUPS[0])] } else { groups.clone() },
            groups: if groups.is_empty() { vec![to(GROUPS[0])] } else { groups },
            forwards: set(false),
            ..Interface::new(&id(&format!("{name}/{which}")))
        }
    });
    Machine {
        interfaces: interfaces.collect(),
        about: about(&name),
        kind: MachineKind::Instance,
        parts: Vec::new(),
        identity: set(None),
        metadata: MetadataService::not_applicable(),
        payloads: Vec::new(),
        volumes: Vec::new(),
        signals: Vec::new(),
        evidence: Vec::new(),
    }
}

fn balancer(numbers: &mut Numbers, model: &Model) -> LoadBalancer {
    let (network, subnet) = (numbers.below(NETWORKS), numbers.below(SUBNETS));
    let target = &model.machines[numbers.below(model.machines.len())];
    let filter = numbers.chance(60).then(|| *numbers.pick(&GROUPS));
    LoadBalancer {
        about: about("lb"),
        public: set(numbers.chance(50)),
        network: None,
        subnets: vec![to(&subnet_name(network, subnet))],
        addresses: Some(Bounds::exact(cidr(&format!("10.{network}.0.{}/32", subnet * 8 + 7)))),
        filters: filter.map(|filter| vec![to(filter)]),
        groups: filter.into_iter().map(to).collect(),
        listeners: vec![Listener {
            id: id("listener"),
            traffic: Bounds::exact(Traffic::port(Protocol::TCP, 22)),
            evidence: said("listener"),
            targets: vec![TargetGroup {
                id: id("targets"),
                port: set(2379),
                source: set(if numbers.chance(50) {
                    ListenerSource::Client
                } else {
                    ListenerSource::Balancer
                }),
                members: vec![Member {
                    machine: to(target.about.id.as_str()),
                    port: None,
                    evidence: said("member"),
                }],
                unseen: Vec::new(),
                evidence: said("targets"),
                health_path: None,
            }],
        }],
        clients: None,
    }
}
