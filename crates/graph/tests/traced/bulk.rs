//! The matrix by role against asking about every pair.

use std::collections::BTreeMap;

use ringfence_graph::{Graph, Party, Peer, Rank, Reach, Row};
use ringfence_model::{
    AppliesTo, Attr, Behind, Direction, FilterRule, Gap, GapKind, Interface, Link, ListenerSource, Machine,
    MachineKind, ManagedCluster, Model, PacketFilter, PublicEndpoint, ResourceId, Route, RouteTarget,
    ServiceEndpoint, Tag, Truth,
};
use ringfence_packets::{Action, AddressSet, Bounds, Order, Peers, Protocol, Traffic};

use crate::numbers::Numbers;
use crate::sketch::{self, about, cidr, id, set, source, to};

/// What any of a rank can open on any of another one, pair by pair.
pub(crate) fn pair_by_pair(graph: &Graph<'_>) -> BTreeMap<(Rank, Rank), Reach> {
    let parties = graph.parties();
    let mut cells: BTreeMap<(Rank, Rank), Reach> = BTreeMap::new();
    for from in &parties {
        for to in parties.iter().filter(|to| *to != from || graph.is_group(**to)) {
            let reach = graph.reach(*from, *to);
            for (from, to) in pairs(&graph.ranks(*from), &graph.ranks(*to)) {
                let cell = cells.entry((from, to)).or_insert_with(Reach::none);
                *cell = cell.union(&reach);
            }
        }
    }
    cells.retain(|_, reach| !reach.is_none());
    cells
}

fn pairs(from: &[Rank], to: &[Rank]) -> Vec<(Rank, Rank)> {
    from.iter().flat_map(|from| to.iter().map(|to| (*from, *to))).collect()
}

pub(crate) fn compare(model: &Model, seed: u64) -> usize {
    let graph = Graph::new(model);
    let matrix = graph.role_matrix();
    assert!(matrix.cut_off.is_empty());
    assert_eq!(matrix.rows, graph.matrix_by_role());
    let found: BTreeMap<(Rank, Rank), Reach> =
        matrix.rows.into_iter().map(|row| ((row.from, row.to), row.reach)).collect();
    let expected = pair_by_pair(&graph);
    for (pair, reach) in &expected {
        assert_eq!(found.get(pair), Some(reach), "seed {seed}: {pair:?}");
    }
    assert_eq!(found.len(), expected.len(), "seed {seed}: a row of nobody");
    by_host(&graph, seed);
    expected.len()
}

/// Every row between two parties inside says what asking about them says, and none is left out.
fn by_host(graph: &Graph<'_>, seed: u64) {
    let mut expected: BTreeMap<(Party, Party), Reach> = BTreeMap::new();
    let parties = graph.parties();
    let inside = |party: &&Party| !matches!(party, Party::Internet | Party::Outside(..));
    for from in parties.iter().filter(inside) {
        for to in parties.iter().filter(inside).filter(|to| *to != from || graph.is_group(**to)) {
            let reach = graph.reach(*from, *to);
            if !reach.is_none() {
                expected.insert((*from, *to), reach);
            }
        }
    }
    let rows = graph.matrix_by_host();
    assert!(rows.is_sorted_by(|a, b| (&a.from, &a.to) <= (&b.from, &b.to)));
    for Row { from, to, reach } in rows {
        match (from, to) {
            (Peer::Party(from), Peer::Party(to)) => {
                assert_eq!(expected.remove(&(from, to)), Some(reach), "seed {seed}: {from:?} {to:?}");
            }
            (Peer::Internet(set), Peer::Party(to)) => {
                let all = graph.reach(Party::Internet, to);
                assert!(reach.open.may.is_subset(&all.open.may) && !set.is_empty(), "seed {seed}: {to:?}");
            }
            _ => {}
        }
    }
    assert!(expected.is_empty(), "seed {seed}: left out {expected:?}");
}

fn tag(key: &str) -> Tag {
    Tag { key: key.into(), value: Some("1".into()), source: source() }
}

fn gap(what: &str) -> Gap {
    Gap { kind: GapKind::UnresolvedVariable, what: what.into(), source: Some(source()) }
}

