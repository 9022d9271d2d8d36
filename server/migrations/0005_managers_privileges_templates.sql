-- Who may put members into a group and take them out, and nothing else.
CREATE TABLE managers (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  group_id uuid NOT NULL,
  principal_id uuid,
  manager_group_id uuid,
  added_by uuid,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, group_id) REFERENCES groups (org_id, id),
  FOREIGN KEY (org_id, principal_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, manager_group_id) REFERENCES groups (org_id, id),
  CHECK ((principal_id IS NULL) <> (manager_group_id IS NULL))
);
CREATE UNIQUE INDEX managers_once ON managers (org_id, group_id, coalesce(principal_id, manager_group_id));
CREATE INDEX managers_principal ON managers (org_id, principal_id);
CREATE INDEX managers_manager_group ON managers (org_id, manager_group_id);
-- An additional privilege, a grant that carries its rules, has a slug.
ALTER TABLE grants ADD COLUMN slug text;
CREATE UNIQUE INDEX grants_privilege_slug ON grants (org_id, project_id, coalesce(principal_id, group_id), slug) WHERE slug IS NOT NULL;
-- What new projects begin with. Holders are kept by id in `content`, so that a renamed group stays in.
CREATE TABLE project_templates (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  description text,
  type text NOT NULL,
  content json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX project_templates_name ON project_templates (org_id, lower(name));
