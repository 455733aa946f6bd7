# etcd is open to a range that belongs to the control plane of another network, with the same addresses, and to nobody here.
resource "aws_vpc" "one" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "other" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "control_plane" {
  vpc_id     = aws_vpc.one.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_subnet" "other" {
  vpc_id     = aws_vpc.other.id
  cidr_block = "10.0.2.0/24"
}

resource "aws_instance" "control_plane" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "m7i.large"
  subnet_id                   = aws_subnet.control_plane.id
  associate_public_ip_address = false
  vpc_security_group_ids      = [aws_security_group.control_plane.id]

  tags = {
    "k8s.io/role/control-plane" = "1"
  }
}

resource "aws_instance" "other" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "m7i.large"
  subnet_id                   = aws_subnet.other.id
  associate_public_ip_address = false
  vpc_security_group_ids      = [aws_security_group.other.id]

  tags = {
    "k8s.io/role/control-plane" = "1"
  }
}

resource "aws_security_group" "control_plane" {
  vpc_id = aws_vpc.one.id
}

resource "aws_security_group" "other" {
  vpc_id = aws_vpc.other.id
}

resource "aws_vpc_security_group_ingress_rule" "control_plane" {
  security_group_id = aws_security_group.control_plane.id
  ip_protocol       = "tcp"
  from_port         = 2379
  to_port           = 2380
  cidr_ipv4         = "10.0.2.0/24" # finding: RF402
}
