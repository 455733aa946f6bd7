# The group lets everybody in, but no route and no public address lead there.
resource "aws_vpc" "yard" {
  cidr_block = "10.30.0.0/16"
}

resource "aws_subnet" "yard" {
  vpc_id     = aws_vpc.yard.id
  cidr_block = "10.30.1.0/24"
}

resource "aws_instance" "control_plane" {
  ami                         = "ami-0fedcba9876543210"
  instance_type               = "m7i.large"
  subnet_id                   = aws_subnet.yard.id
  associate_public_ip_address = false
  vpc_security_group_ids      = [aws_security_group.control_plane.id]

  tags = {
    "k8s.io/role/control-plane" = "1"
  }
}

resource "aws_security_group" "control_plane" {
  description = "control plane of the yard"
  vpc_id      = aws_vpc.yard.id

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
