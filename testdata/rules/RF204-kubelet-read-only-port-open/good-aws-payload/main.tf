# As bad-aws-payload, but the port is off.
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_instance" "control_plane" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "m7i.large"
  subnet_id                   = aws_subnet.main.id
  associate_public_ip_address = false
  vpc_security_group_ids      = [aws_security_group.control_plane.id]

  tags = {
    "k8s.io/role/control-plane" = "1"
  }
}

resource "aws_instance" "node" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "m7i.large"
  subnet_id                   = aws_subnet.main.id
  associate_public_ip_address = false
  vpc_security_group_ids      = [aws_security_group.node.id]

  user_data = <<-EOT
    #!/bin/sh
    systemctl enable kubelet.service
    kubelet --read-only-port=0
  EOT

  tags = {
    "k8s.io/role/node" = "1"
  }
}

resource "aws_security_group" "control_plane" {
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group" "node" {
  vpc_id = aws_vpc.main.id
}

resource "aws_vpc_security_group_egress_rule" "control_plane" {
  security_group_id = aws_security_group.control_plane.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "node" {
  security_group_id            = aws_security_group.node.id
  ip_protocol                  = "-1"
  referenced_security_group_id = aws_security_group.control_plane.id
}
