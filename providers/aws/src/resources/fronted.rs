//! Balancers and machines that stand behind another front: application load balancers behind network load balancers, and
//! what Global Accelerator publishes.
//!
//! A balancer that stands behind a front is there a second time, with that front: its own filters see the clients. Nothing
//! of one behind a network load balancer is certain, since that may have filters of its own.
//!
//! Source: `aws_globalaccelerator_listener`, `aws_globalaccelerator_endpoint_group` (read 2026-11-25); Global Accelerator
//! Developer Guide, client IP address preservation (read 2026-11-25): internal application load balancers and instances see
//! the client's address, and need no public address of their own.

use std::collections::HashMap;

use ringfence_model::{
    About, Attr, Evidence, Link, Listener, ListenerSource, LoadBalancer, Member, Model, ResourceId, Source,
    TargetGroup, Truth,
};
use ringfence_packets::{AddressSet, Bounds, PortSet, Protocol, Traffic};
use ringfence_provider::{Fields, about, bool_attr};
use ringfence_terraform::{Record, Value};

use crate::links::{ACCELERATOR, ACCELERATOR_LISTENER, BALANCER, MACHINE};
use crate::pages;
use crate::stack::{Stack, id, part};

/// Adds the fronts; all balancers are in the model already.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    let mut found = behind_network_balancers(model);
    for record in stack.records.of_type("aws_globalaccelerator_endpoint_group").iter().copied() {
        found.extend(accelerated(stack, model, record));
    }
    model.balancers.extend(found);
}

/// An application load balancer for each listener that sends to it.
fn behind_network_balancers(model: &Model) -> Vec<LoadBalancer> {
    let all: HashMap<&ResourceId, &LoadBalancer> = model.balancers.iter().map(|b| (&b.about.id, b)).collect();
    let mut found = Vec::new();
    for front in &model.balancers {
        for (number, listener) in front.listeners.iter().enumerate() {
            for (group, member) in listener.targets.iter().flat_map(|g| g.members.iter().map(move |m| (g, m)))
            {
                let inner = member.machine.id().and_then(|id| all.get(id).copied());
                let Some(inner) = inner.filter(|inner| inner.about.id != front.about.id) else { continue };
                let port = member.port.as_ref().unwrap_or(&group.port).value().copied();
                let said = group.evidence.iter().chain(&member.evidence).cloned();
                let said: Vec<Evidence> = listener.evidence.iter().cloned().chain(said).collect();
                let listeners = inside(model, inner, (&listener.traffic, port, &said));
                let name = format!("{}/behind/{}-{number}", inner.about.id, front.about.id);
                found.push(LoadBalancer {
                    about: About {
                        id: ResourceId::new(name),
                        exists: front.about.exists.and(inner.about.exists).and(Truth::Unknown),
                        ..inner.about.clone()
                    },
                    public: front.public.clone(),
                    network: front.network.clone(),
                    subnets: front.subnets.clone(),
                    addresses: front.addresses.clone(),
                    filters: inner.filters.clone(),
                    groups: inner.groups.clone(),
                    listeners,
                    clients: front.clients.clone(),
                });
            }
        }
    }
    found
}

/// The listeners of a balancer as a front uses them: what the front accepts goes to a port of the balancer, which sends on
/// with its own addresses.
fn inside(
    model: &Model,
    inner: &LoadBalancer,
    (accepted, port, said): (&Bounds<Traffic>, Option<u16>, &[Evidence]),
) -> Vec<Listener> {
    let ranges =
        inner.subnets.iter().filter_map(|link| model.subnets.iter().find(|s| Some(&s.about.id) == link.id()));
    let own = ranges.fold(AddressSet::empty(), |all, subnet| all.union(&subnet.ranges.may));
    let own = inner.addresses.as_ref().map_or(own, |addresses| addresses.may.clone());
    let meant = |listener: &&Listener| {
        let takes = |port| listener.traffic.may.overlaps(&Traffic::port(Protocol::TCP, port));
        port.map_or_else(|| listener.traffic.may.overlaps(&accepted.may), takes)
    };
    let make = |listener: &Listener| Listener {
        id: listener.id.clone(),
        traffic: accepted.clone(),
        evidence: said.iter().chain(&listener.evidence).cloned().collect(),
        targets: listener.targets.iter().map(|group| sent(group, &listener.traffic, &own)).collect(),
    };
    inner.listeners.iter().filter(meant).map(make).collect()
}

/// A group that is sent to by a balancer behind a front: its own port stays, that of the listener is no longer the front's.
fn sent(group: &TargetGroup, listened: &Bounds<Traffic>, own: &AddressSet) -> TargetGroup {
    let mut group = group.clone();
    let ports = listened.may.ports(Protocol::TCP);
    if let (Attr::NotApplicable, [(port, last)]) = (&group.port, ports.ranges())
        && port == last
    {
        group.port = Attr::Default { value: *port, source: Source::Documented { url: pages::LB } };
    }
    let replaced = group.source.value() == Some(&ListenerSource::Balancer);
    if replaced && let Some(source) = group.source.source().cloned() {
        group.source = Attr::Set { value: ListenerSource::Ranges(own.clone()), source };
    }
    group
}

