# Who is who, and who reaches what.

resource "infisical_group" "team" {
  name = var.changed ? "Platform, renamed" : "Platform"
  slug = "tf-platform"
  role = var.changed ? "member" : "no-access"
}

resource "infisical_identity" "robot" {
  name   = "tf-robot"
  role   = var.changed ? "member" : "no-access"
  org_id = var.org_id
}

resource "infisical_identity_universal_auth" "robot" {
  identity_id          = infisical_identity.robot.id
  access_token_ttl     = var.changed ? 1800 : 3600
  access_token_max_ttl = 7200
}

resource "infisical_identity_universal_auth_client_secret" "robot" {
  identity_id = infisical_identity.robot.id
  description = "of the robot"
  depends_on  = [infisical_identity_universal_auth.robot]
}

resource "infisical_identity_token_auth" "robot" {
  identity_id          = infisical_identity.robot.id
  access_token_ttl     = 3600
  access_token_max_ttl = var.changed ? 14400 : 7200
}

resource "infisical_identity_token_auth_token" "robot" {
  identity_id = infisical_identity.robot.id
  name        = "of the robot"
  depends_on  = [infisical_identity_token_auth.robot]
}

resource "infisical_group_machine_identity" "robot" {
  group_id    = infisical_group.team.id
  identity_id = infisical_identity.robot.id
}

resource "infisical_project" "shop" {
  name        = var.changed ? "Web shop, renamed" : "Web shop"
  slug        = "tf-access"
  description = "by Terraform"
}

resource "infisical_project_role" "deployer" {
  project_slug = infisical_project.shop.slug
  name         = "Deployer"
  slug         = "deployer"
  description  = "of the shop"
  permissions_v2 = [{
    subject    = "secrets"
    action     = var.changed ? ["describeSecret", "readValue"] : ["describeSecret"]
    conditions = jsonencode({ environment = { "$eq" = "dev" } })
  }]
}

resource "infisical_project_group" "team" {
  project_id = infisical_project.shop.id
  group_id   = infisical_group.team.id
  roles      = [{ role_slug = var.changed ? "viewer" : infisical_project_role.deployer.slug }]
}

resource "infisical_project_user" "ada" {
  project_id = infisical_project.shop.id
  username   = var.username
  roles      = [{ role_slug = var.changed ? "member" : "viewer" }]
}

resource "infisical_project_identity" "robot" {
  project_id  = infisical_project.shop.id
  identity_id = infisical_identity.robot.id
  roles       = [{ role_slug = var.changed ? "member" : "viewer" }]
}
