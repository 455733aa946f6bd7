# As bad-aws-tokens, but a token is required.
resource "aws_instance" "node" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "m7i.large"
  iam_instance_profile = aws_iam_instance_profile.node.name

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  tags = {
    "k8s.io/role/node" = "1"
  }
}

resource "aws_iam_role" "node" {
  name = "node"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "node" {
  role = aws_iam_role.node.name
}
