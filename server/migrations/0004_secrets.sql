-- What the access is to: environments, folders, secrets and their versions, and the keys they are encrypted under.
CREATE TABLE organization_keys (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  version integer NOT NULL,
  wrapped bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, version)
);
CREATE TABLE project_keys (
  org_id uuid NOT NULL,
  project_id uuid NOT NULL,
  version integer NOT NULL,
  organization_key_version integer NOT NULL,
  wrapped bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, project_id, version),
  FOREIGN KEY (org_id, project_id) REFERENCES projects (org_id, id) ON DELETE CASCADE
);
CREATE TABLE environments (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  slug text NOT NULL,
  position integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, project_id) REFERENCES projects (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX environments_slug ON environments (org_id, project_id, lower(slug));
CREATE TABLE folders (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  environment_id uuid NOT NULL,
  parent_id uuid,
  name text NOT NULL,
  path text NOT NULL,
  description text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, project_id) REFERENCES projects (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, environment_id) REFERENCES environments (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, parent_id) REFERENCES folders (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX folders_path ON folders (org_id, environment_id, path text_pattern_ops);
CREATE INDEX folders_parent ON folders (org_id, parent_id);
CREATE TABLE secrets (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  folder_id uuid NOT NULL,
  key text NOT NULL,
  version integer NOT NULL,
  skip_multiline_encoding boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, project_id) REFERENCES projects (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, folder_id) REFERENCES folders (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX secrets_key ON secrets (org_id, folder_id, key);
CREATE TABLE secret_versions (
  org_id uuid NOT NULL,
  secret_id uuid NOT NULL,
  version integer NOT NULL,
  key text NOT NULL,
  value bytea NOT NULL,
  comment bytea NOT NULL,
  actor_id uuid,
  actor_kind text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, secret_id, version),
  FOREIGN KEY (org_id, secret_id) REFERENCES secrets (org_id, id) ON DELETE CASCADE
);
