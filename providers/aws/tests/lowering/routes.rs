use crate::harness::{ids, lower};

const PLACE: &str = "resource \"aws_vpc\" \"v\" { cidr_block = \"10.0.0.0/16\" }\nresource \"aws_internet_gateway\" \"g\" { vpc_id = aws_vpc.v.id }\nresource \"aws_subnet\" \"s\" {\n vpc_id = aws_vpc.v.id\n cidr_block = \"10.0.1.0/24\"\n}\n";

const PUBLIC: &str = "resource \"aws_route_table\" \"t\" {\n vpc_id = aws_vpc.v.id\n route {\n  cidr_block = \"0.0.0.0/0\"\n  gateway_id = aws_internet_gateway.g.id\n }\n}\n";

#[test]
fn a_new_vpc_leads_nowhere() {
    assert!(lower(PLACE).routes("aws_subnet.s").is_empty());
    assert!(
        lower(&format!("{PLACE}{PUBLIC}")).routes("aws_subnet.s").is_empty(),
        "a table that nothing uses"
    );
}

#[test]
fn an_association_gives_the_table_and_its_hops_their_evidence() {
    let lowered = lower(&format!(
        "{PLACE}{PUBLIC}resource \"aws_route_table_association\" \"a\" {{\n subnet_id = aws_subnet.s.id\n route_table_id = aws_route_table.t.id\n}}\nresource \"aws_route\" \"six\" {{\n route_table_id = aws_route_table.t.id\n destination_ipv6_cidr_block = \"::/0\"\n egress_only_gateway_id = \"eigw-1\"\n}}"
    ));
    assert_eq!(lowered.routes("aws_subnet.s"), ["0.0.0.0/0 Internet", "::/0 OutboundOnly"]);
    let evidence = &lowered.subnet("aws_subnet.s").routes[0].evidence;
    let texts: Vec<String> = evidence.iter().map(|said| lowered.text(&said.source)).collect();
    assert_eq!(texts, ["\"0.0.0.0/0\"", "aws_internet_gateway.g.id", "aws_subnet.s.id", "aws_vpc.v.id"]);
}

#[test]
fn the_main_table_holds_for_the_rest() {
    for main in [
        "resource \"aws_main_route_table_association\" \"m\" {\n vpc_id = aws_vpc.v.id\n route_table_id = aws_route_table.t.id\n}",
        "resource \"aws_route\" \"r\" {\n route_table_id = aws_vpc.v.main_route_table_id\n destination_cidr_block = \"0.0.0.0/0\"\n gateway_id = aws_internet_gateway.g.id\n}",
        "resource \"aws_default_route_table\" \"d\" {\n default_route_table_id = aws_vpc.v.default_route_table_id\n route {\n  cidr_block = \"0.0.0.0/0\"\n  gateway_id = aws_internet_gateway.g.id\n }\n}",
    ] {
        assert_eq!(
            lower(&format!("{PLACE}{PUBLIC}{main}")).routes("aws_subnet.s"),
            ["0.0.0.0/0 Internet"],
            "{main}"
        );
    }
}

#[test]
fn gateways_are_told_by_their_type_or_the_form_of_their_id() {
    for (target, kind) in [
        ("nat_gateway_id = \"nat-1\"", "OutboundOnly"),
        ("gateway_id = \"igw-1\"", "Internet"),
        ("gateway_id = \"vgw-1\"", "Router"),
        ("gateway_id = aws_vpn_gateway.w.id", "Router"),
        ("gateway_id = data.aws_internet_gateway.x.id", "Internet"),
        ("transit_gateway_id = \"tgw-1\"", "Router"),
        ("vpc_peering_connection_id = \"pcx-1\"", "Router"),
        ("network_interface_id = \"eni-1\"", "Middlebox"),
        ("gateway_id = var.gateway", "Unknown"),
    ] {
        let text = format!(
            "variable \"gateway\" {{}}\ndata \"aws_internet_gateway\" \"x\" {{}}\nresource \"aws_vpn_gateway\" \"w\" {{}}\n{PLACE}resource \"aws_route\" \"r\" {{\n route_table_id = aws_vpc.v.main_route_table_id\n destination_cidr_block = \"0.0.0.0/0\"\n {target}\n}}"
        );
        assert_eq!(lower(&text).routes("aws_subnet.s"), [format!("0.0.0.0/0 {kind}")], "{target}");
    }
}