/// A random model with roles, and with more kinds of things than packets are followed through.
pub(crate) fn model(numbers: &mut Numbers) -> Model {
    let mut model = sketch::model(numbers);
    let unknowns = numbers.chance(40);
    twins(numbers, &mut model);
    roads(numbers, &mut model);
    for machine in &mut model.machines {
        vary(numbers, machine, unknowns);
    }
    if numbers.chance(40) {
        firewall(numbers, &mut model);
    }
    if numbers.chance(30) {
        cluster(numbers, &mut model);
    }
    if numbers.chance(30) {
        endpoint(numbers, &mut model);
    }
    if let Some(balancer) = model.balancers.first_mut() {
        if numbers.chance(40) {
            balancer.addresses = None;
        }
        if numbers.chance(20) {
            balancer.clients = Some(Bounds::exact(cidr("10.0.0.0/29")));
        }
    }
    if numbers.chance(30) {
        codes_of_replies(numbers, &mut model);
    }
    model
}

/// Subnets in one part of a region, and routes for a part of a network: of another one, or inside their own.
fn roads(numbers: &mut Numbers, model: &mut Model) {
    let together = numbers.chance(50);
    for (at, subnet) in model.subnets.iter_mut().enumerate() {
        if together {
            subnet.zone = Some("a".to_owned());
        }
        if numbers.chance(25) {
            let network = if numbers.chance(30) { at / 2 } else { numbers.below(3) };
            let target = match numbers.below(3) {
                0 => RouteTarget::Dropped,
                1 => RouteTarget::Router(id("transit")),
                _ => RouteTarget::Middlebox(id("box")),
            };
            let to = Bounds::exact(cidr(&format!("10.{network}.0.{}/30", 4 * numbers.below(4))));
            subnet.routes.push(Route { to, target, evidence: Vec::new() });
        }
    }
}

/// More machines that are like others, but for their addresses.
fn twins(numbers: &mut Numbers, model: &mut Model) {
    for number in 0..numbers.below(4) {
        let mut twin = model.machines[numbers.below(model.machines.len())].clone();
        twin.about = about(&format!("twin{number}"));
        let same_network = numbers.chance(50);
        for interface in &mut twin.interfaces {
            let own = &interface.addresses.as_ref().unwrap().must;
            let next = own.v4.ranges()[0].0 ^ u32::try_from(numbers.below(8)).unwrap();
            if same_network {
                let address = std::net::IpAddr::from(std::net::Ipv4Addr::from_bits(next));
                interface.addresses = Some(Bounds::exact(AddressSet::from(address)));
            }
        }
        model.machines.push(twin);
    }
}

fn vary(numbers: &mut Numbers, machine: &mut Machine, unknowns: bool) {
    let roles: [&[&str]; 4] = [&["k8s.io/role/master"], &["k8s.io/role/node"], &[], &[]];
    machine.about.tags = numbers.pick(&roles).iter().map(|key| tag(key)).collect();
    if numbers.chance(15) {
        machine.kind = MachineKind::Group;
    }
    for interface in &mut machine.interfaces {
        match numbers.below(12) {
            0 => interface.addresses = None,
            1 => {
                let own = interface.addresses.as_ref().map_or_else(AddressSet::empty, |own| own.must.clone());
                interface.addresses = Some(Bounds::exact(own.union(&cidr("10.1.0.4/31"))));
            }
            2 => interface.filters.clear(),
            _ => {}
        }
    }
    if !unknowns {
        return;
    }
    match numbers.below(8) {
        0 => machine.about.exists = Truth::Unknown,
        1 => machine.interfaces[0].groups.push(Link::Unknown(gap("var.group"))),
        2 => machine.interfaces[0].filters.push(Link::Unknown(gap("var.filter"))),
        3 => machine.interfaces[0].subnets = vec![Link::Unknown(gap("var.subnet"))],
        4 => machine.interfaces[0].subnets.push(to("not-declared")),
        5 => machine.interfaces[0].filters.push(to("not-declared")),
        _ => {}
    }
}

