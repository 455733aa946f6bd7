//! A made-up account of any size, as an API would tell of it: for measuring, not for tests.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};

/// Machines in one network.
const IN_NETWORK: usize = 2000;
/// Subnets of a network, each with a /22.
const SUBNETS: usize = 20;

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 16).unwrap_or(0) % end.max(1)
    }

    fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }
}

/// How many of what there are.
struct Account {
    numbers: Numbers,
    networks: usize,
    groups: usize,
    machines: usize,
}

/// Writes an account with so many machines and security groups into a directory.
pub(crate) fn write(directory: &Path, machines: usize, groups: usize) -> Result<()> {
    let networks = machines.div_ceil(IN_NETWORK).max(1);
    let mut account = Account { numbers: Numbers(0x5eed), networks, groups: groups.max(networks), machines };
    let region = directory.join("accounts/111122223333/eu-west-1");
    std::fs::create_dir_all(&region).with_context(|| format!("cannot make `{}`", region.display()))?;
    let replies = [
        ("vpcs", account.networks()),
        ("subnets", account.subnets()),
        ("internet-gateways", account.gateways()),
        ("route-tables", account.tables()),
        ("network-acls", account.borders()),
        ("peerings", account.peerings()),
        ("security-groups", account.security_groups()),
        ("instances", account.instances()),
    ];
    for (name, text) in replies {
        let path = region.join(format!("{name}.json"));
        std::fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    println!("{machines} machines, {} groups, {networks} networks in {}", account.groups, region.display());
    Ok(())
}

/// An answer with this list of objects.
fn answer(key: &str, objects: impl IntoIterator<Item = String>) -> String {
    let objects: Vec<String> = objects.into_iter().collect();
    format!("{{\"{key}\": [\n{}\n]}}\n", objects.join(",\n"))
}

fn all_subnets(networks: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..networks).flat_map(|network| (0..SUBNETS).map(move |subnet| (network, subnet)))
}

fn range(network: usize, subnet: usize) -> String {
    format!("10.{network}.{}.0/22", subnet * 4)
}

impl Account {
    fn networks(&self) -> String {
        let network = |at| {
            format!(
                r#"{{"VpcId": "vpc-{at}", "CidrBlock": "10.{at}.0.0/16", "OwnerId": "111122223333", "CidrBlockAssociationSet": [{{"CidrBlock": "10.{at}.0.0/16", "CidrBlockState": {{"State": "associated"}}}}]}}"#
            )
        };
        answer("Vpcs", (0..self.networks).map(network))
    }

    fn subnets(&self) -> String {
        let subnet = |(network, at)| {
            let range = range(network, at);
            format!(
                r#"{{"SubnetId": "subnet-{network}-{at}", "VpcId": "vpc-{network}", "CidrBlock": "{range}", "AvailabilityZone": "eu-west-1a", "MapPublicIpOnLaunch": false}}"#
            )
        };
        answer("Subnets", all_subnets(self.networks).map(subnet))
    }

    fn gateways(&self) -> String {
        let gateway = |at| {
            format!(
                r#"{{"InternetGatewayId": "igw-{at}", "Attachments": [{{"VpcId": "vpc-{at}", "State": "available"}}]}}"#
            )
        };
        answer("InternetGateways", (0..self.networks).map(gateway))
    }

