-- For how many days clients want a project's audit log kept. Kept for them: the access log itself is never shortened.
ALTER TABLE projects ADD COLUMN audit_logs_retention_days integer;
