-- Personal secrets, what is kept beside a value, tags, and imports of one folder into another.
ALTER TABLE secrets ADD COLUMN owner_id uuid;
ALTER TABLE secrets ADD FOREIGN KEY (org_id, owner_id) REFERENCES members (org_id, id) ON DELETE CASCADE;
ALTER TABLE secrets ADD COLUMN metadata json NOT NULL DEFAULT '[]';
ALTER TABLE secrets ADD COLUMN reminder_note text;
ALTER TABLE secrets ADD COLUMN reminder_repeat_days integer;
DROP INDEX secrets_key;
CREATE UNIQUE INDEX secrets_key ON secrets (org_id, folder_id, key, coalesce(owner_id, '00000000-0000-0000-0000-000000000000'));
CREATE INDEX secrets_owner ON secrets (org_id, owner_id) WHERE owner_id IS NOT NULL;
CREATE TABLE tags (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  color text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, project_id) REFERENCES projects (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX tags_slug ON tags (org_id, project_id, lower(slug));
CREATE TABLE secret_tags (
  org_id uuid NOT NULL,
  secret_id uuid NOT NULL,
  tag_id uuid NOT NULL,
  PRIMARY KEY (org_id, secret_id, tag_id),
  FOREIGN KEY (org_id, secret_id) REFERENCES secrets (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, tag_id) REFERENCES tags (org_id, id) ON DELETE CASCADE
);
CREATE INDEX secret_tags_tag ON secret_tags (org_id, tag_id);
CREATE TABLE secret_imports (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  folder_id uuid NOT NULL,
  position integer NOT NULL,
  import_environment_id uuid NOT NULL,
  import_path text NOT NULL,
  is_replication boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, project_id) REFERENCES projects (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, folder_id) REFERENCES folders (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, import_environment_id) REFERENCES environments (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX secret_imports_source ON secret_imports (org_id, folder_id, import_environment_id, import_path);
