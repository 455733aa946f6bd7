# A managed endpoint about which nothing is said is public and admits everybody.
resource "aws_eks_cluster" "main" { # finding: RF101
  name     = "main"
  role_arn = "arn:aws:iam::123456789012:role/cluster"

  vpc_config {
    subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
}
