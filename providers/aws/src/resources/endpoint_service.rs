//! `aws_vpc_endpoint_service`: load balancers behind doors into other VPCs.
//!
//! Source: `aws_vpc_endpoint_service` (`acceptance_required`, `network_load_balancer_arns`, `allowed_principals`),
//! `aws_vpc_endpoint` (`auto_accept`, `state`), `aws_vpc_endpoint_connection_accepter`, read 2026-11-25.

use ringfence_model::{
    Attr, Behind, Gap, Level, Link, ListenerSource, Model, Notice, NoticeId, Source, Truth,
};
use ringfence_packets::{Bounds, Traffic};
use ringfence_provider::{Fields, bool_attr, gap, source, string_attr};
use ringfence_terraform::{Record, Value};

use crate::links::{BALANCER, ENDPOINT_SERVICE};
use crate::pages;
use crate::stack::{Stack, id, outside};

/// The balancers behind the service of an endpoint, where that is declared; services of the vendor and of others have
/// none.
pub(super) fn leads_to(stack: &Stack<'_>, endpoint: &Record) -> Attr<Vec<Behind>> {
    let Some(value) = endpoint.field("service_name") else {
        return Attr::Unknown(outside(format!("the service of `{}`", endpoint.address), None));
    };
    let at = source(value);
    match stack.target(value, &ENDPOINT_SERVICE) {
        Some(service) => {
            let listed = service.field("network_load_balancer_arns");
            let balancers = listed.map(|value| stack.links(value, &BALANCER)).unwrap_or_default();
            let accepted = accepted(stack, endpoint, service);
            let behind = balancers.into_iter().map(|balancer| behind(stack, balancer, accepted.clone()));
            Attr::Set { value: behind.collect(), source: at }
        }
        None if value.as_str().is_some() => Attr::Set { value: Vec::new(), source: at },
        None => Attr::Unknown(gap(value)),
    }
}

/// A balancer behind a service.
///
/// Source: Network Load Balancers, security groups ("If you enable inbound rules on `PrivateLink` traffic, the source of the
/// traffic is the private IP address of the client, not the endpoint interface"), quoted by others; ELB API
/// `SetSecurityGroups` ("Indicates whether to evaluate inbound security group rules for traffic sent to a Network Load
/// Balancer through Amazon Web Services `PrivateLink`. The default is on"); client IP preservation "has no effect" on such
/// traffic; all read 2026-11-25.
fn behind(stack: &Stack<'_>, balancer: Link, accepted: Attr<bool>) -> Behind {
    const NAME: &str = "enforce_security_group_inbound_rules_on_private_link_traffic";
    let judged = match balancer.id().and_then(|id| stack.record(id)) {
        Some(record) => string_attr(record, NAME, Some(("on", pages::LB))).map(|text| text != "off"),
        None => Attr::Unknown(match &balancer {
            Link::Unknown(gap) => gap.clone(),
            Link::To { id, source } => outside(format!("`{NAME}` of `{id}`"), Some(source.clone())),
        }),
    };
    let documented = Source::Documented { url: pages::CLIENT_IP_PRESERVATION };
    let source = Attr::Default { value: ListenerSource::Balancer, source: documented };
    Behind { balancer, accepted, judged, source }
}

/// Whether the owner of a service lets an endpoint connect.
///
/// Unknown: it has to be accepted, and nothing here does so.
fn accepted(stack: &Stack<'_>, endpoint: &Record, service: &Record) -> Attr<bool> {
    let required = bool_attr(service, "acceptance_required", None);
    if required.truth() == Truth::No {
        return required.map(|required| !required);
    }
    let by_itself = bool_attr(endpoint, "auto_accept", None);
    if by_itself.truth() == Truth::Yes {
        return by_itself;
    }
    match string_attr(endpoint, "state", None) {
        Attr::Set { value, source } if value.eq_ignore_ascii_case("available") => {
            return Attr::Set { value: true, source };
        }
        Attr::Set { value, source } if value.eq_ignore_ascii_case("rejected") => {
            return Attr::Set { value: false, source };
        }
        _ => {}
    }
    let accepters = stack.endpoint_accepters().of(&id(endpoint)).iter();
    let accepter = accepters.map(|naming| naming.record).find(|record| record.exists.certain());
    match accepter {
        Some(record) => Attr::Set { value: true, source: Source::File(record.header) },
        None => Attr::Unknown(not_accepted(endpoint, service, required.gap())),
    }
}

fn not_accepted(endpoint: &Record, service: &Record, why: Option<&Gap>) -> Gap {
    let what = format!("whether the owner of `{}` accepts `{}`", service.address, endpoint.address);
    why.cloned().unwrap_or_else(|| outside(what, Some(Source::File(endpoint.header))))
}

/// What an endpoint accepts: what the balancers behind it do.
pub(super) fn traffic(model: &Model, leads_to: &Attr<Vec<Behind>>) -> Bounds<Traffic> {
    let behind = leads_to.value().map(Vec::as_slice).unwrap_or_default();
    let known = |behind: &Behind| {
        let id = behind.balancer.id()?;
        let balancer = model.balancers.iter().find(|balancer| balancer.about.id == *id)?;
        let listeners = balancer.listeners.iter().map(|listener| &listener.traffic);
        Some(listeners.fold(Bounds::exact(Traffic::none()), |all, traffic| all.union(traffic)))
    };
    let all = behind.iter().map(|behind| known(behind).unwrap_or_else(Bounds::unknown));
    all.reduce(|all, one| all.union(&one)).unwrap_or_else(Bounds::unknown)
}

/// A service that others may connect to from VPCs that are not seen here.
pub(super) fn offered(stack: &Stack<'_>, record: &Record) -> Option<Notice> {
    let own = id(record);
    let written = record
        .field("allowed_principals")
        .filter(|value| value.as_list().is_none_or(|all: &[Value]| !all.is_empty()));
    let apart = stack.service_principals().of(&own).first().map(|naming| naming.record);
    let at = written.map(source).or_else(|| Some(Source::File(apart?.header)))?;
    let message = format!(
        "`{own}` lets others connect from VPCs that are not seen here: they reach its load balancers with addresses of \
         these, whatever the security groups of the targets say of clients"
    );
    Some(Notice { id: NoticeId::Unsupported, level: Level::Note, message, source: Some(at) })
}
