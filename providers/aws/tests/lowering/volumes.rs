use ringfence_model::{Attr, Truth};

use crate::harness::lower;

#[test]
fn a_disk_is_not_encrypted_unless_it_or_its_region_says_so() {
    let plain = "resource \"aws_ebs_volume\" \"v\" { size = 1 }\n";
    let encrypted = |text: &str| lower(text).volume("aws_ebs_volume.v").encrypted.clone();
    assert!(matches!(encrypted(plain), Attr::Default { value: false, .. }));
    let region = format!("{plain}resource \"aws_ebs_encryption_by_default\" \"d\" {{}}");
    assert!(encrypted(&region).truth().certain());
    let off = format!("{plain}resource \"aws_ebs_encryption_by_default\" \"d\" {{ enabled = false }}");
    assert_eq!(encrypted(&off).truth(), Truth::No);
    let perhaps = format!(
        "variable \"x\" {{}}\n{plain}resource \"aws_ebs_encryption_by_default\" \"d\" {{ enabled = var.x }}"
    );
    assert_eq!(encrypted(&perhaps).truth(), Truth::Unknown);
    let copy = "resource \"aws_ebs_volume\" \"v\" { snapshot_id = \"snap-1\" }";
    assert_eq!(encrypted(copy).truth(), Truth::Unknown, "as the snapshot");
}

#[test]
fn keys_and_attachments_are_followed() {
    let lowered = lower(
        "resource \"aws_kms_key\" \"k\" {}\nresource \"aws_ebs_volume\" \"v\" {\n encrypted = true\n kms_key_id = aws_kms_key.k.arn\n tags = { Name = \"d1.etcd\" }\n}\nresource \"aws_instance\" \"i\" {}\nresource \"aws_volume_attachment\" \"a\" {\n volume_id = aws_ebs_volume.v.id\n instance_id = aws_instance.i.id\n device_name = \"/dev/xvdf\"\n}",
    );
    let volume = lowered.volume("aws_ebs_volume.v");
    assert_eq!(volume.key.value().unwrap().as_ref().unwrap().as_str(), "aws_kms_key.k");
    assert_eq!(
        (volume.device.as_deref(), volume.about.name.as_deref()),
        (Some("/dev/xvdf"), Some("d1.etcd"))
    );
    let disks: Vec<&str> =
        lowered.machine("aws_instance.i").volumes.iter().map(ringfence_model::ResourceId::as_str).collect();
    assert_eq!(disks, ["aws_instance.i/root-disk", "aws_ebs_volume.v"]);
}

#[test]
fn a_root_disk_of_which_nothing_is_written_is_the_images() {
    let lowered = lower("resource \"aws_instance\" \"i\" {}");
    let root = lowered.volume("aws_instance.i/root-disk");
    assert_eq!((root.root, root.encrypted.truth()), (true, Truth::Unknown));
    let lowered = lower("resource \"aws_instance\" \"i\" {\n root_block_device { volume_size = 9 }\n}");
    let root = lowered.volume("aws_instance.i.root_block_device[0]");
    assert!(matches!(root.encrypted, Attr::Default { value: false, .. }));
    assert_eq!(lowered.model.volumes.len(), 1);
}

#[test]
fn a_disk_of_the_host_is_no_volume() {
    let lowered = lower(
        "resource \"aws_launch_template\" \"t\" {\n block_device_mappings {\n  device_name = \"/dev/xvda\"\n  ebs { encrypted = true }\n }\n block_device_mappings {\n  device_name = \"/dev/sdc\"\n  virtual_name = \"ephemeral0\"\n }\n tag_specifications {\n  resource_type = \"volume\"\n  tags = { team = \"a\" }\n }\n}\nresource \"aws_autoscaling_group\" \"a\" {\n availability_zones = [\"z\"]\n launch_template { id = aws_launch_template.t.id }\n}\nresource \"aws_autoscaling_group\" \"b\" {\n availability_zones = [\"z\"]\n launch_template { id = aws_launch_template.t.id }\n}",
    );
    let ids: Vec<&str> = lowered.model.volumes.iter().map(|volume| volume.about.id.as_str()).collect();
    assert_eq!(ids, ["aws_launch_template.t.block_device_mappings[0]"], "shared by both groups");
    let volume = &lowered.model.volumes[0];
    assert!(volume.root && volume.encrypted.truth().certain());
    assert_eq!(volume.about.tags[0].key, "team");
}

#[test]
fn manifests_are_documents_and_other_objects_are_not() {
    let lowered = lower(
        "resource \"aws_s3_object\" \"m\" {\n key = \"c/manifests/etcd/main-a.yaml\"\n content = \"spec: {}\"\n}\nresource \"aws_s3_object\" \"k\" {\n key = \"anything\"\n content = <<-EOT\n    # comment\n    ---\n    apiVersion: v1\n    kind: Pod\n  EOT\n}\nresource \"aws_s3_object\" \"o\" {\n key = \"readme.md\"\n content = \"hello\"\n}",
    );
    let names: Vec<&str> = lowered.model.documents.iter().map(|document| document.name.as_str()).collect();
    assert_eq!(names, ["anything", "c/manifests/etcd/main-a.yaml"]);
}
