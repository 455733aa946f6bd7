# Nobody has a public address but the load balancers: their listeners decide what is open.
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

resource "aws_route_table" "closed" {
  vpc_id = aws_vpc.harbour.id
}

resource "aws_route" "closed-0" {
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.out.id
  route_table_id         = aws_route_table.closed.id
}

resource "aws_subnet" "utility" {
  availability_zone = "eu-north-1a"
  cidr_block        = "172.21.4.0/22"
  vpc_id            = aws_vpc.harbour.id
}

resource "aws_route_table_association" "utility" {
  route_table_id = aws_route_table.open.id
  subnet_id      = aws_subnet.utility.id
}

resource "aws_subnet" "a" {
  availability_zone = "eu-north-1a"
  cidr_block        = "172.21.32.0/19"
  vpc_id            = aws_vpc.harbour.id
}

resource "aws_route_table_association" "a" {
  route_table_id = aws_route_table.closed.id
  subnet_id      = aws_subnet.a.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "out" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.utility.id
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
  target_group_arns   = [aws_lb_target_group.api-443.id, aws_lb_target_group.api-8443.id]
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
    associate_public_ip_address = false
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
    associate_public_ip_address = false
    ipv6_address_count          = 0
    security_groups             = [aws_security_group.nodes.id]
  }
}

resource "aws_autoscaling_group" "bastion" {
  launch_template {
    id      = aws_launch_template.bastion.id
    version = aws_launch_template.bastion.latest_version
  }
  max_size = 1
  min_size = 1
  name     = "bastion"
  tag {
    key                 = "KubernetesCluster"
    propagate_at_launch = true
    value               = "harbour.test"
  }
  tag {
    key                 = "k8s.io/role/bastion"
    propagate_at_launch = true
    value               = "1"
  }
  target_group_arns   = [aws_lb_target_group.bastion-22.id]
  vpc_zone_identifier = [aws_subnet.utility.id]
}

resource "aws_launch_template" "bastion" {
  image_id      = "ami-1"
  instance_type = "t3.medium"
  name          = "bastion"
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
  network_interfaces {
    associate_public_ip_address = true
    ipv6_address_count          = 0
    security_groups             = [aws_security_group.bastion.id]
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

resource "aws_security_group" "api-elb" {
  description = "api-elb"
  name        = "api-elb.harbour.test"
  vpc_id      = aws_vpc.harbour.id
}

resource "aws_security_group" "bastion" {
  description = "bastion"
  name        = "bastion.harbour.test"
  vpc_id      = aws_vpc.harbour.id
}

resource "aws_security_group" "bastion-elb" {
  description = "bastion-elb"
  name        = "bastion-elb.harbour.test"
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

resource "aws_security_group_rule" "api-elb-out" {
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 0
  protocol          = "-1"
  security_group_id = aws_security_group.api-elb.id
  to_port           = 0
  type              = "egress"
}

resource "aws_security_group_rule" "bastion-out" {
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 0
  protocol          = "-1"
  security_group_id = aws_security_group.bastion.id
  to_port           = 0
  type              = "egress"
}

resource "aws_security_group_rule" "bastion-elb-out" {
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 0
  protocol          = "-1"
  security_group_id = aws_security_group.bastion-elb.id
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

resource "aws_lb" "api" {
  internal           = false
  load_balancer_type = "network"
  name               = "api"
  security_groups    = [aws_security_group.api-elb.id]
  subnet_mapping {
    subnet_id = aws_subnet.utility.id
  }
}

resource "aws_lb_listener" "api-443" {
  default_action {
    target_group_arn = aws_lb_target_group.api-443.id
    type             = "forward"
  }
  load_balancer_arn = aws_lb.api.id
  port              = 443
  protocol          = "TCP"
}

resource "aws_lb_target_group" "api-443" {
  name     = "api-443"
  port     = 443
  protocol = "TCP"
  vpc_id   = aws_vpc.harbour.id
}

resource "aws_lb_listener" "api-8443" {
  default_action {
    target_group_arn = aws_lb_target_group.api-8443.id
    type             = "forward"
  }
  load_balancer_arn = aws_lb.api.id
  port              = 8443
  protocol          = "TCP"
}

resource "aws_lb_target_group" "api-8443" {
  name     = "api-8443"
  port     = 6444
  protocol = "TCP"
  vpc_id   = aws_vpc.harbour.id
}

resource "aws_lb" "bastion" {
  internal           = false
  load_balancer_type = "network"
  name               = "bastion"
  security_groups    = [aws_security_group.bastion-elb.id]
  subnet_mapping {
    subnet_id = aws_subnet.utility.id
  }
}

resource "aws_lb_listener" "bastion-22" {
  default_action {
    target_group_arn = aws_lb_target_group.bastion-22.id
    type             = "forward"
  }
  load_balancer_arn = aws_lb.bastion.id
  port              = 22
  protocol          = "TCP"
}

resource "aws_lb_target_group" "bastion-22" {
  name     = "bastion-22"
  port     = 22
  protocol = "TCP"
  vpc_id   = aws_vpc.harbour.id
}

resource "aws_security_group_rule" "https-to-api" {
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 443
  protocol          = "tcp"
  security_group_id = aws_security_group.api-elb.id
  to_port           = 443
  type              = "ingress"
}

resource "aws_security_group_rule" "mtu-to-api" {
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 3
  protocol          = "icmp"
  security_group_id = aws_security_group.api-elb.id
  to_port           = 4
  type              = "ingress"
}

resource "aws_security_group_rule" "office-to-api" {
  cidr_blocks       = ["20.50.0.0/24"]
  from_port         = 8443
  protocol          = "tcp"
  security_group_id = aws_security_group.api-elb.id
  to_port           = 8443
  type              = "ingress"
}

resource "aws_security_group_rule" "api-to-masters" {
  source_security_group_id = aws_security_group.api-elb.id
  from_port                = 443
  protocol                 = "tcp"
  security_group_id        = aws_security_group.masters.id
  to_port                  = 443
  type                     = "ingress"
}

resource "aws_security_group_rule" "mtu-from-api" {
  source_security_group_id = aws_security_group.api-elb.id
  from_port                = 3
  protocol                 = "icmp"
  security_group_id        = aws_security_group.masters.id
  to_port                  = 4
  type                     = "ingress"
}

resource "aws_security_group_rule" "ssh-to-bastion-elb" {
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 22
  protocol          = "tcp"
  security_group_id = aws_security_group.bastion-elb.id
  to_port           = 22
  type              = "ingress"
}

resource "aws_security_group_rule" "ssh-to-bastion" {
  source_security_group_id = aws_security_group.bastion-elb.id
  from_port                = 22
  protocol                 = "tcp"
  security_group_id        = aws_security_group.bastion.id
  to_port                  = 22
  type                     = "ingress"
}

resource "aws_security_group_rule" "mtu-to-bastion" {
  source_security_group_id = aws_security_group.bastion-elb.id
  from_port                = 3
  protocol                 = "icmp"
  security_group_id        = aws_security_group.bastion.id
  to_port                  = 4
  type                     = "ingress"
}

resource "aws_security_group_rule" "ssh-to-masters" {
  source_security_group_id = aws_security_group.bastion.id
  from_port                = 22
  protocol                 = "tcp"
  security_group_id        = aws_security_group.masters.id
  to_port                  = 22
  type                     = "ingress"
}

resource "aws_security_group_rule" "ssh-to-nodes" {
  source_security_group_id = aws_security_group.bastion.id
  from_port                = 22
  protocol                 = "tcp"
  security_group_id        = aws_security_group.nodes.id
  to_port                  = 22
  type                     = "ingress"
}
