resource "aws_security_group" "api" {
  name        = "${var.cluster_name}-api"
  description = "The load balancer in front of the API servers"
  vpc_id      = aws_vpc.main.id

  tags = local.cluster_tags
}

locals {
  api_clients = {
    control-plane = aws_security_group.control_plane.id
    nodes         = aws_security_group.node.id
  }
}

resource "aws_vpc_security_group_ingress_rule" "api_cluster" {
  for_each = local.api_clients

  security_group_id            = aws_security_group.api.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = each.value
}

resource "aws_vpc_security_group_ingress_rule" "api_administrators" {
  security_group_id = aws_security_group.api.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = var.admin_network
}

resource "aws_vpc_security_group_egress_rule" "api" {
  security_group_id            = aws_security_group.api.id
  ip_protocol                  = "tcp"
  from_port                    = local.ports.api
  to_port                      = local.ports.api
  referenced_security_group_id = aws_security_group.control_plane.id
}
