# A node's disk holds no etcd data.
resource "aws_instance" "node" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m7i.large"

  root_block_device {
    encrypted = false
  }

  tags = {
    "k8s.io/role/node" = "1"
  }
}
