# As bad-aws-volume, but encrypted.
resource "aws_ebs_volume" "main" {
  availability_zone = "eu-central-1a"
  size              = 20
  encrypted         = true

  tags = {
    "k8s.io/etcd/main" = "a/a,b,c"
  }
}
