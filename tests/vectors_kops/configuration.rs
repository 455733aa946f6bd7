//! What of a configuration decides, in the plainest form: hosts, load balancers and rules.

use ringfence_model::Truth;
use ringfence_packets::AddressSet;
use ringfence_terraform::{Record, RecordKind, Stack, Value};

use crate::packets::Flows;
use crate::{amazon, google};

/// Machines that are made alike.
#[derive(Clone, Debug)]
pub(crate) struct Host {
    pub(crate) rank: &'static str,
    pub(crate) guarded: Guarded,
    /// Whether packets to and from the internet come to its address of version 4, and of version 6.
    pub(crate) public: [Truth; 2],
    /// Target groups, pools or backends that it stands behind.
    pub(crate) behind: Vec<String>,
    /// Load balancers and target groups that are only named.
    pub(crate) foreign: Vec<String>,
}

/// Where something stands and what guards it.
#[derive(Clone, Debug)]
pub(crate) struct Guarded {
    /// Security groups, or network tags.
    pub(crate) groups: Vec<String>,
    /// Whether one of the groups is not in the configuration.
    pub(crate) unknown_groups: bool,
    pub(crate) subnets: Vec<String>,
    /// Private addresses of version 4 and 6; nothing where a subnet is not in the configuration.
    pub(crate) addresses: Option<AddressSet>,
    /// Whether the network, and what lies between its subnets, is in the configuration.
    pub(crate) network_known: bool,
}

/// A load balancer.
#[derive(Clone, Debug)]
pub(crate) struct Balancer {
    pub(crate) rank: &'static str,
    pub(crate) public: Truth,
    /// What guards it; nothing if it passes packets on as they are.
    pub(crate) guarded: Option<Guarded>,
    /// Where one that passes packets on stands; nothing on the internet.
    pub(crate) range: Option<Guarded>,
    pub(crate) listeners: Vec<Listener>,
}

#[derive(Clone, Debug)]
pub(crate) struct Listener {
    pub(crate) port: u16,
    pub(crate) target_port: u16,
    pub(crate) to: String,
}

/// Something that is let in.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) from: Source,
    /// The group that it is a rule of, or the tag that it is for.
    pub(crate) to: String,
    pub(crate) flows: Flows,
}

#[derive(Clone, Debug)]
pub(crate) enum Source {
    Group(String),
    /// A prefix.
    Addresses(String),
    /// A prefix list.
    List(String),
}

#[derive(Clone, Debug)]
pub(crate) struct Configuration {
    pub(crate) hosts: Vec<Host>,
    pub(crate) balancers: Vec<Balancer>,
    pub(crate) rules: Vec<Rule>,
}

impl Configuration {
    /// Of a cloud that is understood here.
    pub(crate) fn of(stack: &Stack) -> Option<Self> {
        let has = |name: &str| of_type(stack, name).next().is_some();
        match () {
            () if has("aws_autoscaling_group") => Some(amazon::configuration(stack)),
            () if has("google_compute_instance_group_manager") => Some(google::configuration(stack)),
            () => None,
        }
    }
}

pub(crate) fn of_type<'s>(stack: &'s Stack, name: &str) -> impl Iterator<Item = &'s Record> {
    stack
        .records
        .iter()
        .filter(move |record| &*record.type_name == name && record.kind == RecordKind::Managed)
}

/// The address of what a value refers to, or the text that is written.
pub(crate) fn target(value: &Value) -> String {
    match (value.reference(), value.as_str()) {
        (Some(reference), _) => reference.address.to_string(),
        (None, Some(text)) => text.to_owned(),
        (None, None) => panic!("neither a reference nor a text: {value:?}"),
    }
}

pub(crate) fn targets(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_list).into_iter().flatten().map(target).collect()
}

pub(crate) fn text(record: &Record, name: &str) -> Option<String> {
    record.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// Whether something that is meant is in the configuration.
pub(crate) fn is_managed(stack: &Stack, address: &str) -> bool {
    found(stack, address).is_some_and(|record| record.kind == RecordKind::Managed)
}

pub(crate) fn found<'s>(stack: &'s Stack, address: &str) -> Option<&'s Record> {
    stack.records.iter().find(|record| &*record.address == address)
}
