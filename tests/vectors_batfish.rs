//! Batfish's answers about AWS: what becomes of a packet, hop by hop, and of its answer.
//!
//! Read from the folder that `RINGFENCE_VECTORS` names; without it this is skipped.
//!
//! Where we write things differently:
//! - Its `aws-backbone` and `aws-services-gateway` are the internet to us: which public addresses are AWS's stands in no
//!   configuration.
//! - It goes from network to network where they are peered; we name the peering between them.
//! - It reads the configuration of routers outside the cloud; to us a packet leaves the network there, and the place has
//!   the name of the line or customer gateway that leads to it.
//! - It has a node for each zone of a load balancer and for each subnet of an endpoint; we have one.
//!
//! Where we answer differently stands in [`DIFFERENCES`], case by case, with what decides.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use ringfence_model::{Model, ResourceId, Sources};
use ringfence_packets::Protocol;
use ringfence_provider::Provider;
use ringfence_provider_aws::Aws;
use ringfence_trace::{Disposition, NodeKind, Packet, Start, Trace, Tracer};
use serde_json::Value;

/// A case that we answer otherwise: test, destination, our disposition and last hop, and what decides.
struct Difference {
    test: &'static str,
    to: &'static str,
    disposition: Disposition,
    last: &'static str,
    because: &'static str,
}

const DIFFERENCES: &[Difference] = &[
    Difference {
        test: "aws/test-public-subnet testFromInternetToPrivateIp",
        to: "192.18.0.8",
        disposition: Disposition::NullRouted,
        last: "internet",
        because: "to batfish what is not AWS's goes elsewhere; to us nobody here has the address, whosever it is",
    },
    Difference {
        test: "aws/test-vpn-gateway testToOnPrem",
        to: "8.8.8.8",
        disposition: Disposition::ExitsNetwork,
        last: "cgw-07affe708bb0e5fb6",
        because: "the same hops; batfish reads the customer's router, which has no route, and we read no router",
    },
    Difference {
        test: "aws/test-vpn-gateway testInstanceToUnderlayInterfaceIp",
        to: "18.217.248.9",
        disposition: Disposition::ExitsNetwork,
        last: "cgw-07affe708bb0e5fb6",
        because: "the same hops; batfish reads the customer's router, which has no route, and we read no router",
    },
    Difference {
        test: "aws/test-vpn-gateway testInternetToUnderlayInterfaceIp",
        to: "18.217.248.9",
        disposition: Disposition::NullRouted,
        last: "internet",
        because: "the address is the outside of a tunnel (Site-to-Site VPN, \"Tunnel options\", remembered): it is the \
                  gateway's own, takes nothing but the tunnel, and leads to nothing in the network",
    },
];

/// What batfish calls a node, and what we call it.
const NAMES: &[(&str, &str)] = &[
    ("onprem-high", "dxvif-priv01"),
    ("vpn-03701a53bba3c48b7.txt", "cgw-07affe708bb0e5fb6"),
    ("aws-services-gateway", "internet"),
    ("onprem-router", "7b2c4f8a-1234-4abc-9def-fedcba987654"),
    ("dxgw-7b2c4f8a-1234-4abc-9def-fedcba987654", "7b2c4f8a-1234-4abc-9def-fedcba987654"),
    ("<getNodeId(_subnetEndpoint, _vpcEndpointId)>", ENDPOINT),
    (
        "<LoadBalancer.getNodeId(\"test-lb-725b996cb6be8fba.elb.us-east-2.amazonaws.com\", \"us-east-2b\")>",
        LOAD_BALANCER,
    ),
    (
        "<LoadBalancer.getNodeId(\"test-lb-725b996cb6be8fba.elb.us-east-2.amazonaws.com\", \"us-east-2a\")>",
        LOAD_BALANCER,
    ),
];

const LOAD_BALANCER: &str = "lb";
const ENDPOINT: &str = "endpoint";

