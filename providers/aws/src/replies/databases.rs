//! Databases and search domains: they stand in the network, and no rule is about them.
//!
//! Source: RDS API `DBInstance`; `OpenSearch` API `DomainStatus`; `aws_db_instance`, `aws_elasticsearch_domain`
//! (read 2026-11-25).

use ringfence_replies::{Body, field};

use super::making::Making;
use super::shape::{each, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (object, arn) in making.each("DBInstances", "DBInstanceArn") {
        let (value, mut body) = (object.value, Body::default());
        body.put("arn", Some(arn));
        body.copy(
            value,
            &[
                ("DBInstanceIdentifier", "identifier"),
                ("Engine", "engine"),
                ("Endpoint.Port", "port"),
                ("Endpoint.Address", "address"),
                ("PubliclyAccessible", "publicly_accessible"),
                ("DBSubnetGroup.DBSubnetGroupName", "db_subnet_group_name"),
                ("StorageEncrypted", "storage_encrypted"),
                ("KmsKeyId", "kms_key_id"),
                ("AvailabilityZone", "availability_zone"),
            ],
        );
        body.put("vpc_security_group_ids", each(value, "VpcSecurityGroups", "VpcSecurityGroupId").as_ref());
        put_tags(&mut body, value);
        making.add("aws_db_instance", object, arn, body);
    }
    for (object, arn) in making.each("DomainStatusList", "ARN") {
        let (value, mut body) = (object.value, Body::default());
        body.put("arn", Some(arn));
        body.copy(value, &[("DomainName", "domain_name"), ("ElasticsearchVersion", "elasticsearch_version")]);
        if let Some(options) = field(value, "VPCOptions") {
            let mut block = Body::default();
            block.copy(
                options,
                &[
                    ("SubnetIds", "subnet_ids"),
                    ("SecurityGroupIds", "security_group_ids"),
                    ("VPCId", "vpc_id"),
                ],
            );
            body.set_block("vpc_options", block, options.origin.at);
        }
        making.add("aws_elasticsearch_domain", object, arn, body);
    }
}
