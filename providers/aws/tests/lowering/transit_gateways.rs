use ringfence_model::Truth;

use crate::harness::{ids, lower};

const GATEWAY: &str = r#"
variable "x" {}
resource "aws_vpc" "a" { cidr_block = "10.0.0.0/16" }
resource "aws_vpc" "b" { cidr_block = "10.1.0.0/16" }
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.a.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_ec2_transit_gateway" "t" {
  OPTIONS
}
resource "aws_ec2_transit_gateway_vpc_attachment" "a" {
  transit_gateway_id = aws_ec2_transit_gateway.t.id
  vpc_id             = aws_vpc.a.id
  subnet_ids         = [aws_subnet.a.id]
}
resource "aws_ec2_transit_gateway_vpc_attachment" "b" {
  transit_gateway_id = aws_ec2_transit_gateway.t.id
  vpc_id             = aws_vpc.b.id
  subnet_ids         = ["subnet-b"]
  ATTACHMENT
}
"#;

const T: &str = "aws_ec2_transit_gateway.t";
const A: &str = "aws_ec2_transit_gateway_vpc_attachment.a";
const B: &str = "aws_ec2_transit_gateway_vpc_attachment.b";

fn gateway(options: &str, attachment: &str) -> String {
    GATEWAY.replace("OPTIONS", options).replace("ATTACHMENT", attachment)
}

fn table(text: &str, attachment: &str) -> Vec<String> {
    lower(text).attachment(T, attachment).2
}

#[test]
fn by_default_everything_reaches_everything() {
    let lowered = lower(&gateway("", ""));
    let all = vec![format!("10.0.0.0/16 {A}"), format!("10.1.0.0/16 {B}")];
    assert_eq!(lowered.attachment(T, A), ("aws_vpc.a".into(), Truth::Yes, all.clone()));
    assert_eq!(lowered.attachment(T, B), ("aws_vpc.b".into(), Truth::Yes, all));
    assert_eq!(ids(&lowered.router(T).attachments[0].subnets), ["aws_subnet.a"]);
    assert!(lowered.router(T).unseen.is_empty());
    assert!(lowered.model.subnets.iter().any(|subnet| subnet.about.id.as_str() == "subnet-b"));
}

#[test]
fn defaults_can_be_turned_off_at_both_ends() {
    let none: Vec<String> = Vec::new();
    assert_eq!(table(&gateway("default_route_table_association = \"disable\"", ""), A), none);
    assert_eq!(table(&gateway("default_route_table_propagation = \"disable\"", ""), A), none);
    let off = gateway("", "transit_gateway_default_route_table_association = false");
    assert_eq!((table(&off, A).len(), table(&off, B)), (2, none));
    let off = gateway("", "transit_gateway_default_route_table_propagation = false");
    assert_eq!(table(&off, A), [format!("10.0.0.0/16 {A}")]);
    let unknown = gateway("default_route_table_association = var.x", "");
    assert_eq!(table(&unknown, A), [format!("? 10.0.0.0/16 {A}"), format!("? 10.1.0.0/16 {B}")]);
}

const TABLES: &str = r#"
resource "aws_ec2_transit_gateway_route_table" "r" { transit_gateway_id = aws_ec2_transit_gateway.t.id }
resource "aws_ec2_transit_gateway_route_table_association" "a" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.a.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.r.id
}
resource "aws_ec2_transit_gateway_route_table_propagation" "b" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.b.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.r.id
}
resource "aws_ec2_managed_prefix_list" "l" {
  name           = "l"
  address_family = "IPv4"
  max_entries    = 2
  entry { cidr = "10.1.0.0/16" }
}
resource "aws_ec2_transit_gateway_prefix_list_reference" "l" {
  prefix_list_id                 = aws_ec2_managed_prefix_list.l.id
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.a.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.r.id
}
resource "aws_ec2_transit_gateway_route" "hole" {
  destination_cidr_block         = "10.1.128.0/17"
  blackhole                      = true
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.r.id
}
resource "aws_ec2_transit_gateway_route" "all" {
  destination_cidr_block         = "0.0.0.0/0"
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.b.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.r.id
}
"#;

