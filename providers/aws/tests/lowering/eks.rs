use ringfence_model::{Attr, Role, Truth};
use ringfence_packets::Bound;

use crate::harness::{TCP, ids, lower, world};

const PLACE: &str = "resource \"aws_vpc\" \"v\" { cidr_block = \"10.0.0.0/16\" }\nresource \"aws_subnet\" \"s\" {\n vpc_id = aws_vpc.v.id\n cidr_block = \"10.0.1.0/24\"\n map_public_ip_on_launch = true\n}\n";

fn cluster(config: &str) -> String {
    format!(
        "variable \"x\" {{}}\n{PLACE}resource \"aws_eks_cluster\" \"c\" {{\n name = \"c\"\n vpc_config {{\n  subnet_ids = [aws_subnet.s.id]\n  {config}\n }}\n}}\n"
    )
}

#[test]
fn the_endpoint_is_public_to_everybody_unless_something_else_is_written() {
    let lowered = lower(&cluster(""));
    let found = lowered.cluster();
    assert!(matches!(found.public.enabled, Attr::Default { value: true, .. }));
    assert!(matches!(found.private, Attr::Default { value: false, .. }));
    assert_eq!((found.public.clients.must.clone(), found.ports.clone()), (world(), vec![443]));
    assert!(found.public.evidence[0].fact.contains("`0.0.0.0/0` by default"));
    let empty = lower(&cluster("public_access_cidrs = []"));
    assert_eq!(empty.cluster().public.clients.must, world(), "an empty list is as none");
}

#[test]
fn clients_are_the_listed_ones_and_unknown_ones_may_be_anybody() {
    let lowered =
        lower(&cluster("public_access_cidrs = [\"198.51.100.0/24\"]\nendpoint_private_access = true"));
    let found = lowered.cluster();
    assert_eq!(found.public.clients.may.to_string(), "198.51.100.0/24");
    assert_eq!(lowered.text(&found.public.evidence[0].source), "\"198.51.100.0/24\"");
    assert!(found.private.truth().certain() && found.private_from_afar.truth().certain());
    let unknown = lower(&cluster("public_access_cidrs = var.x"));
    let clients = &unknown.cluster().public.clients;
    assert!(clients.must.is_empty() && clients.may.is_all());
    assert_eq!(unknown.cluster().public.gaps[0].what, "var.x");
    assert_eq!(lower(&cluster("endpoint_public_access = false")).cluster().public.enabled.truth(), Truth::No);
}

#[test]
fn endpoint_and_nodes_share_the_group_the_service_makes() {
    let lowered = lower(&format!(
        "{}resource \"aws_iam_role\" \"n\" {{ name = \"n\" }}\nresource \"aws_eks_node_group\" \"n\" {{\n cluster_name = aws_eks_cluster.c.name\n node_role_arn = aws_iam_role.n.arn\n subnet_ids = [aws_subnet.s.id]\n}}\nresource \"aws_security_group_rule\" \"r\" {{\n type = \"ingress\"\n security_group_id = aws_eks_cluster.c.vpc_config[0].cluster_security_group_id\n protocol = \"tcp\"\n from_port = 22\n to_port = 22\n cidr_blocks = [\"0.0.0.0/0\"]\n}}",
        cluster("security_group_ids = [\"sg-1\"]")
    ));
    let made = "aws_eks_cluster.c/cluster-security-group";
    assert_eq!(ids(&lowered.cluster().filters), [made, "sg-1"]);
    let node = lowered.machine("aws_eks_node_group.n");
    assert_eq!(ids(&node.interfaces[0].filters), [made]);
    assert_eq!(node.signals[0].role, Role::Node);
    assert_eq!(node.identity.value().unwrap().as_ref().unwrap().as_str(), "aws_iam_role.n");
    assert!(node.interfaces[0].public_v4.truth().certain(), "the subnet gives addresses");
    assert_eq!(node.metadata.session_required.truth(), Truth::Unknown, "the service's own template");
    let peers: Vec<String> =
        lowered.inbounds(made).iter().map(|rule| lowered.peers(rule, Bound::Must)).collect();
    assert_eq!(peers, [made, "0.0.0.0/0"]);
}

#[test]
fn a_template_with_groups_replaces_the_services_group() {
    let lowered = lower(&format!(
        "{}resource \"aws_launch_template\" \"t\" {{ vpc_security_group_ids = [\"sg-9\"] }}\nresource \"aws_eks_node_group\" \"n\" {{\n cluster_name = \"c\"\n subnet_ids = [aws_subnet.s.id]\n launch_template {{ id = aws_launch_template.t.id }}\n}}",
        cluster("")
    ));
    assert_eq!(ids(&lowered.machine("aws_eks_node_group.n").interfaces[0].filters), ["sg-9"]);
}

#[test]
fn remote_access_with_a_key_and_no_group_opens_ssh_to_everybody() {
    let nodes = |access: &str| {
        format!(
            "{}resource \"aws_eks_node_group\" \"n\" {{\n cluster_name = aws_eks_cluster.c.name\n subnet_ids = [aws_subnet.s.id]\n remote_access {{\n  {access}\n }}\n}}",
            cluster("")
        )
    };
    let made = "aws_eks_node_group.n/remote-access-security-group";
    let lowered = lower(&nodes("ec2_ssh_key = \"k\""));
    let rule = lowered.inbound(made);
    assert_eq!(rule.peers.must.addresses, world());
    assert!(rule.traffic.must.contains(TCP, 22) && !rule.traffic.may.contains(TCP, 23));
    let lowered = lower(&nodes("ec2_ssh_key = \"k\"\nsource_security_group_ids = [\"sg-b\"]"));
    assert_eq!(lowered.peers(lowered.inbound(made), Bound::May), "sg-b");
}

#[test]
fn nodes_that_the_service_launches_by_itself_are_said_to_be_unseen() {
    let notices = |enabled: &str| {
        let text = cluster("")
            .replace("name = \"c\"", &format!("name = \"c\"\n compute_config {{ enabled = {enabled} }}"));
        lower(&text).model.notices.iter().filter(|n| n.message.contains("launches nodes by itself")).count()
    };
    assert_eq!((notices("true"), notices("false"), notices("var.x")), (1, 0, 1));
}
