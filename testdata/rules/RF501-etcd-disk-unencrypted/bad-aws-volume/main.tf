# A volume whose tag says that it holds etcd's data is not encrypted.
resource "aws_ebs_volume" "main" {
  availability_zone = "eu-central-1a"
  size              = 20
  encrypted         = false # finding: RF501

  tags = {
    "k8s.io/etcd/main" = "a/a,b,c"
  }
}
