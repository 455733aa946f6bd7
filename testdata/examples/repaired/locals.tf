data "aws_ami" "node" {
  most_recent = true
  owners      = ["099720109477"]

  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"]
  }
}

locals {
  zones = { for index, letter in ["a", "b", "c"] : "${var.region}${letter}" => index }

  cluster_tags = {
    "kubernetes.io/cluster/${var.cluster_name}" = "owned"
  }

  ports = {
    api      = 6443
    etcd     = { first = 2379, last = 2380 }
    nodeport = { first = 30000, last = 32767 }
  }
}
