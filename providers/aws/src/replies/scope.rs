//! Whose a reply is, and of which region: told by the path of its file, else by what it holds.

use std::path::{Component, Path};
use std::sync::Arc;

use ringfence_replies::{Scope, text};
use ringfence_terraform::Value;

/// Folders that hold a folder for each account, whatever these are called.
const OF_ACCOUNTS: [&str; 2] = ["accounts", "account-data"];

/// Attributes that name a zone, which begins with its region.
const ZONES: [&str; 2] = ["AvailabilityZone", "Placement.AvailabilityZone"];

/// Attributes that name a region or an account as they are.
const REGIONS: [&str; 2] = ["AwsRegion", "Region"];
const OWNERS: [&str; 4] = ["OwnerId", "OwnerAccount", "AwsAccountId", "NetworkInterfaceOwnerId"];

/// Attributes that hold an ARN.
const ARNS: [&str; 10] = [
    "SubnetArn",
    "LoadBalancerArn",
    "ListenerArn",
    "RuleArn",
    "TargetGroupArn",
    "TransitGatewayArn",
    "AutoScalingGroupARN",
    "DBInstanceArn",
    "nodegroupArn",
    "arn",
];

/// What the folders of a path say.
pub(super) fn of_path(path: &Path) -> Scope {
    let folders: Vec<&str> = path
        .parent()
        .into_iter()
        .flat_map(Path::components)
        .filter_map(|part| if let Component::Normal(name) = part { name.to_str() } else { None })
        .collect();
    let region = folders.iter().rev().find(|name| is_region(name));
    let named = folders.windows(2).rev().find_map(|pair| match pair {
        [of, name] if OF_ACCOUNTS.contains(of) => Some(*name),
        _ => None,
    });
    let account = folders.iter().rev().find(|name| is_account(name)).copied().or(named);
    Scope { account: account.map(Arc::from), region: region.map(|name| Arc::from(*name)) }
}

/// What an object says of itself.
pub(super) fn of_object(object: &Value) -> Scope {
    let arn = ARNS.iter().find_map(|name| text(object, name)).filter(|arn| arn.starts_with("arn:"));
    let part = |at: usize| arn.and_then(|arn| arn.split(':').nth(at)).filter(|part| !part.is_empty());
    let zone = ZONES.iter().find_map(|name| text(object, name)).and_then(region_of_zone);
    let region = zone.or_else(|| REGIONS.iter().find_map(|name| text(object, name))).or(part(3));
    let account = OWNERS.iter().find_map(|name| text(object, name)).or(part(4));
    Scope {
        account: account.filter(|account| is_account(account)).map(Arc::from),
        region: region.filter(|region| is_region(region)).map(Arc::from),
    }
}

/// `us-east-1a` to `us-east-1`; of a local zone (`us-west-2-lax-1a`) the first parts.
fn region_of_zone(zone: &str) -> Option<&str> {
    let end = zone.find(|c: char| c.is_ascii_digit())? + 1;
    zone.get(..end)
}

fn is_account(name: &str) -> bool {
    name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// `eu-west-1`, `us-gov-east-1`
fn is_region(name: &str) -> bool {
    let parts: Vec<&str> = name.split('-').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return false };
    let word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let number = last.len() == 1 && last.bytes().all(|byte| byte.is_ascii_digit());
    first.len() == 2
        && word(first)
        && !middle.is_empty()
        && middle.len() < 3
        && middle.iter().all(|part| word(part))
        && number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &str) -> (Option<String>, Option<String>) {
        let scope = of_path(Path::new(path));
        (scope.account.map(|text| text.to_string()), scope.region.map(|text| text.to_string()))
    }

    #[test]
    fn folders_tell_account_and_region() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            shown("accounts/123456789012/us-east-1/Vpcs.json"),
            (some("123456789012"), some("us-east-1"))
        );
        assert_eq!(shown("us-gov-west-1/Vpcs.json"), (None, some("us-gov-west-1")));
        assert_eq!(shown("account-data/demo/eu-west-2/x.json"), (some("demo"), some("eu-west-2")));
        assert_eq!(shown("123456789012/x.json"), (some("123456789012"), None));
        assert_eq!(shown("us-east-1"), (None, None));
        assert_eq!(shown("some-folder-1/us-east/x.json"), (None, None));
    }

    #[test]
    fn zones_begin_with_their_region() {
        assert_eq!(region_of_zone("us-east-1a"), Some("us-east-1"));
        assert_eq!(region_of_zone("us-west-2-lax-1a"), Some("us-west-2"));
        assert_eq!(region_of_zone("somewhere"), None);
    }
}