#[test]
fn a_subnet_elsewhere_has_routes_that_are_not_known() {
    let lowered =
        lower("resource \"aws_subnet\" \"s\" {\n vpc_id = \"vpc-1\"\n cidr_block = \"10.0.1.0/24\"\n}");
    assert_eq!(lowered.routes("aws_subnet.s"), ["? 0.0.0.0/0, ::/0 Unknown"]);
    let network = lowered.model.networks.iter().find(|network| network.about.id.as_str() == "vpc-1").unwrap();
    assert!(!network.about.declared);
    let lowered = lower(&format!(
        "variable \"t\" {{}}\n{PLACE}resource \"aws_route_table_association\" \"a\" {{\n subnet_id = aws_subnet.s.id\n route_table_id = var.t\n}}"
    ));
    assert_eq!(lowered.routes("aws_subnet.s"), ["? 0.0.0.0/0, ::/0 Unknown"]);
}

#[test]
fn counts_that_only_the_cloud_knows_still_lead_to_the_subnets() {
    let lowered = lower(
        "data \"aws_availability_zones\" \"all\" {}\nresource \"aws_vpc\" \"v\" { cidr_block = \"10.0.0.0/16\" }\nresource \"aws_internet_gateway\" \"g\" { vpc_id = aws_vpc.v.id }\nresource \"aws_subnet\" \"s\" {\n count = length(data.aws_availability_zones.all.names)\n vpc_id = aws_vpc.v.id\n map_public_ip_on_launch = true\n}\nresource \"aws_route_table\" \"t\" {\n vpc_id = aws_vpc.v.id\n route {\n  cidr_block = \"0.0.0.0/0\"\n  gateway_id = aws_internet_gateway.g.id\n }\n}\nresource \"aws_route_table_association\" \"a\" {\n count = length(data.aws_availability_zones.all.names)\n subnet_id = aws_subnet.s.*.id[count.index]\n route_table_id = aws_route_table.t.id\n}\nresource \"aws_instance\" \"i\" { subnet_id = element(aws_subnet.s.*.id, 0) }",
    );
    assert_eq!(lowered.routes("aws_subnet.s"), ["0.0.0.0/0 Internet"]);
    assert_eq!(ids(&lowered.machine("aws_instance.i").interfaces[0].subnets), ["aws_subnet.s"]);
}

#[test]
fn blocking_public_access_closes_the_gateway_but_not_for_exclusions() {
    let open = format!(
        "{PLACE}{PUBLIC}resource \"aws_main_route_table_association\" \"m\" {{\n vpc_id = aws_vpc.v.id\n route_table_id = aws_route_table.t.id\n}}\n"
    );
    let block = |mode: &str| {
        format!(
            "{open}resource \"aws_vpc_block_public_access_options\" \"b\" {{ internet_gateway_block_mode = \"{mode}\" }}\n"
        )
    };
    assert_eq!(lower(&block("off")).routes("aws_subnet.s"), ["0.0.0.0/0 Internet"]);
    assert_eq!(lower(&block("block-ingress")).routes("aws_subnet.s"), ["0.0.0.0/0 Dropped"]);
    assert_eq!(lower(&block("block-bidirectional")).routes("aws_subnet.s"), ["0.0.0.0/0 Dropped"]);
    let excluded = format!(
        "{}resource \"aws_vpc_block_public_access_exclusion\" \"e\" {{\n vpc_id = aws_vpc.v.id\n internet_gateway_exclusion_mode = \"allow-bidirectional\"\n}}",
        block("block-bidirectional")
    );
    assert_eq!(lower(&excluded).routes("aws_subnet.s"), ["0.0.0.0/0 Internet"]);
}

