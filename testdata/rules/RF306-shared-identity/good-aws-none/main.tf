# Neither has an identity: the best case.
resource "aws_instance" "control_plane" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m7i.large"

  tags = {
    "k8s.io/role/control-plane" = "1"
  }
}

resource "aws_instance" "node" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m7i.large"

  tags = {
    "k8s.io/role/node" = "1"
  }
}
