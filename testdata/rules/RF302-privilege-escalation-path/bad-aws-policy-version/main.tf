# A role that may rewrite the policies it has.
resource "aws_instance" "control_plane" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "m7i.large"
  iam_instance_profile = aws_iam_instance_profile.control_plane.name

  tags = {
    "k8s.io/role/control-plane" = "1"
  }
}

resource "aws_iam_role" "control_plane" {
  name = "control-plane"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "control_plane" {
  role = aws_iam_role.control_plane.name
}

resource "aws_iam_role_policy" "main" {
  role = aws_iam_role.control_plane.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "iam:CreatePolicyVersion", Resource = "*" }, # finding: RF302
    ]
  })
}
