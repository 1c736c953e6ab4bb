-- Groups that reach every collection: only one dialect tells of them, and no route makes one.
CREATE TABLE groups_with_everything (
  group_id TEXT PRIMARY KEY REFERENCES groups(id) ON DELETE CASCADE);
