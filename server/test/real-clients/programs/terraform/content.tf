# What a project holds.

resource "infisical_project" "shop" {
  name        = "Content"
  slug        = "tf-content"
  description = "by Terraform"
}

resource "infisical_project_environment" "qa" {
  project_id = infisical_project.shop.id
  name       = var.changed ? "Quality, renamed" : "Quality"
  slug       = "qa"
}

resource "infisical_secret_folder" "api" {
  project_id       = infisical_project.shop.id
  environment_slug = "dev"
  folder_path      = "/"
  name             = var.changed ? "api-2" : "api"
}

resource "infisical_secret_import" "shared" {
  project_id              = infisical_project.shop.id
  environment_slug        = infisical_project_environment.qa.slug
  folder_path             = "/"
  import_environment_slug = "dev"
  import_folder_path      = "/"
  is_replication          = false
}

resource "infisical_secret_tag" "red" {
  project_id = infisical_project.shop.id
  name       = var.changed ? "Red, renamed" : "Red"
  slug       = "red"
  color      = "#ff0000"
}

resource "infisical_secret" "host" {
  workspace_id = infisical_project.shop.id
  env_slug     = "dev"
  folder_path  = "/"
  name         = "HOST"
  value        = var.changed ? "db-2" : "db"
  tag_ids      = [infisical_secret_tag.red.id]
}

data "infisical_secrets" "all" {
  workspace_id = infisical_project.shop.id
  env_slug     = "dev"
  folder_path  = "/"
  depends_on   = [infisical_secret.host]
}

output "read" {
  value     = data.infisical_secrets.all.secrets["HOST"].value
  sensitive = true
}