/// A filter of a whole network whose rules concern some of its machines.
fn firewall(numbers: &mut Numbers, model: &mut Model) {
    let levels = numbers.chance(40);
    let mut rules = Vec::new();
    for number in 0..2 + numbers.below(4) {
        let name = format!("firewall/{number}");
        let direction = *numbers.pick(&[Direction::Ingress, Direction::Egress]);
        let mut action = if numbers.chance(40) { Action::Deny } else { Action::Allow };
        if levels && numbers.chance(20) {
            action = Action::Next;
        }
        let peers = match numbers.below(3) {
            0 => Peers::group(model.groups.intern(&id("g1"))),
            1 => Peers::addresses(cidr("10.0.0.0/29")),
            _ => Peers::addresses(AddressSet::all()),
        };
        let applies_to = match numbers.below(4) {
            0 => AppliesTo::Groups(vec![id("g0"), id("g2")]),
            1 if levels => AppliesTo::Unknown(gap("var.tags")),
            _ => AppliesTo::All,
        };
        let traffic = if numbers.chance(50) { Traffic::all() } else { Traffic::port(Protocol::TCP, 443) };
        rules.push(FilterRule {
            id: id(&name),
            direction,
            action,
            level: if levels { u16::try_from(numbers.below(3)).unwrap() } else { 0 },
            peers: Bounds::exact(peers),
            traffic: Bounds::exact(traffic),
            applies_to,
            gaps: Vec::new(),
            evidence: Vec::new(),
        });
    }
    let order = if numbers.chance(70) { Order::FirstMatch } else { Order::Unordered };
    model.filters.push(PacketFilter {
        about: about("firewall"),
        order,
        stateful: true,
        default_ingress: if numbers.chance(50) { Action::Allow } else { Action::Deny },
        default_egress: Action::Allow,
        rules,
        unseen: Vec::new(),
        default_of: None,
    });
    let network = numbers.below(model.networks.len());
    model.networks[network].filters.push(id("firewall"));
}

/// A border that tells codes of echo replies apart, which a fabric takes otherwise than the graph.
fn codes_of_replies(numbers: &mut Numbers, model: &mut Model) {
    let borders: Vec<usize> = (0..model.filters.len()).filter(|at| !model.filters[*at].stateful).collect();
    if let Some(&at) = borders.first() {
        let code = u8::try_from(numbers.below(2)).unwrap();
        for rule in &mut model.filters[at].rules {
            if numbers.chance(50) {
                rule.traffic = Bounds::exact(Traffic::icmp(Protocol::ICMP, 0, Some(code)));
            }
        }
    }
}

fn subnets(numbers: &mut Numbers) -> Vec<Link> {
    let network = numbers.below(3);
    (0..=numbers.below(2)).map(|subnet| to(&format!("s{network}{subnet}"))).collect()
}

fn cluster(numbers: &mut Numbers, model: &mut Model) {
    let guarded = numbers.chance(60);
    model.clusters.push(ManagedCluster {
        about: about("cluster"),
        public: PublicEndpoint {
            enabled: set(numbers.chance(50)),
            clients: Bounds::exact(AddressSet::all()),
            gaps: Vec::new(),
            evidence: Vec::new(),
        },
        private: if numbers.chance(80) { set(true) } else { Attr::Unknown(gap("var.private")) },
        network: None,
        subnets: subnets(numbers),
        filters: if guarded { vec![to("g1")] } else { Vec::new() },
        private_clients: numbers.chance(30).then(|| Bounds::exact(cidr("10.0.0.0/28"))),
        private_from_afar: set(true),
        ports: vec![443],
        identity: set(None),
    });
}

fn endpoint(numbers: &mut Numbers, model: &mut Model) {
    let mut interface = Interface::new(&ResourceId::new("endpoint/0"));
    interface.subnets = subnets(numbers);
    interface.filters = vec![to("g2")];
    interface.groups = vec![to("g2")];
    let known =
        |value: bool, unknown: bool| if unknown { Attr::Unknown(gap("var.door")) } else { set(value) };
    let mut behind = Vec::new();
    for balancer in &model.balancers {
        if numbers.chance(60) {
            behind.push(Behind {
                balancer: to(balancer.about.id.as_str()),
                accepted: known(numbers.chance(90), numbers.chance(20)),
                judged: known(numbers.chance(50), numbers.chance(20)),
                source: set(ListenerSource::Balancer),
            });
        }
    }
    model.endpoints.push(ServiceEndpoint {
        about: about("endpoint"),
        interfaces: vec![interface],
        traffic: Bounds::exact(Traffic::port(Protocol::TCP, 443)),
        leads_to: set(behind),
        evidence: Vec::new(),
    });
}
