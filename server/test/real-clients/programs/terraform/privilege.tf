# What one machine identity may beside its roles.

resource "infisical_project" "shop" {
  name        = "Privilege"
  slug        = "tf-privilege"
  description = "by Terraform"
}

resource "infisical_identity" "robot" {
  name   = "tf-privileged"
  role   = "no-access"
  org_id = var.org_id
}

resource "infisical_project_identity" "robot" {
  project_id  = infisical_project.shop.id
  identity_id = infisical_identity.robot.id
  roles       = [{ role_slug = "no-access" }]
}

resource "infisical_project_identity_specific_privilege" "reads" {
  project_slug = infisical_project.shop.slug
  identity_id  = infisical_project_identity.robot.identity_id
  slug         = "reads"
  permissions_v2 = [{
    subject = "secrets"
    action  = var.changed ? ["describeSecret", "readValue"] : ["describeSecret"]
  }]
}
