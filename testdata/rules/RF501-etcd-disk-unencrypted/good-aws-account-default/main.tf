# Nothing is said of the volume, but the account encrypts all of them.
resource "aws_ebs_volume" "main" {
  availability_zone = "eu-central-1a"
  size              = 20

  tags = {
    "k8s.io/etcd/main" = "a/a,b,c"
  }
}

resource "aws_ebs_encryption_by_default" "main" {
  enabled = true
}
