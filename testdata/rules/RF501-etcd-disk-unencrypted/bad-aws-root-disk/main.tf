# Without a disk of its own, etcd's data is on the control-plane host's root disk.
resource "aws_instance" "control_plane" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m7i.large"

  root_block_device {
    encrypted = false # finding: RF501
  }

  tags = {
    "k8s.io/role/control-plane" = "1"
  }
}
