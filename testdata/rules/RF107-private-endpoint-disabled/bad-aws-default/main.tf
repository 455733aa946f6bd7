# Who does not ask for a private side gets none.
resource "aws_eks_cluster" "main" { # finding: RF107
  name     = "main"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  vpc_config {
    subnet_ids             = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    endpoint_public_access = true
    public_access_cidrs    = ["203.0.114.0/24"]
  }
}