/// The addresses that batfish computes.
const ADDRESSES: &[(&str, &str)] = &[
    ("<getInterfaceIp(_nodeLoadBalancer1, _nlb1Iface, _batfish)>", "10.1.1.237"),
    ("<getInterfaceIp(_nodeLoadBalancer2, _nlb2Iface, _batfish)>", "10.1.20.123"),
];

fn folder() -> Option<PathBuf> {
    let Some(root) = std::env::var_os("RINGFENCE_VECTORS") else {
        eprintln!("skipped: RINGFENCE_VECTORS is not set, so batfish's answers were not read");
        return None;
    };
    Some(Path::new(&root).join("network/batfish"))
}

fn said<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn our<'n>(table: &'n [(&'n str, &'n str)], theirs: &'n str) -> &'n str {
    table.iter().find(|(name, _)| *name == theirs).map_or(theirs, |(_, ours)| ours)
}

fn model(folder: &Path) -> Model {
    let sources = Sources::default();
    let dialect = Aws.replies().expect("its replies are read");
    let stack = ringfence_replies::read(folder, &[dialect], None, &sources).expect("it holds replies");
    let mut model = Model::default();
    Aws.lower(&stack.records, &sources, &mut model);
    model
}

fn packet(flow: &Value) -> Packet {
    let ingress = said(flow, "ingress");
    let id = || ResourceId::new(our(NAMES, ingress));
    let from = match () {
        () if ingress == "internet" => Start::Internet,
        () if ingress.starts_with("subnet-") => Start::Subnet(id()),
        () if ingress.starts_with("i-") => Start::Machine(id(), None),
        () => Start::Outside(id()),
    };
    let to: IpAddr = our(ADDRESSES, said(flow, "dst_ip")).parse().expect("an address");
    // Without a protocol batfish sends none of those that any rule names.
    let protocol = Protocol::parse(said(flow, "protocol")).unwrap_or(Protocol(0));
    let port = flow["dst_port"].as_u64().and_then(|port| u16::try_from(port).ok()).unwrap_or(0);
    let packet = Packet::to_address(from, to, protocol, port);
    let packet = if said(flow, "src_port").is_empty() { packet } else { packet.with_source_port(49152) };
    match said(flow, "src_ip").parse() {
        Ok(source) => packet.with_source(source),
        Err(_) => packet,
    }
}

/// The nodes that both sides name.
fn hops(trace: &Trace) -> Vec<String> {
    let named = trace.hops.iter().filter(|hop| !hop.node.as_str().starts_with("pcx-"));
    let name = |kind: NodeKind, node: &str| match kind {
        NodeKind::Balancer => LOAD_BALANCER.to_owned(),
        NodeKind::Endpoint => ENDPOINT.to_owned(),
        _ => node.to_owned(),
    };
    named.map(|hop| name(hop.kind, hop.node.as_str())).collect()
}

fn expected_hops(list: &Value) -> Vec<String> {
    let names =
        list.as_array().expect("a list").iter().map(|name| our(NAMES, name.as_str().expect("a name")));
    let mut found: Vec<String> = names.filter(|name| *name != "aws-backbone").map(str::to_owned).collect();
    found.dedup();
    found
}

fn agrees(expected: &str, trace: &Trace) -> bool {
    let at_outside = trace.hops.last().is_some_and(|hop| hop.kind == NodeKind::Outside);
    expected.split('|').any(|expected| {
        matches!(
            (expected, trace.disposition),
            ("ACCEPTED", Disposition::Accepted)
                | ("EXITS_NETWORK", Disposition::ExitsNetwork)
                | ("DENIED_IN", Disposition::DeniedIn)
                | ("DENIED_OUT", Disposition::DeniedOut)
                | ("NO_ROUTE", Disposition::NoRoute)
                | ("NULL_ROUTED", Disposition::NullRouted)
                | ("NEIGHBOR_UNREACHABLE", Disposition::NeighborUnreachable)
        ) || expected == "ACCEPTED" && trace.disposition == Disposition::ExitsNetwork && at_outside
    })
}

