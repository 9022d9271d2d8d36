-- The slugs of the tags that a secret had at each version; null for older versions from before, where nobody knows them.
ALTER TABLE secret_versions ADD COLUMN tags text[];
UPDATE secret_versions v SET tags = coalesce((SELECT array_agg(t.slug ORDER BY t.slug)
  FROM secret_tags st JOIN tags t ON t.org_id = st.org_id AND t.id = st.tag_id
  WHERE st.org_id = v.org_id AND st.secret_id = v.secret_id), '{}')
FROM secrets s WHERE s.org_id = v.org_id AND s.id = v.secret_id AND s.version = v.version;
