# As bad-aws-no-group, but with a group of its own.
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
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

resource "aws_security_group" "node" {
  vpc_id = aws_vpc.main.id
}
