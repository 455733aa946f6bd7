resource "aws_security_group" "control_plane" {
  name        = "${var.cluster_name}-control-plane"
  description = "Machines that run the API server and etcd"
  vpc_id      = aws_vpc.main.id

  tags = local.cluster_tags
}

resource "aws_vpc_security_group_ingress_rule" "api" {
  security_group_id            = aws_security_group.control_plane.id
  ip_protocol                  = "tcp"
  from_port                    = local.ports.api
  to_port                      = local.ports.api
  referenced_security_group_id = aws_security_group.api.id
}

resource "aws_vpc_security_group_ingress_rule" "etcd" {
  security_group_id            = aws_security_group.control_plane.id
  ip_protocol                  = "tcp"
  from_port                    = local.ports.etcd.first
  to_port                      = local.ports.etcd.last
  referenced_security_group_id = aws_security_group.control_plane.id
}

resource "aws_vpc_security_group_ingress_rule" "control_plane" {
  security_group_id            = aws_security_group.control_plane.id
  ip_protocol                  = "-1"
  referenced_security_group_id = aws_security_group.control_plane.id
}

resource "aws_vpc_security_group_egress_rule" "control_plane" {
  security_group_id = aws_security_group.control_plane.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}
