//! Instances with what they have, and groups of them.

use crate::support::{addresses, known, read, record, why};

pub(crate) const INSTANCES: &str = r#"{"Reservations": [{"OwnerId": "111122223333", "Instances": [
    {"InstanceId": "i-1", "ImageId": "ami-1", "InstanceType": "t3.micro", "State": {"Name": "running"}, "SubnetId": "subnet-1", "VpcId": "vpc-1",
     "PrivateIpAddress": "10.0.0.1", "RootDeviceName": "/dev/xvda", "IamInstanceProfile": {"Arn": "arn:aws:iam::111122223333:instance-profile/path/nodes", "Id": "A"},
     "SecurityGroups": [{"GroupId": "sg-1", "GroupName": "a"}],
     "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeId": "vol-1", "DeleteOnTermination": true}},
                             {"DeviceName": "/dev/xvdb", "Ebs": {"VolumeId": "vol-2", "DeleteOnTermination": false}}],
     "NetworkInterfaces": [
        {"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1", "SourceDestCheck": true, "Groups": [{"GroupId": "sg-1"}],
         "PrivateIpAddress": "10.0.0.1", "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.0.1", "Primary": true}], "Attachment": {"DeviceIndex": 0, "AttachmentId": "eni-attach-1"},
         "Ipv6Addresses": [{"Ipv6Address": "2001:db8::1"}]},
        {"NetworkInterfaceId": "eni-2", "SubnetId": "subnet-2", "VpcId": "vpc-1", "Groups": [{"GroupId": "sg-2"}],
         "PrivateIpAddress": "10.0.1.1", "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.1", "Primary": true, "Association": {"PublicIp": "203.0.113.7", "IpOwnerId": "1"}}],
         "Attachment": {"DeviceIndex": 1}}]},
    {"InstanceId": "i-2", "State": {"Name": "terminated"}},
    {"InstanceId": "i-3", "State": {"Name": "stopped"}, "SubnetId": "subnet-1", "SecurityGroups": []},
    {"InstanceId": "i-4", "State": {"Name": "running"}}]}]}"#;

