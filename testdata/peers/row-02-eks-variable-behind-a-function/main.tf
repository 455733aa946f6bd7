# The default of a variable, joined to a private range, lets everybody in.
variable "operators" {
  type    = list(string)
  default = ["0.0.0.0/0"]
}

locals {
  clients = concat(["10.0.0.0/8"], var.operators)
}

resource "aws_vpc" "yard" {
  cidr_block = "10.30.0.0/16"
}

resource "aws_subnet" "yard" {
  count             = 2
  vpc_id            = aws_vpc.yard.id
  cidr_block        = cidrsubnet(aws_vpc.yard.cidr_block, 8, count.index)
  availability_zone = ["eu-north-1a", "eu-north-1b"][count.index]
}

resource "aws_eks_cluster" "yard" {
  name     = "yard"
  role_arn = "arn:aws:iam::111122223333:role/yard"

  vpc_config {
    subnet_ids              = aws_subnet.yard[*].id
    endpoint_private_access = true
    endpoint_public_access  = true
    public_access_cidrs     = local.clients
  }
}