    /// One table for each network; its first half of subnets is public. Networks are peered two by two.
    fn tables(&self) -> String {
        let table = |(at, public): (usize, bool)| {
            let mut routes = format!(
                r#"{{"DestinationCidrBlock": "10.{at}.0.0/16", "GatewayId": "local", "State": "active"}}"#
            );
            if public {
                let _ = write!(
                    routes,
                    r#", {{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-{at}", "State": "active"}}"#
                );
            }
            if let Some(peer) = self.peer(at) {
                let _ = write!(
                    routes,
                    r#", {{"DestinationCidrBlock": "10.{peer}.0.0/16", "VpcPeeringConnectionId": "pcx-{}", "State": "active"}}"#,
                    at / 2
                );
            }
            let subnets = if public { 0..SUBNETS / 2 } else { SUBNETS / 2..SUBNETS };
            let ends: Vec<String> = subnets
                .map(|subnet| format!(r#"{{"SubnetId": "subnet-{at}-{subnet}", "Main": false, "RouteTableAssociationId": "rtbassoc-{at}-{subnet}", "RouteTableId": "rtb-{at}-{public}"}}"#))
                .collect();
            format!(
                r#"{{"RouteTableId": "rtb-{at}-{public}", "VpcId": "vpc-{at}", "Routes": [{routes}], "Associations": [{}]}}"#,
                ends.join(", ")
            )
        };
        answer("RouteTables", (0..self.networks).flat_map(|at| [(at, true), (at, false)]).map(table))
    }

    /// The network that another one is peered with: a quarter of them is.
    fn peer(&self, at: usize) -> Option<usize> {
        Some(at ^ 1).filter(|peer| (at / 2).is_multiple_of(2) && *peer < self.networks)
    }

    fn peerings(&self) -> String {
        let peered = (0..self.networks).filter(|at| at % 2 == 0);
        let peering = |at: usize| {
            let peer = self.peer(at)?;
            let side = |at| {
                format!(
                    r#"{{"VpcId": "vpc-{at}", "CidrBlock": "10.{at}.0.0/16", "OwnerId": "111122223333", "Region": "eu-west-1"}}"#
                )
            };
            Some(format!(
                r#"{{"VpcPeeringConnectionId": "pcx-{}", "RequesterVpcInfo": {}, "AccepterVpcInfo": {}, "Status": {{"Code": "active"}}}}"#,
                at / 2,
                side(at),
                side(peer)
            ))
        };
        answer("VpcPeeringConnections", peered.filter_map(peering))
    }

    fn borders(&mut self) -> String {
        let entry = |number: usize, egress: bool, action: &str, range: &str, ports: Option<(u16, u16)>| {
            let (protocol, ports) = match ports {
                Some((from, to)) => ("6", format!(r#", "PortRange": {{"From": {from}, "To": {to}}}"#)),
                None => ("-1", String::new()),
            };
            format!(
                r#"{{"RuleNumber": {number}, "Egress": {egress}, "RuleAction": "{action}", "CidrBlock": "{range}", "Protocol": "{protocol}"{ports}}}"#
            )
        };
        let border = |(network, strict): (usize, bool)| {
            let mut entries = Vec::new();
            for egress in [false, true] {
                if strict {
                    let denied = range(network, self.numbers.below(SUBNETS));
                    entries.push(entry(90, egress, "deny", &denied, Some((3000, 4000))));
                    entries.push(entry(95, egress, "allow", "0.0.0.0/0", Some((1024, 65535))));
                    entries.push(entry(99, egress, "allow", "10.0.0.0/8", None));
                } else {
                    entries.push(entry(100, egress, "allow", "0.0.0.0/0", None));
                }
                entries.push(entry(32767, egress, "deny", "0.0.0.0/0", None));
            }
            let own = (0..SUBNETS).filter(|subnet| (subnet % 4 == 0) == strict);
            let ends: Vec<String> = own
                .map(|subnet| format!(r#"{{"NetworkAclAssociationId": "aclassoc-{network}-{subnet}", "NetworkAclId": "acl-{network}-{strict}", "SubnetId": "subnet-{network}-{subnet}"}}"#))
                .collect();
            format!(
                r#"{{"NetworkAclId": "acl-{network}-{strict}", "VpcId": "vpc-{network}", "IsDefault": {}, "Entries": [{}], "Associations": [{}]}}"#,
                !strict,
                entries.join(", "),
                ends.join(", ")
            )
        };
        let all: Vec<String> =
            (0..self.networks).flat_map(|at| [(at, true), (at, false)]).map(border).collect();
        answer("NetworkAcls", all)
    }

    /// The number of a group of a network.
    fn group(&mut self, network: usize) -> usize {
        let count = self.groups / self.networks;
        network + self.networks * self.numbers.below(count)
    }

    fn security_groups(&mut self) -> String {
        let groups: Vec<String> = (0..self.groups).map(|at| self.security_group(at)).collect();
        answer("SecurityGroups", groups)
    }

    fn security_group(&mut self, at: usize) -> String {
        let network = at % self.networks;
        let rules: Vec<String> = (0..4 + self.numbers.below(8)).map(|_| self.rule(at, network)).collect();
        let name = if at < self.networks { "default".to_owned() } else { format!("group-{at}") };
        format!(
            r#"{{"GroupId": "sg-{at}", "GroupName": "{name}", "VpcId": "vpc-{network}", "OwnerId": "111122223333", "IpPermissions": [{}], "IpPermissionsEgress": [{{"IpProtocol": "-1", "IpRanges": [{{"CidrIp": "0.0.0.0/0"}}], "UserIdGroupPairs": []}}]}}"#,
            rules.join(", ")
        )
    }

    fn rule(&mut self, own: usize, network: usize) -> String {
        let (mut ranges, mut groups) = (String::new(), String::new());
        match self.numbers.below(100) {
            0..40 => groups = format!(r#"{{"GroupId": "sg-{}"}}"#, self.group(network)),
            40..50 => groups = format!(r#"{{"GroupId": "sg-{own}"}}"#),
            50..70 => ranges = range(network, self.numbers.below(SUBNETS)),
            70..80 => ranges = format!("10.{network}.0.0/16"),
            80..90 => {
                let (third, last) = (self.numbers.below(80), 16 * self.numbers.below(16));
                ranges = format!("10.{network}.{third}.{last}/28");
            }
            90..93 => ranges.push_str("0.0.0.0/0"),
            _ => ranges = format!("{}.{}.0.0/16", 60 + self.numbers.below(40), self.numbers.below(250)),
        }
        if !ranges.is_empty() {
            ranges = format!(r#"{{"CidrIp": "{ranges}"}}"#);
        }
        let ports = [22, 53, 80, 443, 2379, 3306, 5432, 6379, 6443, 8080, 9090, 10250];
        let low = if self.numbers.percent(20) {
            30_000
        } else {
            ports.get(self.numbers.below(ports.len())).copied().unwrap_or(443)
        };
        let high = if low == 30_000 { 32_767 } else { low };
        format!(
            r#"{{"IpProtocol": "tcp", "FromPort": {low}, "ToPort": {high}, "IpRanges": [{ranges}], "UserIdGroupPairs": [{groups}]}}"#
        )
    }

    fn instances(&mut self) -> String {
        // What machines are made from: some groups, and where.
        let kinds = self.groups * 3 / 2;
        let kinds: Vec<(usize, Vec<usize>, [usize; 3], bool)> = (0..kinds)
            .map(|at| {
                let network = at % self.networks;
                let groups = (0..=self.numbers.below(3)).map(|_| self.group(network)).collect();
                let subnets = [0; 3].map(|_| self.numbers.below(SUBNETS));
                (network, groups, subnets, self.numbers.percent(10))
            })
            .collect();
        let mut used = vec![3usize; self.networks * SUBNETS];
        let mut all = Vec::with_capacity(self.machines);
        for at in 0..self.machines {
            let Some((network, groups, subnets, public)) = kinds.get(self.numbers.below(kinds.len())) else {
                continue;
            };
            let subnet = subnets.get(self.numbers.below(3)).copied().unwrap_or(0);
            let next = used.get_mut(network * SUBNETS + subnet).map_or(0, |next| {
                *next += 1;
                *next % 1020
            });
            let address = format!("10.{network}.{}.{}", subnet * 4 + next / 256, next % 256);
            all.push(instance(at, (*network, subnet), groups, &address, *public));
        }
        answer("Reservations", [format!(r#"{{"Instances": [{}]}}"#, all.join(",\n"))])
    }
}

fn instance(
    at: usize,
    (network, subnet): (usize, usize),
    groups: &[usize],
    address: &str,
    public: bool,
) -> String {
    let groups: Vec<String> = groups.iter().map(|group| format!(r#"{{"GroupId": "sg-{group}"}}"#)).collect();
    let groups = groups.join(", ");
    let association = if public {
        format!(
            r#", "Association": {{"PublicIp": "52.{}.{}.{}", "IpOwnerId": "amazon"}}"#,
            at / 65536,
            at / 256 % 256,
            at % 256
        )
    } else {
        String::new()
    };
    let tag = match at % 20 {
        0 => r#"{"Key": "k8s.io/role/master", "Value": "1"}"#,
        1..6 => r#"{"Key": "k8s.io/role/node", "Value": "1"}"#,
        6 => r#"{"Key": "Name", "Value": "bastion"}"#,
        _ => "",
    };
    format!(
        r#"{{"InstanceId": "i-{at}", "ImageId": "ami-1", "InstanceType": "m5.large", "State": {{"Name": "running"}}, "SubnetId": "subnet-{network}-{subnet}", "VpcId": "vpc-{network}", "PrivateIpAddress": "{address}", "SecurityGroups": [{groups}], "Tags": [{tag}], "MetadataOptions": {{"State": "applied", "HttpTokens": "required", "HttpPutResponseHopLimit": 1, "HttpEndpoint": "enabled"}}, "NetworkInterfaces": [{{"NetworkInterfaceId": "eni-{at}", "SubnetId": "subnet-{network}-{subnet}", "VpcId": "vpc-{network}", "SourceDestCheck": true, "Groups": [{groups}], "PrivateIpAddress": "{address}", "PrivateIpAddresses": [{{"PrivateIpAddress": "{address}", "Primary": true{association}}}], "Attachment": {{"DeviceIndex": 0}}}}]}}"#
    )
}
