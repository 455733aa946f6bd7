# The nodes of one cluster can open the API of another.
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_instance" "blue" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "m7i.large"
  subnet_id                   = aws_subnet.main.id
  associate_public_ip_address = false
  vpc_security_group_ids      = [aws_security_group.blue.id]

  tags = {
    "kubernetes.io/cluster/blue" = "owned"
    "k8s.io/role/control-plane"  = "1"
  }
}

resource "aws_instance" "green" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "m7i.large"
  subnet_id                   = aws_subnet.main.id
  associate_public_ip_address = false
  vpc_security_group_ids      = [aws_security_group.green.id]

  tags = {
    "kubernetes.io/cluster/green" = "owned"
    "k8s.io/role/node"            = "1"
  }
}

resource "aws_security_group" "blue" {
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group" "green" {
  vpc_id = aws_vpc.main.id
}

resource "aws_vpc_security_group_egress_rule" "green" {
  security_group_id = aws_security_group.green.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "blue" {
  security_group_id            = aws_security_group.blue.id
  ip_protocol                  = "tcp"
  from_port                    = 6443
  to_port                      = 6443
  referenced_security_group_id = aws_security_group.green.id
}
