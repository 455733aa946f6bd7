resource "aws_instance" "control_plane" {
  count = var.control_plane_count

  ami                         = data.aws_ami.node.id
  instance_type               = "m7i.large"
  subnet_id                   = values(aws_subnet.private)[count.index].id
  associate_public_ip_address = false
  vpc_security_group_ids      = [aws_security_group.control_plane.id]
  iam_instance_profile        = aws_iam_instance_profile.control_plane.name

  user_data = templatefile("${path.module}/templates/control-plane.sh.tftpl", {
    cluster_name = var.cluster_name
    api_endpoint = "${var.api_name}:443"
    first        = count.index == 0
    etcd_listen  = "0.0.0.0"
  })

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_type = "gp3"
    encrypted   = true
  }

  tags = merge(local.cluster_tags, {
    Name                        = "${var.cluster_name}-control-plane-${count.index}"
    "k8s.io/role/control-plane" = "1"
  })
}