#[test]
fn instances_have_the_attributes_of_the_state() {
    let (stack, _) = read(&[("instances.json", INSTANCES)]);
    let instance = record(&stack, "i-1");
    for (name, value) in [
        ("ami", r#""ami-1""#),
        ("iam_instance_profile", r#""nodes""#),
        ("vpc_security_group_ids", r#"["sg-1"]"#),
        ("ipv6_addresses", r#"["2001:db8::1"]"#),
        // The second interface has one.
        ("associate_public_ip_address", "true"),
        ("primary_network_interface_id", r#""eni-1""#),
    ] {
        assert_eq!(known(instance, name), value, "{name}");
    }
    let second = record(&stack, "eni-2");
    assert_eq!(known(second, "attachment"), r#"[{"device_index":1,"instance":"i-1"}]"#);
    assert_eq!(
        known(second, "association"),
        r#"[{"ip_owner_id":"1","private_ip":"10.0.1.1","public_ip":"203.0.113.7"}]"#
    );
    assert!(!addresses(&stack).contains(&"i-2"), "it is terminated");
}

#[test]
fn what_a_description_lacks_is_unknown() {
    let (stack, _) = read(&[("instances.json", INSTANCES)]);
    let bare = record(&stack, "i-4");
    for name in ["subnet_id", "vpc_security_group_ids", "user_data_base64"] {
        assert!(!why(bare, name).is_empty(), "{name}");
    }
    let options = bare.blocks("metadata_options")[0].clone();
    assert!(options.get("http_tokens").unwrap().is_opaque());
    assert!(why(record(&stack, "i-3"), "associate_public_ip_address").contains("when it starts"));
    let root = record(&stack, "i-1").blocks("root_block_device")[0].clone();
    assert!(
        root.get("encrypted").unwrap().reason().unwrap().to_string().contains("aws ec2 describe-volumes")
    );
}

#[test]
fn disks_and_boot_data_come_from_replies_of_their_own() {
    let (stack, sources) = read(&[
        ("instances.json", INSTANCES),
        (
            "volumes.json",
            r#"{"Volumes": [
            {"VolumeId": "vol-1", "Encrypted": true, "KmsKeyId": "arn:aws:kms:eu-west-1:1:key/a", "Size": 8, "Attachments": [{"InstanceId": "i-1", "Device": "/dev/xvda"}]},
            {"VolumeId": "vol-2", "Encrypted": false, "Size": 20, "Attachments": [{"InstanceId": "i-1", "Device": "/dev/xvdb"}],
             "Tags": [{"Key": "k8s.io/etcd/main", "Value": "a/a"}]}]}"#,
        ),
        (
            "user-data.json",
            r#"{"InstanceId": "i-1", "UserData": {"Value": "IyEvYmluL3NoCmt1YmVhZG0gaW5pdAo="}}"#,
        ),
    ]);
    let instance = record(&stack, "i-1");
    assert_eq!(
        known(instance, "root_block_device"),
        concat!(
            r#"[{"delete_on_termination":true,"device_name":"/dev/xvda","encrypted":true,"#,
            r#""kms_key_id":"arn:aws:kms:eu-west-1:1:key/a","volume_id":"vol-1","volume_size":8}]"#
        )
    );
    assert_eq!(known(instance, "ebs_block_device"), "-");
    assert!(!addresses(&stack).contains(&"vol-1"), "it is a part of the instance");
    assert_eq!(known(record(&stack, "vol-2"), "encrypted"), "false");
    assert_eq!(known(record(&stack, "vol-2:i-1"), "device_name"), r#""/dev/xvdb""#);
    let boots = instance.get("user_data_base64").unwrap();
    assert!(boots.as_str().is_some());
    let file = sources.get(boots.origin.at.file).unwrap();
    assert!(file.is_hidden(&(boots.origin.at.start..boots.origin.at.end)), "it may hold anything");
}

#[test]
fn groups_and_templates_are_those_of_the_state() {
    let (stack, _) = read(&[
        (
            "asg.json",
            r#"{"AutoScalingGroups": [{"AutoScalingGroupName": "nodes", "MinSize": 1, "MaxSize": 3, "DesiredCapacity": 2,
            "AutoScalingGroupARN": "arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:x:autoScalingGroupName/nodes",
            "LaunchTemplate": {"LaunchTemplateId": "lt-1", "LaunchTemplateName": "nodes", "Version": "$Latest"},
            "VPCZoneIdentifier": "subnet-1,subnet-2", "TargetGroupARNs": ["arn:tg"], "LoadBalancerNames": [],
            "Tags": [{"Key": "k8s.io/role/node", "Value": "1", "PropagateAtLaunch": true, "ResourceId": "nodes"}]}]}"#,
        ),
        (
            "lt.json",
            r#"{"LaunchTemplateVersions": [
            {"LaunchTemplateId": "lt-1", "LaunchTemplateName": "nodes", "VersionNumber": 1, "LaunchTemplateData": {"ImageId": "ami-1"}},
            {"LaunchTemplateId": "lt-1", "LaunchTemplateName": "nodes", "VersionNumber": 2, "DefaultVersion": true,
             "LaunchTemplateData": {"ImageId": "ami-2", "IamInstanceProfile": {"Name": "nodes"},
                "NetworkInterfaces": [{"DeviceIndex": 0, "AssociatePublicIpAddress": true, "Groups": ["sg-1"]}],
                "MetadataOptions": {"HttpTokens": "required"}}}]}"#,
        ),
    ]);
    let group =
        stack.records.iter().find(|record| record.type_name.as_ref() == "aws_autoscaling_group").unwrap();
    assert_eq!(known(group, "vpc_zone_identifier"), r#"["subnet-1","subnet-2"]"#);
    assert_eq!(known(group, "launch_template"), r#"[{"id":"lt-1","name":"nodes","version":"$Latest"}]"#);
    assert_eq!(known(group, "tag"), r#"[{"key":"k8s.io/role/node","propagate_at_launch":true,"value":"1"}]"#);
    let template = record(&stack, "lt-1");
    assert_eq!(
        (known(template, "image_id"), known(template, "latest_version")),
        (r#""ami-2""#.into(), "2".into())
    );
    assert_eq!(
        known(template, "network_interfaces"),
        r#"[{"associate_public_ip_address":true,"device_index":0,"security_groups":["sg-1"]}]"#
    );
}

#[test]
fn clusters_have_their_endpoint() {
    let (stack, _) = read(&[
        (
            "a.json",
            r#"{"cluster": {"name": "prod", "arn": "arn:aws:eks:eu-west-1:111122223333:cluster/prod", "version": "1.31", "roleArn": "arn:aws:iam::111122223333:role/eks",
            "resourcesVpcConfig": {"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"], "clusterSecurityGroupId": "sg-2", "vpcId": "vpc-1",
                "endpointPublicAccess": true, "endpointPrivateAccess": false, "publicAccessCidrs": ["0.0.0.0/0"]}, "tags": {"a": "b"}, "status": "ACTIVE"}}"#,
        ),
        (
            "b.json",
            r#"{"nodegroup": {"nodegroupName": "main", "nodegroupArn": "arn:aws:eks:eu-west-1:111122223333:nodegroup/prod/main/1", "clusterName": "prod",
            "subnets": ["subnet-1"], "nodeRole": "arn:aws:iam::111122223333:role/nodes", "remoteAccess": {"ec2SshKey": "ops"}, "status": "ACTIVE"}}"#,
        ),
    ]);
    let cluster = record(&stack, "arn:aws:eks:eu-west-1:111122223333:cluster/prod");
    let config = cluster.blocks("vpc_config")[0].clone();
    assert_eq!(config.get("public_access_cidrs").unwrap().known_json(false), r#"["0.0.0.0/0"]"#);
    assert_eq!(config.get("security_group_ids").unwrap().known_json(false), r#"["sg-1","sg-2"]"#);
    assert_eq!(cluster.provider.as_ref().unwrap().name.as_ref(), "aws.111122223333-eu-west-1");
    let nodes = record(&stack, "arn:aws:eks:eu-west-1:111122223333:nodegroup/prod/main/1");
    assert_eq!(known(nodes, "remote_access"), r#"[{"ec2_ssh_key":"ops"}]"#);
}
