resource "aws_kms_key" "etcd" {
  description         = "Disks of ${var.cluster_name}'s etcd members"
  enable_key_rotation = true
}

# One disk a member, so that a machine can be replaced without losing its data.
resource "aws_ebs_volume" "etcd" {
  count = var.control_plane_count

  availability_zone = values(aws_subnet.private)[count.index].availability_zone
  type              = "gp3"
  size              = 20
  encrypted         = true
  kms_key_id        = aws_kms_key.etcd.arn

  tags = merge(local.cluster_tags, {
    Name               = "${var.cluster_name}-etcd-${count.index}"
    "k8s.io/etcd/main" = "${count.index}/${join(",", range(var.control_plane_count))}"
  })
}

resource "aws_volume_attachment" "etcd" {
  count = var.control_plane_count

  device_name = "/dev/sdf"
  instance_id = aws_instance.control_plane[count.index].id
  volume_id   = aws_ebs_volume.etcd[count.index].id
}