#[test]
fn a_default_vpc_is_public_as_documented() {
    let lowered = lower("resource \"aws_instance\" \"i\" { ami = \"ami-1\" }");
    assert_eq!(ids(&lowered.machine("aws_instance.i").interfaces[0].subnets), ["default-vpc/default-subnet"]);
    assert_eq!(lowered.routes("default-vpc/default-subnet"), ["0.0.0.0/0 Internet"]);
    assert!(lowered.machine("aws_instance.i").interfaces[0].public_v4.truth().certain());
    assert_eq!(
        ids(&lowered.machine("aws_instance.i").interfaces[0].filters),
        ["default-vpc/default-security-group"]
    );
    assert!(lowered.filters().contains(&"default-vpc/default-network-acl"));
}

#[test]
fn ranges_of_a_vpc_include_those_associated_later() {
    let lowered = lower(
        "resource \"aws_vpc\" \"v\" {\n cidr_block = \"10.0.0.0/16\"\n assign_generated_ipv6_cidr_block = true\n}\nresource \"aws_vpc_ipv4_cidr_block_association\" \"a\" {\n vpc_id = aws_vpc.v.id\n cidr_block = \"10.1.0.0/16\"\n}\nresource \"aws_subnet\" \"s\" {\n vpc_id = aws_vpc.v.id\n cidr_block = cidrsubnet(aws_vpc.v.cidr_block, 8, 1)\n ipv6_cidr_block = cidrsubnet(aws_vpc.v.ipv6_cidr_block, 8, 1)\n}",
    );
    let ranges = &lowered.model.networks[0].ranges;
    assert_eq!(ranges.must.to_string(), "10.0.0.0/15");
    assert_eq!(ranges.may.to_string(), "10.0.0.0/15, 2000::/3");
    let subnet = &lowered.subnet("aws_subnet.s").ranges;
    assert_eq!(
        (subnet.must.to_string(), subnet.may.to_string()),
        ("10.0.1.0/24".into(), "10.0.1.0/24, 2000::/3".into())
    );
}

/// A subnet with a table of its own.
fn tabled(routes: &str, more: &str) -> String {
    format!(
        "variable \"x\" {{}}\n{PLACE}resource \"aws_route_table\" \"t\" {{\n vpc_id = aws_vpc.v.id\n{routes}\n}}\nresource \"aws_route_table_association\" \"a\" {{\n subnet_id = aws_subnet.s.id\n route_table_id = aws_route_table.t.id\n}}\n{more}"
    )
}

const DEFAULT: &str = "route {\n cidr_block = \"0.0.0.0/0\"\n gateway_id = aws_internet_gateway.g.id\n}";

#[test]
fn gateway_endpoints_lead_to_services_that_open_nothing() {
    let endpoint = |more: &str| {
        format!(
            "resource \"aws_vpc_endpoint\" \"e\" {{\n vpc_id = aws_vpc.v.id\n service_name = \"com.amazonaws.us-west-2.s3\"\n {more}\n}}\n"
        )
    };
    let apart = "resource \"aws_vpc_endpoint_route_table_association\" \"r\" {\n route_table_id = aws_route_table.t.id\n vpc_endpoint_id = aws_vpc_endpoint.e.id\n}";
    for text in [
        tabled(DEFAULT, &endpoint("route_table_ids = [aws_route_table.t.id]")),
        tabled(DEFAULT, &format!("{}{apart}", endpoint("vpc_endpoint_type = \"Gateway\""))),
    ] {
        assert_eq!(
            lower(&text).targets("aws_subnet.s"),
            ["0.0.0.0/0 aws_internet_gateway.g", "? 0.0.0.0/0, ::/0 aws_vpc_endpoint.e"]
        );
        assert_eq!(lower(&text).routes("aws_subnet.s")[1], "? 0.0.0.0/0, ::/0 Service");
    }
    let known = endpoint("route_table_ids = [aws_route_table.t.id]\n cidr_blocks = [\"52.92.0.0/16\"]");
    assert_eq!(lower(&tabled("", &known)).routes("aws_subnet.s"), ["52.92.0.0/16 Service"]);
    let interface = endpoint("vpc_endpoint_type = \"Interface\"");
    assert!(lower(&tabled("", &interface)).routes("aws_subnet.s").is_empty());
}

