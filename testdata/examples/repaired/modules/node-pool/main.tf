resource "aws_launch_template" "node" {
  name_prefix   = "${var.cluster_name}-${var.name}-"
  image_id      = var.image_id
  instance_type = var.instance_type

  user_data = base64encode(templatefile("${path.module}/node.sh.tftpl", {
    cluster_name = var.cluster_name
    api_endpoint = var.api_endpoint
    labels       = var.labels
  }))

  iam_instance_profile {
    name = var.instance_profile
  }

  network_interfaces {
    associate_public_ip_address = var.public
    security_groups             = var.security_group_ids
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = var.session_tokens
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/sda1"

    ebs {
      volume_type = "gp3"
      volume_size = 50
      encrypted   = true
    }
  }
}

resource "aws_autoscaling_group" "node" {
  name                = "${var.cluster_name}-${var.name}"
  min_size            = var.size
  max_size            = var.size * 2
  vpc_zone_identifier = var.subnet_ids

  launch_template {
    id      = aws_launch_template.node.id
    version = aws_launch_template.node.latest_version
  }

  tag {
    key                 = "k8s.io/role/node"
    value               = "1"
    propagate_at_launch = true
  }

  dynamic "tag" {
    for_each = merge(var.tags, { Name = "${var.cluster_name}-${var.name}" })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}
