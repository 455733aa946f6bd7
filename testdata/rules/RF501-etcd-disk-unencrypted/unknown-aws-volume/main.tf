# As bad-aws-volume, but a variable decides.
variable "encrypted" {
  type = bool
}

resource "aws_ebs_volume" "main" {
  availability_zone = "eu-central-1a"
  size              = 20
  encrypted         = var.encrypted # possible: RF501

  tags = {
    "k8s.io/etcd/main" = "a/a,b,c"
  }
}
