//! Peerings between VPCs.
//!
//! Source: EC2 API `VpcPeeringConnection`; `aws_vpc_peering_connection` (read 2026-11-25).

use ringfence_replies::{Body, field, path};
use ringfence_terraform::Value;

use super::making::Making;
use super::shape::{is_gone, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (object, id) in making.each("VpcPeeringConnections", "VpcPeeringConnectionId") {
        let value = object.value;
        if is_gone(value, "Status.Code") {
            continue;
        }
        let mut body = Body::default();
        body.copy(
            value,
            &[
                ("RequesterVpcInfo.VpcId", "vpc_id"),
                ("AccepterVpcInfo.VpcId", "peer_vpc_id"),
                ("AccepterVpcInfo.OwnerId", "peer_owner_id"),
                ("AccepterVpcInfo.Region", "peer_region"),
                ("Status.Code", "accept_status"),
            ],
        );
        for (theirs, ours) in [("RequesterVpcInfo", "requester"), ("AccepterVpcInfo", "accepter")] {
            side(value, theirs, ours, &mut body);
        }
        put_tags(&mut body, value);
        making.add("aws_vpc_peering_connection", object, id, body);
    }
}

fn side(value: &Value, theirs: &str, ours: &str, body: &mut Body) {
    let Some(options) = path(value, &format!("{theirs}.PeeringOptions")) else { return };
    let mut block = Body::default();
    block.put("allow_remote_vpc_dns_resolution", field(options, "AllowDnsResolutionFromRemoteVpc"));
    body.set_block(ours, block, options.origin.at);
}
