-- Which transaction renamed a user or a machine identity last: a list kept in the order of names holds while this is the same.
CREATE TABLE renamings (last xid8 NOT NULL);
INSERT INTO renamings VALUES ('0');
CREATE FUNCTION note_renaming() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE renamings SET last = pg_current_xact_id() WHERE last <> pg_current_xact_id(); RETURN NULL; END $$;
-- At the end of the transaction, so that nothing else is waited for while this row is locked.
CREATE CONSTRAINT TRIGGER users_renamed AFTER UPDATE ON users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.email, OLD.first_name, OLD.last_name) IS DISTINCT FROM (NEW.email, NEW.first_name, NEW.last_name))
  EXECUTE FUNCTION note_renaming();
CREATE CONSTRAINT TRIGGER identities_renamed AFTER UPDATE ON identities DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name)
  EXECUTE FUNCTION note_renaming();
