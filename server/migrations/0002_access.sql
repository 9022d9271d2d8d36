-- The facts of the access model, a table each. Composite keys make a row of two organizations impossible.
CREATE TABLE projects (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  slug text NOT NULL,
  description text,
  type text NOT NULL DEFAULT 'secret-manager',
  has_delete_protection boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX projects_slug ON projects (org_id, lower(slug));
CREATE TABLE roles (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  project_id uuid,
  name text NOT NULL,
  slug text NOT NULL,
  description text,
  rules json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, project_id) REFERENCES projects (org_id, id)
);
CREATE UNIQUE INDEX roles_slug ON roles (org_id, coalesce(project_id, '00000000-0000-0000-0000-000000000000'), lower(slug));
CREATE TABLE members (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  membership_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('user', 'machineIdentity')),
  user_id uuid REFERENCES users (id),
  status text NOT NULL CHECK (status IN ('active', 'suspended', 'invited')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  CHECK ((kind = 'user' AND user_id IS NOT NULL AND user_id = id) OR (kind = 'machineIdentity' AND user_id IS NULL))
);
CREATE UNIQUE INDEX members_membership ON members (org_id, membership_id);
CREATE INDEX members_user ON members (user_id);
CREATE TABLE member_roles (
  org_id uuid NOT NULL,
  member_id uuid NOT NULL,
  ordinal integer NOT NULL,
  built_in_role text,
  custom_role uuid,
  PRIMARY KEY (org_id, member_id, ordinal),
  FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, custom_role) REFERENCES roles (org_id, id),
  CHECK ((built_in_role IS NULL) <> (custom_role IS NULL))
);
CREATE TABLE groups (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  slug text NOT NULL,
  description text,
  built_in_role text,
  custom_role uuid,
  status text NOT NULL CHECK (status IN ('active', 'suspended')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, custom_role) REFERENCES roles (org_id, id),
  CHECK ((built_in_role IS NULL) <> (custom_role IS NULL))
);
CREATE UNIQUE INDEX groups_slug ON groups (org_id, lower(slug));
CREATE TABLE edges (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  group_id uuid NOT NULL,
  principal_id uuid,
  child_group_id uuid,
  source text NOT NULL CHECK (source IN ('manual', 'scim', 'oidc', 'saml', 'ldap', 'rule')),
  valid_from timestamptz,
  valid_until timestamptz,
  reason text,
  added_by uuid,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, group_id) REFERENCES groups (org_id, id),
  FOREIGN KEY (org_id, principal_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, child_group_id) REFERENCES groups (org_id, id),
  CHECK ((principal_id IS NULL) <> (child_group_id IS NULL))
);
CREATE UNIQUE INDEX edges_once ON edges (org_id, group_id, coalesce(principal_id, child_group_id), source);
CREATE INDEX edges_principal ON edges (org_id, principal_id);
CREATE INDEX edges_child ON edges (org_id, child_group_id);
CREATE TABLE grants (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  membership_id uuid NOT NULL,
  project_id uuid NOT NULL,
  principal_id uuid,
  group_id uuid,
  built_in_role text,
  custom_role uuid,
  rules json,
  valid_from timestamptz,
  valid_until timestamptz,
  range text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, project_id) REFERENCES projects (org_id, id),
  FOREIGN KEY (org_id, principal_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, group_id) REFERENCES groups (org_id, id),
  FOREIGN KEY (org_id, custom_role) REFERENCES roles (org_id, id),
  CHECK ((principal_id IS NULL) <> (group_id IS NULL)),
  CHECK (num_nonnulls(built_in_role, custom_role, rules) = 1)
);
CREATE INDEX grants_project ON grants (org_id, project_id);
CREATE INDEX grants_principal ON grants (org_id, principal_id);
CREATE INDEX grants_group ON grants (org_id, group_id);
CREATE INDEX grants_membership ON grants (org_id, membership_id);