/// What does not agree in one case.
fn disagreement(case: &Value, trace: &Trace) -> Option<String> {
    let forward = agrees(said(case, "disposition"), trace) && hops(trace) == expected_hops(&case["hops"]);
    let back = || {
        let Some(answer) = &trace.answer else { return false };
        agrees(said(case, "reverse_disposition"), answer)
            && hops(answer) == expected_hops(&case["reverse_hops"])
    };
    if forward && (case["reverse_hops"].is_null() || back()) {
        return None;
    }
    Some(format!(
        "{} to {}: expected {} {} {}, found {:?}\n{}",
        said(case, "test"),
        said(&case["flow"], "dst_ip"),
        case["disposition"],
        case["hops"],
        case["reverse_hops"],
        trace.disposition,
        trace.explain().join("\n")
    ))
}

#[test]
fn packets_take_the_ways_that_batfish_says() {
    let Some(folder) = folder() else { return };
    let text = std::fs::read_to_string(folder.join("cases.json")).expect("the answers");
    let cases: Value = serde_json::from_str(&text).expect("JSON");
    let cases = cases["cases"].as_array().expect("a list");
    let (mut compared, mut wrong) = (0, Vec::new());
    let mut different: Vec<&str> = Vec::new();
    for case in cases.iter().filter(|case| case["cloud"] == "aws" && !case["flow"].is_null()) {
        let model = model(&folder.join(said(case, "snapshot")));
        let tracer = Tracer::new(&model);
        let trace = tracer.trace(&packet(&case["flow"]));
        // Of several targets behind a load balancer the packet may take any; batfish takes the healthy one.
        let others = tracer.traces(&packet(&case["flow"])).into_iter().filter(|other| {
            trace.arrives.possible()
                && other.arrives.possible()
                && trace.hops.iter().any(|hop| hop.kind == NodeKind::Balancer)
        });
        let trace = others.into_iter().find(|other| disagreement(case, other).is_none()).unwrap_or(trace);
        let name = said(case, "test").rsplit('.').next().expect("a name");
        let snapshot = said(case, "snapshot");
        let known = DIFFERENCES.iter().find(|known| {
            known.test == format!("{snapshot} {name}") && known.to == said(&case["flow"], "dst_ip")
        });
        compared += 1;
        match (disagreement(case, &trace), known) {
            (None, None) => {}
            (Some(text), None) => wrong.push(text),
            (None, Some(known)) => wrong.push(format!("{}: agrees now: {}", known.test, known.because)),
            (Some(text), Some(known)) => {
                different.push(known.test);
                let last = trace.hops.last().map_or("", |hop| hop.node.as_str());
                if (trace.disposition, last) != (known.disposition, known.last) {
                    wrong.push(format!("{text}\nthough {} is known for: {}", known.test, known.because));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n\n"));
    assert_eq!((compared, different.len()), (41, DIFFERENCES.len()));
}

#[test]
fn servers_behind_a_load_balancer_are_reached() {
    let Some(folder) = folder() else { return };
    let text = std::fs::read_to_string(folder.join("cases.json")).expect("the answers");
    let cases: Value = serde_json::from_str(&text).expect("JSON");
    let cases = cases["cases"].as_array().expect("a list");
    for case in cases.iter().filter(|case| case["cloud"] == "aws" && !case["reachable"].is_null()) {
        let model = model(&folder.join(said(case, "snapshot")));
        let start = Start::Machine(ResourceId::new(said(&case["reachable"], "src")), None);
        let wanted = said(&case["reachable"], "dst");
        let reached = ADDRESSES.iter().any(|(_, front)| {
            let to = front.parse().expect("an address");
            let packet = Packet::to_address(start.clone(), to, Protocol::TCP, 80);
            let traces = Tracer::new(&model).traces(&packet);
            traces.iter().any(|trace| trace.arrives.possible() && trace.nodes().last() == Some(wanted))
        });
        assert!(reached, "{wanted}");
    }
}
