use ringfence_model::{Attr, Truth};

use crate::harness::lower;

const VPCS: &str = r#"
variable "x" {}
resource "aws_vpc" "a" { cidr_block = "10.0.0.0/16" }
resource "aws_vpc" "b" { cidr_block = "10.1.0.0/16" }
resource "aws_subnet" "s" {
  vpc_id     = aws_vpc.a.id
  cidr_block = "10.0.1.0/24"
}
"#;

fn peering(more: &str) -> String {
    format!(
        "{VPCS}resource \"aws_vpc_peering_connection\" \"p\" {{\n vpc_id = aws_vpc.a.id\n peer_vpc_id = aws_vpc.b.id\n {more}\n}}\n"
    )
}

const ROUTER: &str = "aws_vpc_peering_connection.p";

#[test]
fn each_side_leads_to_the_other_vpc_and_nowhere_else() {
    let lowered = lower(&peering("auto_accept = true"));
    assert_eq!(
        lowered.attachment(ROUTER, "aws_vpc_peering_connection.p/requester"),
        ("aws_vpc.a".into(), Truth::Yes, vec!["10.1.0.0/16 aws_vpc_peering_connection.p/accepter".into()])
    );
    assert_eq!(
        lowered.attachment(ROUTER, "aws_vpc_peering_connection.p/accepter"),
        ("aws_vpc.b".into(), Truth::Yes, vec!["10.0.0.0/16 aws_vpc_peering_connection.p/requester".into()])
    );
    let said = &lowered.router(ROUTER).attachments[0].evidence;
    let texts: Vec<String> = said.iter().map(|said| lowered.text(&said.source)).collect();
    assert_eq!(texts, ["true", "aws_vpc.b.id"]);
}

#[test]
fn a_request_must_be_accepted() {
    let exists = |text: &str| lower(text).router(ROUTER).attachments[0].exists;
    let accepter = |more: &str| {
        format!(
            "{}resource \"aws_vpc_peering_connection_accepter\" \"c\" {{\n vpc_peering_connection_id = aws_vpc_peering_connection.p.id\n {more}\n}}",
            peering("")
        )
    };
    assert_eq!(exists(&peering("")), Truth::Unknown, "it may be accepted elsewhere");
    assert_eq!(exists(&peering("auto_accept = var.x")), Truth::Unknown);
    assert_eq!(exists(&accepter("auto_accept = true")), Truth::Yes);
    assert_eq!(exists(&accepter("")), Truth::Unknown);
    assert_eq!(exists(&peering("accept_status = \"active\"")), Truth::Yes);
    assert_eq!(exists(&peering("accept_status = \"rejected\"\nauto_accept = true")), Truth::No);
    assert_eq!(exists(&peering("count = var.x\nauto_accept = true")), Truth::Unknown);
}

#[test]
fn groups_are_known_to_the_other_side_within_one_region() {
    let cross = |text: &str| lower(text).router(ROUTER).groups_cross.clone();
    assert!(matches!(cross(&peering("")), Attr::Default { value: true, .. }));
    let west = peering("peer_region = \"us-west-2\"").replace(
        "resource \"aws_vpc\" \"b\" {",
        "provider \"aws\" {\n alias = \"west\"\n region = \"us-west-2\"\n}\nresource \"aws_vpc\" \"b\" {\n provider = aws.west\n",
    );
    assert_eq!(cross(&west).truth(), Truth::Unknown, "the region of the requester is not seen");
    assert_eq!(cross(&peering("region = \"us-east-1\"\npeer_region = \"us-west-2\"")).truth(), Truth::No);
    assert_eq!(cross(&peering("region = \"us-east-1\"\npeer_region = \"us-east-1\"")).truth(), Truth::Yes);
    assert_eq!(cross(&peering("peer_region = var.x")).truth(), Truth::Yes, "one provider configuration");
}

#[test]
fn routes_lead_to_the_connection_by_any_of_its_names() {
    for target in ["aws_vpc_peering_connection.p.id", "aws_vpc_peering_connection_accepter.c.id"] {
        let lowered = lower(&format!(
            "{}resource \"aws_vpc_peering_connection_accepter\" \"c\" {{\n vpc_peering_connection_id = aws_vpc_peering_connection.p.id\n auto_accept = true\n}}\nresource \"aws_route\" \"r\" {{\n route_table_id = aws_vpc.a.main_route_table_id\n destination_cidr_block = aws_vpc.b.cidr_block\n vpc_peering_connection_id = {target}\n}}",
            peering("")
        ));
        assert_eq!(lowered.targets("aws_subnet.s"), ["10.1.0.0/16 aws_vpc_peering_connection.p"], "{target}");
        assert_eq!(lowered.model.routers.len(), 1, "{target}");
    }
}

#[test]
fn a_vpc_elsewhere_may_have_any_range() {
    let lowered = lower(
        &peering("auto_accept = true").replace("peer_vpc_id = aws_vpc.b.id", "peer_vpc_id = \"vpc-9\""),
    );
    assert_eq!(
        lowered.attachment(ROUTER, "aws_vpc_peering_connection.p/requester").2,
        ["? 0.0.0.0/0, ::/0 aws_vpc_peering_connection.p/accepter"]
    );
    assert!(lowered.model.networks.iter().any(|network| network.about.id.as_str() == "vpc-9"));
}

#[test]
fn an_accepter_alone_is_the_connection() {
    let lowered = lower(&format!(
        "{VPCS}resource \"aws_vpc_peering_connection_accepter\" \"c\" {{\n vpc_peering_connection_id = \"pcx-1\"\n auto_accept = true\n}}\nresource \"aws_route\" \"r\" {{\n route_table_id = aws_vpc.a.main_route_table_id\n destination_cidr_block = \"10.9.0.0/16\"\n vpc_peering_connection_id = aws_vpc_peering_connection_accepter.c.id\n}}"
    ));
    assert_eq!(lowered.attachment("pcx-1", "pcx-1/accepter").0, "?");
    assert_eq!(lowered.targets("aws_subnet.s"), ["10.9.0.0/16 pcx-1"]);
}

#[test]
fn a_router_that_nothing_declares_is_only_named() {
    let lowered = lower(&format!(
        "{VPCS}resource \"aws_route\" \"r\" {{\n route_table_id = aws_vpc.a.main_route_table_id\n destination_cidr_block = \"10.9.0.0/16\"\n local_gateway_id = \"lgw-1\"\n}}"
    ));
    assert_eq!(lowered.targets("aws_subnet.s"), ["10.9.0.0/16 lgw-1"]);
    assert!(lowered.model.routers.is_empty(), "what is not there may lead anywhere");
}