#[test]
fn an_association_gives_the_table_static_routes_first() {
    let lowered = lower(&format!("{}{TABLES}", gateway("", "")));
    assert_eq!(
        lowered.attachment(T, A).2,
        [
            format!("0.0.0.0/0 {B}"),
            "10.1.128.0/17 dropped".to_owned(),
            format!("10.1.0.0/16 {A}"),
            format!("10.1.0.0/16 {B}"),
        ]
    );
    assert_eq!(lowered.attachment(T, B).2.len(), 2, "the other one keeps the default table");
    let said = &lowered.router(T).attachments[0].routes[0].evidence;
    let texts: Vec<String> = said.iter().map(|said| lowered.text(&said.source)).collect();
    assert_eq!(
        texts,
        [
            "aws_ec2_transit_gateway_vpc_attachment.a.id",
            "\"0.0.0.0/0\"",
            "aws_ec2_transit_gateway_vpc_attachment.b.id"
        ]
    );
}

#[test]
fn routes_can_be_put_into_the_default_table() {
    let text = format!(
        "{}resource \"aws_ec2_transit_gateway_route\" \"r\" {{\n destination_cidr_block = \"10.9.0.0/16\"\n transit_gateway_attachment_id = \"tgw-attach-9\"\n transit_gateway_route_table_id = aws_ec2_transit_gateway.t.association_default_route_table_id\n}}",
        gateway("", "")
    );
    assert_eq!(table(&text, A)[0], "10.9.0.0/16 ?");
}

#[test]
fn a_gateway_elsewhere_may_route_anywhere() {
    let text = gateway("", "").replace("aws_ec2_transit_gateway.t.id", "\"tgw-1\"");
    let lowered = lower(&text);
    let (to, exists, routes) = lowered.attachment("tgw-1", A);
    assert_eq!((to.as_str(), exists), ("aws_vpc.a", Truth::Unknown));
    assert_eq!(routes[0], "? 0.0.0.0/0, ::/0 ?");
    assert!(!lowered.router("tgw-1").unseen.is_empty());
    let text = gateway("", "").replacen("aws_ec2_transit_gateway.t.id", "var.x", 1);
    assert!(!lower(&text).router(T).unseen.is_empty(), "an attachment may be of any gateway");
}

#[test]
fn another_accounts_attachment_needs_an_accepter() {
    let other = "provider \"aws\" { alias = \"other\" }\n";
    let foreign = |options: &str| format!("{other}{}", gateway(options, "provider = aws.other"));
    let exists = |text: &str| lower(text).attachment(T, B).1;
    assert_eq!(exists(&foreign("")), Truth::Unknown);
    assert_eq!(exists(&foreign("auto_accept_shared_attachments = \"enable\"")), Truth::Yes);
    let accepter = "resource \"aws_ec2_transit_gateway_vpc_attachment_accepter\" \"c\" {\n transit_gateway_attachment_id = aws_ec2_transit_gateway_vpc_attachment.b.id\n transit_gateway_default_route_table_association = false\n}";
    let lowered = lower(&format!("{}{accepter}", foreign("")));
    assert_eq!(lowered.attachment(T, B), ("aws_vpc.b".into(), Truth::Yes, Vec::new()));
    assert_eq!(lowered.router(T).attachments.len(), 2);
}

#[test]
fn groups_cross_only_where_gateway_and_attachments_allow_it() {
    let cross =
        |options: &str, attachment: &str| lower(&gateway(options, attachment)).router(T).groups_cross.truth();
    let on = "security_group_referencing_support = \"enable\"";
    let off = "security_group_referencing_support = \"disable\"";
    assert_eq!(cross("", ""), Truth::No);
    assert_eq!(cross(on, ""), Truth::Yes);
    assert_eq!(cross(on, off), Truth::Unknown);
    assert_eq!(cross(off, on), Truth::No);
}