/// What one endpoint group publishes.
fn accelerated(stack: &Stack<'_>, model: &Model, record: &Record) -> Vec<LoadBalancer> {
    let listener = record.field("listener_arn").and_then(|value| stack.target(value, &ACCELERATOR_LISTENER));
    let accelerator =
        listener.and_then(|l| l.field("accelerator_arn")).and_then(|v| stack.target(v, &ACCELERATOR));
    let enabled = match accelerator {
        Some(accelerator) => bool_attr(accelerator, "enabled", Some((true, pages::ACCELERATOR))),
        None => Attr::Set { value: true, source: Source::File(record.header) },
    };
    let traffic = listener.map_or_else(Bounds::unknown, accepted);
    let mut found = Vec::new();
    for (number, block) in record.nested("endpoint_configuration").iter().enumerate() {
        let Some(value) = block.field("endpoint_id") else { continue };
        let at = Source::File(value.origin.used_at());
        let said = vec![Evidence::new(&id(record), "the accelerator sends to it", &at)];
        let mut header = about(record, "accelerator");
        header.id = part(&id(record), &format!("endpoint-{number}"));
        header.exists = header.exists.and(accelerator.map_or(Truth::Yes, |accelerator| accelerator.exists));
        let front = Front { header, public: enabled.clone(), traffic: traffic.clone(), said };
        let inner = stack.link(value, &BALANCER);
        let inner = model.balancers.iter().find(|balancer| Some(&balancer.about.id) == inner.id());
        match inner {
            Some(inner) if !inner.public.truth().certain() => {
                found.push(front.of_balancer(model, record, inner));
            }
            Some(_) => {}
            None => found.extend(front.of_machine(stack, record, value)),
        }
    }
    found
}

/// What an accelerator's listener accepts.
fn accepted(listener: &Record) -> Bounds<Traffic> {
    let protocol = match listener.field("protocol").and_then(Value::as_str) {
        Some("UDP") => Protocol::UDP,
        _ => Protocol::TCP,
    };
    let mut ports = Vec::new();
    for block in listener.nested("port_range") {
        let number =
            |name: &str| block.field(name).and_then(Value::as_i64).and_then(|port| u16::try_from(port).ok());
        match (number("from_port"), number("to_port")) {
            (Some(from), Some(to)) if from <= to && !block.maybe => ports.push((from, to)),
            _ => return Bounds::at_most(Traffic::whole(protocol)),
        }
    }
    Bounds::exact(Traffic::of(protocol, PortSet::from_ranges(ports)))
}

/// An accelerator before what stands behind it.
struct Front {
    header: About,
    public: Attr<bool>,
    traffic: Bounds<Traffic>,
    said: Vec<Evidence>,
}

impl Front {
    fn of_balancer(self, model: &Model, record: &Record, inner: &LoadBalancer) -> LoadBalancer {
        let ports = self.traffic.may.clone();
        let overridden = overridden(record);
        let mut listeners = inside(model, inner, (&self.traffic, None, &self.said));
        if let [(from, to)] = overridden.as_slice() {
            let only = Bounds::exact(Traffic::port(Protocol::TCP, *from));
            listeners = inside(model, inner, (&only, Some(*to), &self.said));
        } else {
            for listener in &mut listeners {
                let own = inner.listeners.iter().find(|one| one.id == listener.id).map(|one| &one.traffic);
                listener.traffic = own.map_or_else(Bounds::unknown, |own| own.intersection(&self.traffic));
            }
        }
        listeners.retain(|listener| listener.traffic.may.overlaps(&ports));
        LoadBalancer {
            about: About { kind: "accelerator", ..self.header },
            public: self.public,
            network: None,
            subnets: Vec::new(),
            addresses: None,
            filters: inner.filters.clone(),
            groups: inner.groups.clone(),
            listeners,
            clients: None,
        }
    }

    /// Instances see the client's address.
    fn of_machine(self, stack: &Stack<'_>, record: &Record, value: &Value) -> Option<LoadBalancer> {
        let machine = stack.link(value, &MACHINE);
        let declared =
            machine.id().and_then(|id| stack.record(id)).is_some_and(|found| MACHINE.is_one(found));
        let said = self.said.clone();
        let member = Member { machine, port: None, evidence: said.clone() };
        let port = match overridden(record).as_slice() {
            [(_, to)] => Attr::Set { value: *to, source: Source::File(record.header) },
            _ => Attr::NotApplicable,
        };
        let documented = Source::Documented { url: pages::ACCELERATOR };
        let group = TargetGroup {
            id: id(record),
            port,
            source: Attr::Default { value: ListenerSource::Client, source: documented },
            members: vec![member],
            unseen: Vec::new(),
            evidence: Vec::new(),
            health_path: None,
        };
        declared.then(|| LoadBalancer {
            listeners: vec![Listener {
                id: id(record),
                traffic: self.traffic,
                evidence: said,
                targets: vec![group],
            }],
            about: self.header,
            public: self.public,
            network: None,
            subnets: Vec::new(),
            addresses: None,
            filters: None,
            groups: Vec::<Link>::new(),
            clients: None,
        })
    }
}

/// Ports of the listener with those of the endpoints.
fn overridden(record: &Record) -> Vec<(u16, u16)> {
    let number = |block: &Value, name: &str| u16::try_from(block.field(name)?.as_i64()?).ok();
    let blocks = record.nested("port_override").iter();
    blocks
        .filter_map(|block| Some((number(block, "listener_port")?, number(block, "endpoint_port")?)))
        .collect()
}
