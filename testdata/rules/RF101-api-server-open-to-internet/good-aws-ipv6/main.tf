# As bad-aws-ipv6, but the rule admits one site.
resource "aws_vpc" "main" {
  cidr_block                       = "10.0.0.0/16"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "main" {
  vpc_id                          = aws_vpc.main.id
  cidr_block                      = "10.0.1.0/24"
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)
  assign_ipv6_address_on_creation = true
}

resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id

  route {
    ipv6_cidr_block = "::/0"
    gateway_id      = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "main" {
  subnet_id      = aws_subnet.main.id
  route_table_id = aws_route_table.main.id
}

resource "aws_instance" "control_plane" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "m7i.large"
  subnet_id                   = aws_subnet.main.id
  associate_public_ip_address = false
  vpc_security_group_ids      = [aws_security_group.control_plane.id]
  ipv6_address_count          = 1

  tags = {
    "k8s.io/role/control-plane" = "1"
  }
}

resource "aws_security_group" "control_plane" {
  vpc_id = aws_vpc.main.id
}

resource "aws_vpc_security_group_ingress_rule" "control_plane" {
  security_group_id = aws_security_group.control_plane.id
  ip_protocol       = "tcp"
  from_port         = 6443
  to_port           = 6443
  cidr_ipv6         = "2a02:1234:5678::/48"
}
