# The load balancer's subnet can open a port of the nodes, and another host stands there too.
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_subnet" "front" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.2.0/24"
}

resource "aws_lb" "main" {
  name               = "main"
  internal           = true
  load_balancer_type = "network"
  subnets            = [aws_subnet.front.id]
}

resource "aws_instance" "node" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "m7i.large"
  subnet_id                   = aws_subnet.main.id
  associate_public_ip_address = false
  vpc_security_group_ids      = [aws_security_group.node.id]

  tags = {
    "k8s.io/role/node" = "1"
  }
}

resource "aws_instance" "builder" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "m7i.large"
  subnet_id                   = aws_subnet.front.id
  associate_public_ip_address = false
  vpc_security_group_ids      = [aws_security_group.builder.id]
}

resource "aws_security_group" "node" {
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group" "builder" {
  vpc_id = aws_vpc.main.id
}

resource "aws_vpc_security_group_egress_rule" "builder" {
  security_group_id = aws_security_group.builder.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "node" {
  security_group_id = aws_security_group.node.id
  ip_protocol       = "tcp"
  from_port         = 9443
  to_port           = 9443
  cidr_ipv4         = aws_subnet.front.cidr_block # finding: RF208
}
