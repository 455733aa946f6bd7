# The endpoint has a private side, and a public one for an office.
resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  vpc_config {
    subnet_ids              = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    endpoint_private_access = true
    endpoint_public_access  = true # finding: RF107
    public_access_cidrs     = ["203.0.114.0/24"]
  }
}
