# A managed endpoint that admits a private network, and everybody: the finding is shown at the latter.
resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = "arn:aws:iam::123456789012:role/cluster"

  vpc_config {
    subnet_ids             = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    endpoint_public_access = true
    public_access_cidrs = [
      "10.0.0.0/8",
      "0.0.0.0/0", # finding: RF101
    ]
  }
}
