-- Tables that follow others by themselves: tags, note links, what a task waits for, and the full-text index.
CREATE TRIGGER `tasks_tags_insert` AFTER INSERT ON `tasks` WHEN new.tags <> '[]' BEGIN
  INSERT OR IGNORE INTO taggings SELECT 'task', new.id, value FROM json_each(new.tags);
END;
--> statement-breakpoint
CREATE TRIGGER `tasks_tags_update` AFTER UPDATE OF tags ON `tasks` WHEN new.tags <> old.tags BEGIN
  DELETE FROM taggings WHERE entity = 'task' AND entity_id = old.id;
  INSERT OR IGNORE INTO taggings SELECT 'task', new.id, value FROM json_each(new.tags);
END;
--> statement-breakpoint
CREATE TRIGGER `tasks_tags_delete` AFTER DELETE ON `tasks` BEGIN
  DELETE FROM taggings WHERE entity = 'task' AND entity_id = old.id;
  DELETE FROM task_waits WHERE task_id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER `tasks_waits_insert` AFTER INSERT ON `tasks` WHEN new.waits_for_checkpoint_ids <> '[]' BEGIN
  INSERT OR IGNORE INTO task_waits SELECT new.id, value FROM json_each(new.waits_for_checkpoint_ids);
END;
--> statement-breakpoint
CREATE TRIGGER `tasks_waits_update` AFTER UPDATE OF waits_for_checkpoint_ids ON `tasks` WHEN new.waits_for_checkpoint_ids <> old.waits_for_checkpoint_ids BEGIN
  DELETE FROM task_waits WHERE task_id = old.id;
  INSERT OR IGNORE INTO task_waits SELECT new.id, value FROM json_each(new.waits_for_checkpoint_ids);
END;
--> statement-breakpoint
CREATE TRIGGER `projects_tags_insert` AFTER INSERT ON `projects` WHEN new.tags <> '[]' BEGIN
  INSERT OR IGNORE INTO taggings SELECT 'project', new.id, value FROM json_each(new.tags);
END;
--> statement-breakpoint
CREATE TRIGGER `projects_tags_update` AFTER UPDATE OF tags ON `projects` WHEN new.tags <> old.tags BEGIN
  DELETE FROM taggings WHERE entity = 'project' AND entity_id = old.id;
  INSERT OR IGNORE INTO taggings SELECT 'project', new.id, value FROM json_each(new.tags);
END;
--> statement-breakpoint
CREATE TRIGGER `projects_tags_delete` AFTER DELETE ON `projects` BEGIN
  DELETE FROM taggings WHERE entity = 'project' AND entity_id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER `clients_tags_insert` AFTER INSERT ON `clients` WHEN new.tags <> '[]' BEGIN
  INSERT OR IGNORE INTO taggings SELECT 'client', new.id, value FROM json_each(new.tags);
END;
--> statement-breakpoint
CREATE TRIGGER `clients_tags_update` AFTER UPDATE OF tags ON `clients` WHEN new.tags <> old.tags BEGIN
  DELETE FROM taggings WHERE entity = 'client' AND entity_id = old.id;
  INSERT OR IGNORE INTO taggings SELECT 'client', new.id, value FROM json_each(new.tags);
END;
--> statement-breakpoint
CREATE TRIGGER `clients_tags_delete` AFTER DELETE ON `clients` BEGIN
  DELETE FROM taggings WHERE entity = 'client' AND entity_id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER `notes_derived_insert` AFTER INSERT ON `notes` WHEN new.tags <> '[]' OR new.links <> '[]' BEGIN
  INSERT OR IGNORE INTO taggings SELECT 'note', new.id, value FROM json_each(new.tags);
  INSERT OR IGNORE INTO note_links SELECT new.id, value FROM json_each(new.links);
END;
--> statement-breakpoint
CREATE TRIGGER `notes_tags_update` AFTER UPDATE OF tags ON `notes` WHEN new.tags <> old.tags BEGIN
  DELETE FROM taggings WHERE entity = 'note' AND entity_id = old.id;
  INSERT OR IGNORE INTO taggings SELECT 'note', new.id, value FROM json_each(new.tags);
END;
--> statement-breakpoint
CREATE TRIGGER `notes_links_update` AFTER UPDATE OF links ON `notes` WHEN new.links <> old.links BEGIN
  DELETE FROM note_links WHERE note_id = old.id;
  INSERT OR IGNORE INTO note_links SELECT new.id, value FROM json_each(new.links);
END;
--> statement-breakpoint
CREATE TRIGGER `notes_derived_delete` AFTER DELETE ON `notes` BEGIN
  DELETE FROM taggings WHERE entity = 'note' AND entity_id = old.id;
  DELETE FROM note_links WHERE note_id = old.id;
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE `search_fts` USING fts5(
  title, body, tags,
  content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 2",
  prefix='2 3'
);
