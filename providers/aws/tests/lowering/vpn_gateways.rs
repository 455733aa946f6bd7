use ringfence_model::Truth;

use crate::harness::lower;

const GATEWAY: &str = r#"
variable "x" {}
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "s" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_customer_gateway" "c" { type = "ipsec.1" }
resource "aws_route_table" "t" {
  vpc_id = aws_vpc.v.id
  TABLE
}
resource "aws_route_table_association" "t" {
  subnet_id      = aws_subnet.s.id
  route_table_id = aws_route_table.t.id
}
"#;

const ATTACHED: &str = "resource \"aws_vpn_gateway\" \"w\" { vpc_id = aws_vpc.v.id }\n";
const APART: &str = "resource \"aws_vpn_gateway\" \"w\" {}\nresource \"aws_vpn_gateway_attachment\" \"w\" {\n vpc_id = aws_vpc.v.id\n vpn_gateway_id = aws_vpn_gateway.w.id\n}\n";

const STATIC: &str = r#"
resource "aws_vpn_connection" "s" {
  customer_gateway_id = aws_customer_gateway.c.id
  vpn_gateway_id      = aws_vpn_gateway.w.id
  type                = "ipsec.1"
  static_routes_only  = true
}
resource "aws_vpn_connection_route" "s" {
  vpn_connection_id      = aws_vpn_connection.s.id
  destination_cidr_block = "192.168.0.0/16"
}
"#;

const BGP: &str = r#"
resource "aws_vpn_connection" "b" {
  customer_gateway_id = aws_customer_gateway.c.id
  vpn_gateway_id      = aws_vpn_gateway.w.id
  type                = "ipsec.1"
}
"#;

const W: &str = "aws_vpn_gateway.w";

fn text(table: &str, more: &[&str]) -> String {
    format!("{}{}", GATEWAY.replace("TABLE", table), more.concat())
}

#[test]
fn what_comes_from_outside_reaches_the_whole_vpc() {
    for gateway in [ATTACHED, APART] {
        let lowered = lower(&text("", &[gateway, STATIC, BGP]));
        assert_eq!(
            lowered.attachment(W, "aws_vpn_connection.s"),
            (
                "aws_customer_gateway.c 192.168.0.0/16..192.168.0.0/16".into(),
                Truth::Yes,
                vec![format!("10.0.0.0/16 {W}/vpc")]
            )
        );
        let (to, exists, routes) = lowered.attachment(W, "aws_vpn_gateway.w/vpc");
        assert_eq!((to.as_str(), exists), ("aws_vpc.v", Truth::Yes));
        assert_eq!(routes, ["192.168.0.0/16 aws_vpn_connection.s", "? 0.0.0.0/0 aws_vpn_connection.b"]);
        assert!(lowered.routes("aws_subnet.s").is_empty(), "nothing is propagated unasked");
    }
}

#[test]
fn propagated_routes_stand_behind_static_ones() {
    let inline = "propagating_vgws = [aws_vpn_gateway.w.id]\nroute {\n  cidr_block = \"192.168.0.0/16\"\n  network_interface_id = \"eni-1\"\n}";
    let lowered = lower(&text(inline, &[ATTACHED, BGP, STATIC]));
    assert_eq!(
        lowered.targets("aws_subnet.s"),
        ["192.168.0.0/16 eni-1".to_owned(), format!("192.168.0.0/16 {W}"), format!("? 0.0.0.0/0 {W}")]
    );
    let apart = "resource \"aws_vpn_gateway_route_propagation\" \"p\" {\n vpn_gateway_id = aws_vpn_gateway_attachment.w.vpn_gateway_id\n route_table_id = aws_route_table.t.id\n}";
    let lowered = lower(&text("", &[APART, STATIC, apart]));
    assert_eq!(lowered.targets("aws_subnet.s"), [format!("192.168.0.0/16 {W}")]);
    let foreign = text("propagating_vgws = [\"vgw-1\"]", &[]);
    assert_eq!(lower(&foreign).targets("aws_subnet.s"), ["? 0.0.0.0/0, ::/0 vgw-1"]);
}

#[test]
fn allowed_prefixes_filter_whole_ranges() {
    let direct = |prefixes: &str| {
        format!(
            "resource \"aws_dx_gateway\" \"d\" {{ name = \"d\" }}\nresource \"aws_dx_gateway_association\" \"d\" {{\n dx_gateway_id = aws_dx_gateway.d.id\n associated_gateway_id = aws_vpn_gateway.w.id\n {prefixes}\n}}"
        )
    };
    let routes = |prefixes: &str| {
        lower(&text("", &[ATTACHED, &direct(prefixes)])).attachment(W, "aws_dx_gateway_association.d").2
    };
    assert_eq!(routes(""), [format!("10.0.0.0/16 {W}/vpc")]);
    assert_eq!(routes("allowed_prefixes = [\"10.0.0.0/15\"]"), [format!("10.0.0.0/16 {W}/vpc")]);
    assert_eq!(routes("allowed_prefixes = [\"10.0.0.0/24\"]"), [format!("? 10.0.0.0/24 {W}/vpc")]);
    assert!(routes("allowed_prefixes = [\"22.0.0.0/24\"]").is_empty());
}

#[test]
fn direct_connect_decides_before_connections() {
    let line =
        "resource \"aws_dx_private_virtual_interface\" \"i\" { vpn_gateway_id = aws_vpn_gateway.w.id }";
    let lowered = lower(&text("", &[ATTACHED, STATIC, line]));
    assert_eq!(
        lowered.attachment(W, "aws_vpn_gateway.w/vpc").2,
        ["? 0.0.0.0/0, ::/0 aws_dx_private_virtual_interface.i", "192.168.0.0/16 aws_vpn_connection.s"]
    );
}