#[test]
fn gateways_are_peered_by_static_routes_alone() {
    let text = format!(
        "{}{}",
        gateway("", ""),
        r#"
resource "aws_ec2_transit_gateway" "u" {}
resource "aws_ec2_transit_gateway_peering_attachment" "p" {
  transit_gateway_id      = aws_ec2_transit_gateway.t.id
  peer_transit_gateway_id = aws_ec2_transit_gateway.u.id
  peer_region             = "us-west-2"
}
resource "aws_ec2_transit_gateway_peering_attachment_accepter" "q" {
  transit_gateway_attachment_id = aws_ec2_transit_gateway_peering_attachment.p.id
}
resource "aws_ec2_transit_gateway_route" "r" {
  destination_cidr_block         = "10.0.0.0/8"
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_peering_attachment_accepter.q.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway.u.association_default_route_table_id
}
"#
    );
    let lowered = lower(&text);
    let peer = "aws_ec2_transit_gateway_peering_attachment.p";
    let (to, exists, routes) = lowered.attachment(T, peer);
    assert_eq!((to.as_str(), exists, routes.len()), ("router aws_ec2_transit_gateway.u", Truth::Yes, 2));
    let (to, _, routes) = lowered.attachment("aws_ec2_transit_gateway.u", peer);
    assert_eq!((to, routes), (format!("router {T}"), vec![format!("10.0.0.0/8 {peer}")]));
    assert_eq!(lowered.attachment(T, A).2.len(), 2, "nothing is propagated over a peering");
}

const LINES: &str = r#"
resource "aws_customer_gateway" "c" { type = "ipsec.1" }
resource "aws_vpn_connection" "v" {
  customer_gateway_id = aws_customer_gateway.c.id
  transit_gateway_id  = aws_ec2_transit_gateway.t.id
  type                = "ipsec.1"
}
resource "aws_vpn_connection" "s" {
  customer_gateway_id     = aws_customer_gateway.c.id
  transit_gateway_id      = aws_ec2_transit_gateway.t.id
  type                    = "ipsec.1"
  static_routes_only      = true
  local_ipv4_network_cidr = "192.168.0.0/16"
}
resource "aws_ec2_transit_gateway_route" "s" {
  destination_cidr_block         = "192.168.1.0/24"
  transit_gateway_attachment_id  = aws_vpn_connection.s.transit_gateway_attachment_id
  transit_gateway_route_table_id = aws_ec2_transit_gateway.t.association_default_route_table_id
}
resource "aws_dx_gateway" "d" { name = "d" }
resource "aws_dx_gateway_association" "d" {
  dx_gateway_id         = aws_dx_gateway.d.id
  associated_gateway_id = aws_ec2_transit_gateway.t.id
  allowed_prefixes      = ["10.1.0.0/16"]
}
"#;

#[test]
fn connections_end_at_transit_gateways_too() {
    let text = format!("{}{LINES}", gateway("", ""));
    let lowered = lower(&text);
    let (to, _, routes) = lowered.attachment(T, "aws_vpn_connection.v");
    assert_eq!(to, "aws_customer_gateway.c no address..0.0.0.0/0");
    assert_eq!(
        routes,
        [
            "192.168.1.0/24 aws_vpn_connection.s".to_owned(),
            format!("10.0.0.0/16 {A}"),
            format!("10.1.0.0/16 {B}"),
            "? 0.0.0.0/0, ::/0 aws_dx_gateway_association.d".to_owned(),
            "? 0.0.0.0/0 aws_vpn_connection.v".to_owned(),
        ]
    );
    assert_eq!(
        lowered.attachment(T, "aws_vpn_connection.s").0,
        "aws_customer_gateway.c 192.168.1.0/24..192.168.0.0/16"
    );
    let (to, _, routes) = lowered.attachment(T, "aws_dx_gateway_association.d");
    assert_eq!(to, "aws_dx_gateway.d no address..0.0.0.0/0, ::/0");
    assert!(routes.contains(&format!("10.1.0.0/16 {B}")), "{routes:?}");
    assert!(!routes.contains(&format!("10.0.0.0/16 {A}")), "not announced: {routes:?}");
}