#[test]
fn an_endpoint_of_appliances_is_a_middlebox() {
    let route = "route {\n cidr_block = \"0.0.0.0/0\"\n vpc_endpoint_id = aws_vpc_endpoint.e.id\n}";
    let endpoint = "resource \"aws_vpc_endpoint\" \"e\" {\n vpc_endpoint_type = \"GatewayLoadBalancer\"\n vpc_id = aws_vpc.v.id\n service_name = var.x\n}";
    assert_eq!(lower(&tabled(route, endpoint)).routes("aws_subnet.s"), ["0.0.0.0/0 Middlebox"]);
    let listed = "route {\n destination_prefix_list_id = \"pl-1\"\n vpc_endpoint_id = \"vpce-1\"\n}";
    assert_eq!(lower(&tabled(listed, "")).routes("aws_subnet.s"), ["? 0.0.0.0/0, ::/0 Service"]);
}

#[test]
fn gateways_of_one_direction_let_nothing_in() {
    let nat = |kind: &str| {
        let route = "route {\n cidr_block = \"0.0.0.0/0\"\n nat_gateway_id = aws_nat_gateway.n.id\n}";
        let gateway = format!(
            "resource \"aws_nat_gateway\" \"n\" {{\n subnet_id = aws_subnet.s.id\n connectivity_type = \"{kind}\"\n}}"
        );
        lower(&tabled(route, &gateway)).routes("aws_subnet.s")
    };
    assert_eq!(nat("public"), ["0.0.0.0/0 OutboundOnly"]);
    assert_eq!(nat("private"), ["0.0.0.0/0 Middlebox"], "it leads to other networks, by routes of its own");
}

#[test]
fn the_halves_of_a_default_route_and_holes_are_routes_like_others() {
    let halves = "route {\n cidr_block = \"0.0.0.0/1\"\n gateway_id = aws_internet_gateway.g.id\n}\nroute {\n cidr_block = \"128.0.0.0/1\"\n gateway_id = aws_internet_gateway.g.id\n}\nroute {\n cidr_block = \"10.9.0.0/16\"\n transit_gateway_id = \"tgw-1\"\n state = \"blackhole\"\n}";
    assert_eq!(
        lower(&tabled(halves, "")).routes("aws_subnet.s"),
        ["0.0.0.0/1 Internet", "128.0.0.0/1 Internet", "10.9.0.0/16 Dropped"]
    );
}

#[test]
fn static_routes_decide_before_prefix_lists() {
    let list = "resource \"aws_ec2_managed_prefix_list\" \"l\" {\n name = \"l\"\n address_family = \"IPv4\"\n max_entries = 3\n entry { cidr = \"10.8.0.0/16\" }\n}\nresource \"aws_ec2_managed_prefix_list_entry\" \"e\" {\n prefix_list_id = aws_ec2_managed_prefix_list.l.id\n cidr = \"10.9.0.0/16\"\n}";
    let routes = "route {\n destination_prefix_list_id = aws_ec2_managed_prefix_list.l.id\n transit_gateway_id = \"tgw-1\"\n}\nroute {\n cidr_block = \"10.9.0.0/16\"\n vpc_peering_connection_id = \"pcx-1\"\n}";
    assert_eq!(
        lower(&tabled(routes, list)).targets("aws_subnet.s"),
        ["10.9.0.0/16 pcx-1", "10.8.0.0/15 tgw-1"]
    );
}

