# A rule about the group itself comes first, one that lets everybody in second.
resource "aws_vpc" "yard" {
  cidr_block = "10.30.0.0/16"
}

resource "aws_subnet" "yard" {
  vpc_id     = aws_vpc.yard.id
  cidr_block = "10.30.1.0/24"
}

resource "aws_internet_gateway" "yard" {
  vpc_id = aws_vpc.yard.id
}

resource "aws_route_table" "yard" {
  vpc_id = aws_vpc.yard.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.yard.id
  }
}

resource "aws_route_table_association" "yard" {
  subnet_id      = aws_subnet.yard.id
  route_table_id = aws_route_table.yard.id
}

resource "aws_instance" "control_plane" {
  ami                         = "ami-0fedcba9876543210"
  instance_type               = "m7i.large"
  subnet_id                   = aws_subnet.yard.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.control_plane.id]

  tags = {
    "k8s.io/role/control-plane" = "1"
  }
}

resource "aws_security_group" "control_plane" {
  description = "control plane of the yard"
  vpc_id      = aws_vpc.yard.id

  ingress {
    description = "among themselves"
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    self        = true
  }

  ingress {
    description = "administration"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
