# As bad-aws-no-group, but whether there is a node is a variable.
variable "nodes" {
  type = number
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_instance" "node" { # possible: RF210
  count                       = var.nodes
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "m7i.large"
  subnet_id                   = aws_subnet.main.id
  associate_public_ip_address = false

  tags = {
    "k8s.io/role/node" = "1"
  }
}
