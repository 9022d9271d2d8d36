-- What changed of what nodes hold in memory, noticed by the tables themselves and told to each node by its next read.
-- Nothing of it needs to survive a crash: after one the table is empty, its mark is another, and nodes forget all.
CREATE UNLOGGED TABLE changes (
  x xid8 NOT NULL DEFAULT pg_current_xact_id(),
  kind text NOT NULL,
  org_id uuid,
  -- What is to be read anew: a token, a folder, the project whose folders and environments moved.
  id uuid,
  secret_id uuid,
  version bigint,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX changes_x ON changes (x);
CREATE INDEX changes_at ON changes (at);
-- One row: which run of changes this is, and up to which transaction they were swept away.
CREATE UNLOGGED TABLE changes_mark (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  run uuid NOT NULL DEFAULT gen_random_uuid(),
  swept xid8 NOT NULL DEFAULT '0'
);
CREATE FUNCTION tell_access() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO changes (kind, org_id, version) SELECT 'access', org_id, version FROM told; RETURN NULL; END $$;
CREATE TRIGGER access_heads_told AFTER UPDATE ON access_heads REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
CREATE FUNCTION tell_tokens() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO changes (kind, id) SELECT 'token', id FROM told; RETURN NULL; END $$;
CREATE TRIGGER tokens_moved AFTER UPDATE ON tokens REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_tokens();
CREATE TRIGGER tokens_gone AFTER DELETE ON tokens REFERENCING OLD TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_tokens();
-- A person's factors and an organization's rule about them are read with each token, and move seldom.
CREATE FUNCTION tell_all_tokens() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO changes (kind) VALUES ('tokens'); RETURN NULL; END $$;
CREATE TRIGGER totps_told AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON totps FOR EACH STATEMENT EXECUTE FUNCTION tell_all_tokens();
CREATE TRIGGER passkeys_told AFTER INSERT OR DELETE OR TRUNCATE ON passkeys FOR EACH STATEMENT EXECUTE FUNCTION tell_all_tokens();
CREATE TRIGGER organizations_told AFTER UPDATE OF factor_rule, factor_from ON organizations FOR EACH STATEMENT EXECUTE FUNCTION tell_all_tokens();
-- Secrets one by one, or a folder as a whole where one statement makes or deletes many.
CREATE FUNCTION tell_secrets() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT count(*) FROM told) > 100 THEN INSERT INTO changes (kind, org_id, id) SELECT DISTINCT 'folder', org_id, folder_id FROM told; ELSE INSERT INTO changes (kind, org_id, id, secret_id) SELECT 'secret', org_id, folder_id, id FROM told; END IF; RETURN NULL; END $$;
CREATE TRIGGER secrets_made AFTER INSERT ON secrets REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_secrets();
CREATE FUNCTION tell_moved_secrets() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO changes (kind, org_id, id, secret_id) SELECT 'secret', org_id, folder_id, id FROM told UNION SELECT 'secret', org_id, folder_id, id FROM was; RETURN NULL; END $$;
CREATE TRIGGER secrets_moved AFTER UPDATE ON secrets REFERENCING OLD TABLE AS was NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_moved_secrets();
CREATE TRIGGER secrets_gone AFTER DELETE ON secrets REFERENCING OLD TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_secrets();
-- The product itself never alters a version: these are for hands at the database.
CREATE FUNCTION tell_versions() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO changes (kind, org_id, id, secret_id) SELECT 'secret', s.org_id, s.folder_id, s.id FROM secrets s JOIN told ON told.org_id = s.org_id AND told.secret_id = s.id AND told.version = s.version; RETURN NULL; END $$;
CREATE TRIGGER secret_versions_moved AFTER UPDATE ON secret_versions REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_versions();
CREATE TRIGGER secret_versions_gone AFTER DELETE ON secret_versions REFERENCING OLD TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_versions();
-- A personal secret has the tags of the shared one, so a folder is told of as a whole.
CREATE FUNCTION tell_secret_tags() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO changes (kind, org_id, id) SELECT DISTINCT 'folder', s.org_id, s.folder_id FROM secrets s JOIN told ON told.org_id = s.org_id AND told.secret_id = s.id; RETURN NULL; END $$;
CREATE TRIGGER secret_tags_made AFTER INSERT ON secret_tags REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_secret_tags();
CREATE TRIGGER secret_tags_moved AFTER UPDATE ON secret_tags REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_secret_tags();
CREATE TRIGGER secret_tags_gone AFTER DELETE ON secret_tags REFERENCING OLD TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_secret_tags();
CREATE FUNCTION tell_tags() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO changes (kind, org_id, id) SELECT DISTINCT 'folder', s.org_id, s.folder_id FROM told JOIN secret_tags st ON st.org_id = told.org_id AND st.tag_id = told.id JOIN secrets s ON s.org_id = st.org_id AND s.id = st.secret_id; RETURN NULL; END $$;
CREATE TRIGGER tags_moved AFTER UPDATE ON tags REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_tags();
-- Where things stand: environments, folders and what folders import.
CREATE FUNCTION tell_places() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO changes (kind, org_id, id) SELECT DISTINCT 'places', org_id, project_id FROM told; RETURN NULL; END $$;
CREATE TRIGGER environments_made AFTER INSERT ON environments REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_places();
CREATE TRIGGER environments_moved AFTER UPDATE ON environments REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_places();
CREATE TRIGGER environments_gone AFTER DELETE ON environments REFERENCING OLD TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_places();
CREATE TRIGGER folders_made AFTER INSERT ON folders REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_places();
CREATE TRIGGER folders_moved AFTER UPDATE ON folders REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_places();
CREATE TRIGGER folders_gone AFTER DELETE ON folders REFERENCING OLD TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_places();
CREATE TRIGGER secret_imports_made AFTER INSERT ON secret_imports REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_places();
CREATE TRIGGER secret_imports_moved AFTER UPDATE ON secret_imports REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_places();
CREATE TRIGGER secret_imports_gone AFTER DELETE ON secret_imports REFERENCING OLD TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_places();
-- Rows emptied away by hand leave no rows to tell of.
CREATE FUNCTION tell_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO changes (kind) VALUES ('all'); RETURN NULL; END $$;
CREATE TRIGGER tokens_emptied AFTER TRUNCATE ON tokens FOR EACH STATEMENT EXECUTE FUNCTION tell_emptied();
CREATE TRIGGER access_heads_emptied AFTER TRUNCATE ON access_heads FOR EACH STATEMENT EXECUTE FUNCTION tell_emptied();
CREATE TRIGGER secrets_emptied AFTER TRUNCATE ON secrets FOR EACH STATEMENT EXECUTE FUNCTION tell_emptied();
CREATE TRIGGER secret_versions_emptied AFTER TRUNCATE ON secret_versions FOR EACH STATEMENT EXECUTE FUNCTION tell_emptied();
CREATE TRIGGER secret_tags_emptied AFTER TRUNCATE ON secret_tags FOR EACH STATEMENT EXECUTE FUNCTION tell_emptied();
CREATE TRIGGER tags_emptied AFTER TRUNCATE ON tags FOR EACH STATEMENT EXECUTE FUNCTION tell_emptied();
CREATE TRIGGER environments_emptied AFTER TRUNCATE ON environments FOR EACH STATEMENT EXECUTE FUNCTION tell_emptied();
CREATE TRIGGER folders_emptied AFTER TRUNCATE ON folders FOR EACH STATEMENT EXECUTE FUNCTION tell_emptied();
CREATE TRIGGER secret_imports_emptied AFTER TRUNCATE ON secret_imports FOR EACH STATEMENT EXECUTE FUNCTION tell_emptied();
