# As bad-aws-root-disk, but encrypted.
resource "aws_instance" "control_plane" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m7i.large"

  root_block_device {
    encrypted = true
  }

  tags = {
    "k8s.io/role/control-plane" = "1"
  }
}
