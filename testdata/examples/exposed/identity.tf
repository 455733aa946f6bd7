data "aws_iam_policy_document" "machines" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

# One role for every machine of the cluster.
resource "aws_iam_role" "cluster" {
  name               = "${var.cluster_name}-cluster"
  assume_role_policy = data.aws_iam_policy_document.machines.json
}

resource "aws_iam_instance_profile" "cluster" {
  name = "${var.cluster_name}-cluster"
  role = aws_iam_role.cluster.name
}

data "aws_iam_policy_document" "scaling" {
  statement {
    sid       = "Machines"
    actions   = ["ec2:Describe*", "ec2:RunInstances", "ec2:TerminateInstances"]
    resources = ["*"]
  }

  statement {
    sid       = "LoadBalancers"
    actions   = ["elasticloadbalancing:*"]
    resources = ["*"]
  }

  statement {
    sid       = "JoinToken"
    actions   = ["ssm:GetParameter"]
    resources = ["arn:aws:ssm:*:*:parameter/${var.cluster_name}/*"]
  }
}

resource "aws_iam_role_policy" "scaling" {
  name   = "scaling"
  role   = aws_iam_role.cluster.id
  policy = data.aws_iam_policy_document.scaling.json
}

# Harmless to read, and harmless alone: with RunInstances above, any machine can start one that is an administrator.
resource "aws_iam_policy" "profiles" {
  name = "${var.cluster_name}-profiles"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["iam:GetRole", "iam:GetInstanceProfile", "iam:PassRole"]
      Resource = "*"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "profiles" {
  role       = aws_iam_role.cluster.name
  policy_arn = aws_iam_policy.profiles.arn
}

# The role of the pipeline that builds images. No machine of the cluster has it.
resource "aws_iam_role" "image_builder" {
  name               = "${var.cluster_name}-image-builder"
  assume_role_policy = data.aws_iam_policy_document.machines.json
}

resource "aws_iam_role_policy_attachment" "image_builder" {
  role       = aws_iam_role.image_builder.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_instance_profile" "image_builder" {
  name = "${var.cluster_name}-image-builder"
  role = aws_iam_role.image_builder.name
}
