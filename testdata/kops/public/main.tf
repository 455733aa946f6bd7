# Everybody has a public address: the matrix is what the rules allow.
provider "aws" {
  region = "eu-north-1"
}

resource "aws_vpc" "harbour" {
  cidr_block = "172.21.0.0/16"
}

resource "aws_internet_gateway" "harbour" {
  vpc_id = aws_vpc.harbour.id
}

resource "aws_route_table" "open" {
  vpc_id = aws_vpc.harbour.id
}

resource "aws_route" "open-0" {
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.harbour.id
  route_table_id         = aws_route_table.open.id
}

resource "aws_subnet" "a" {
  availability_zone = "eu-north-1a"
  cidr_block        = "172.21.32.0/19"
  vpc_id            = aws_vpc.harbour.id
}

resource "aws_route_table_association" "a" {
  route_table_id = aws_route_table.open.id
  subnet_id      = aws_subnet.a.id
}

resource "aws_autoscaling_group" "masters" {
  launch_template {
    id      = aws_launch_template.masters.id
    version = aws_launch_template.masters.latest_version
  }
  max_size = 1
  min_size = 1
  name     = "masters"
  tag {
    key                 = "KubernetesCluster"
    propagate_at_launch = true
    value               = "harbour.test"
  }
  tag {
    key                 = "k8s.io/role/control-plane"
    propagate_at_launch = true
    value               = "1"
  }
  tag {
    key                 = "k8s.io/role/master"
    propagate_at_launch = true
    value               = "1"
  }
  vpc_zone_identifier = [aws_subnet.a.id]
}

resource "aws_launch_template" "masters" {
  image_id      = "ami-1"
  instance_type = "t3.medium"
  name          = "masters"
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
  network_interfaces {
    associate_public_ip_address = true
    ipv6_address_count          = 0
    security_groups             = [aws_security_group.masters.id]
  }
}

resource "aws_autoscaling_group" "nodes" {
  launch_template {
    id      = aws_launch_template.nodes.id
    version = aws_launch_template.nodes.latest_version
  }
  max_size = 2
  min_size = 2
  name     = "nodes"
  tag {
    key                 = "KubernetesCluster"
    propagate_at_launch = true
    value               = "harbour.test"
  }
  tag {
    key                 = "k8s.io/role/node"
    propagate_at_launch = true
    value               = "1"
  }
  vpc_zone_identifier = [aws_subnet.a.id]
}

resource "aws_launch_template" "nodes" {
  image_id      = "ami-1"
  instance_type = "t3.medium"
  name          = "nodes"
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
  network_interfaces {
    associate_public_ip_address = true
    ipv6_address_count          = 0
    security_groups             = [aws_security_group.nodes.id]
  }
}

resource "aws_security_group" "masters" {
  description = "masters"
  name        = "masters.harbour.test"
  vpc_id      = aws_vpc.harbour.id
}

resource "aws_security_group" "nodes" {
  description = "nodes"
  name        = "nodes.harbour.test"
  vpc_id      = aws_vpc.harbour.id
}

resource "aws_security_group_rule" "masters-out" {
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 0
  protocol          = "-1"
  security_group_id = aws_security_group.masters.id
  to_port           = 0
  type              = "egress"
}

resource "aws_security_group_rule" "nodes-out" {
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 0
  protocol          = "-1"
  security_group_id = aws_security_group.nodes.id
  to_port           = 0
  type              = "egress"
}

resource "aws_security_group_rule" "masters-to-masters" {
  source_security_group_id = aws_security_group.masters.id
  from_port                = 0
  protocol                 = "-1"
  security_group_id        = aws_security_group.masters.id
  to_port                  = 0
  type                     = "ingress"
}

resource "aws_security_group_rule" "masters-to-nodes" {
  source_security_group_id = aws_security_group.masters.id
  from_port                = 0
  protocol                 = "-1"
  security_group_id        = aws_security_group.nodes.id
  to_port                  = 0
  type                     = "ingress"
}

resource "aws_security_group_rule" "nodes-to-nodes" {
  source_security_group_id = aws_security_group.nodes.id
  from_port                = 0
  protocol                 = "-1"
  security_group_id        = aws_security_group.nodes.id
  to_port                  = 0
  type                     = "ingress"
}

resource "aws_security_group_rule" "nodes-to-masters-below-etcd" {
  source_security_group_id = aws_security_group.nodes.id
  from_port                = 1
  protocol                 = "tcp"
  security_group_id        = aws_security_group.masters.id
  to_port                  = 2379
  type                     = "ingress"
}

resource "aws_security_group_rule" "nodes-to-masters-between" {
  source_security_group_id = aws_security_group.nodes.id
  from_port                = 2382
  protocol                 = "tcp"
  security_group_id        = aws_security_group.masters.id
  to_port                  = 4000
  type                     = "ingress"
}

resource "aws_security_group_rule" "nodes-to-masters-above" {
  source_security_group_id = aws_security_group.nodes.id
  from_port                = 4003
  protocol                 = "tcp"
  security_group_id        = aws_security_group.masters.id
  to_port                  = 65535
  type                     = "ingress"
}

resource "aws_security_group_rule" "nodes-to-masters-udp" {
  source_security_group_id = aws_security_group.nodes.id
  from_port                = 1
  protocol                 = "udp"
  security_group_id        = aws_security_group.masters.id
  to_port                  = 65535
  type                     = "ingress"
}

resource "aws_security_group_rule" "ssh-to-masters" {
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 22
  protocol          = "tcp"
  security_group_id = aws_security_group.masters.id
  to_port           = 22
  type              = "ingress"
}

resource "aws_security_group_rule" "https-to-masters" {
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 443
  protocol          = "tcp"
  security_group_id = aws_security_group.masters.id
  to_port           = 443
  type              = "ingress"
}

resource "aws_security_group_rule" "ssh-to-nodes" {
  cidr_blocks       = ["20.50.0.0/24"]
  from_port         = 22
  protocol          = "tcp"
  security_group_id = aws_security_group.nodes.id
  to_port           = 22
  type              = "ingress"
}

resource "aws_security_group_rule" "services-to-nodes" {
  cidr_blocks       = ["10.20.30.0/24"]
  from_port         = 28000
  protocol          = "udp"
  security_group_id = aws_security_group.nodes.id
  to_port           = 32767
  type              = "ingress"
}