#[test]
fn a_gateways_table_takes_certainty_from_what_comes_in() {
    let edge = |route: &str| {
        format!(
            "resource \"aws_route_table\" \"edge\" {{\n vpc_id = aws_vpc.v.id\n {route}\n}}\nresource \"aws_route_table_association\" \"edge\" {{\n gateway_id = aws_internet_gateway.g.id\n route_table_id = aws_route_table.edge.id\n}}"
        )
    };
    let diverted = edge("route {\n cidr_block = \"10.0.1.0/24\"\n vpc_endpoint_id = \"vpce-1\"\n}");
    let lowered = lower(&tabled(DEFAULT, &diverted));
    assert_eq!(lowered.targets("aws_subnet.s"), ["? 0.0.0.0/0 aws_internet_gateway.g"]);
    let facts: Vec<&str> =
        lowered.subnet("aws_subnet.s").routes[0].evidence.iter().map(|said| said.fact.as_ref()).collect();
    assert!(facts[facts.len() - 2].contains("goes to `vpce-1` first"), "{facts:?}");
    let other = edge("route {\n cidr_block = \"10.0.2.0/24\"\n vpc_endpoint_id = \"vpce-1\"\n}");
    assert_eq!(lower(&tabled(DEFAULT, &other)).routes("aws_subnet.s"), ["0.0.0.0/0 Internet"]);
    assert_eq!(lower(&tabled(DEFAULT, &edge(""))).routes("aws_subnet.s"), ["0.0.0.0/0 Internet"]);
}

#[test]
fn blocking_public_access_stops_what_its_mode_says() {
    let six = "route {\n ipv6_cidr_block = \"::/0\"\n egress_only_gateway_id = \"eigw-1\"\n}";
    let place = |mode: &str, more: &str| {
        lower(&tabled(
            &format!("{DEFAULT}\n{six}"),
            &format!(
                "resource \"aws_vpc_block_public_access_options\" \"b\" {{ internet_gateway_block_mode = {mode} }}\n{more}"
            ),
        ))
        .routes("aws_subnet.s")
    };
    let exclusion = |mode: &str| {
        format!(
            "resource \"aws_vpc_block_public_access_exclusion\" \"e\" {{\n subnet_id = aws_subnet.s.id\n internet_gateway_exclusion_mode = {mode}\n}}"
        )
    };
    let (both, out) = (exclusion("\"allow-bidirectional\""), exclusion("\"allow-egress\""));
    let (bidirectional, ingress) = ("\"block-bidirectional\"", "\"block-ingress\"");
    assert_eq!(place(bidirectional, ""), ["0.0.0.0/0 Dropped", "::/0 Dropped"]);
    assert_eq!(place(bidirectional, &both), ["0.0.0.0/0 Internet", "::/0 OutboundOnly"]);
    assert_eq!(place(bidirectional, &out), ["0.0.0.0/0 OutboundOnly", "::/0 OutboundOnly"]);
    assert_eq!(place(ingress, ""), ["0.0.0.0/0 Dropped", "::/0 OutboundOnly"]);
    assert_eq!(place(ingress, &both), ["0.0.0.0/0 Internet", "::/0 OutboundOnly"]);
    assert_eq!(place(ingress, &out), ["0.0.0.0/0 Dropped", "::/0 OutboundOnly"]);
    assert_eq!(place(ingress, &exclusion("var.x")), ["? 0.0.0.0/0 Internet", "::/0 OutboundOnly"]);
    assert_eq!(place("var.x", ""), ["? 0.0.0.0/0 Internet", "? ::/0 OutboundOnly", "? 0.0.0.0/0 Unknown"]);
}

#[test]
fn blocking_both_ways_stops_address_translation_in_its_subnet() {
    let text = |more: &str| {
        tabled(
            "route {\n cidr_block = \"0.0.0.0/0\"\n nat_gateway_id = aws_nat_gateway.n.id\n}",
            &format!(
                "resource \"aws_subnet\" \"p\" {{\n vpc_id = aws_vpc.v.id\n cidr_block = \"10.0.9.0/24\"\n}}\nresource \"aws_nat_gateway\" \"n\" {{ subnet_id = aws_subnet.p.id }}\nresource \"aws_vpc_block_public_access_options\" \"b\" {{ internet_gateway_block_mode = \"block-bidirectional\" }}\n{more}"
            ),
        )
    };
    assert_eq!(lower(&text("")).routes("aws_subnet.s"), ["0.0.0.0/0 Dropped"]);
    let excluded = "resource \"aws_vpc_block_public_access_exclusion\" \"e\" {\n subnet_id = aws_subnet.p.id\n internet_gateway_exclusion_mode = \"allow-egress\"\n}";
    assert_eq!(lower(&text(excluded)).routes("aws_subnet.s"), ["0.0.0.0/0 OutboundOnly"]);
}
