CREATE TABLE `passage_models` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`embedder` text NOT NULL,
	`dimension` integer NOT NULL,
	`through_row` integer NOT NULL,
	`is_serving` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `passage_models_embedder_unique` ON `passage_models` (`embedder`);--> statement-breakpoint
CREATE TABLE `passage_vectors` (
	`model` integer NOT NULL,
	`row_id` integer NOT NULL,
	`vector` blob NOT NULL,
	PRIMARY KEY(`model`, `row_id`)
);
--> statement-breakpoint
CREATE INDEX `passage_vectors_by_row` ON `passage_vectors` (`row_id`);--> statement-breakpoint
CREATE TABLE `passages` (
	`row_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`entity_id` text NOT NULL,
	`place` integer NOT NULL,
	`title` text NOT NULL,
	`context` text NOT NULL,
	`text` text NOT NULL,
	`headings` text NOT NULL,
	`start` integer NOT NULL,
	`client_id` text,
	`project_id` text,
	`source` text NOT NULL,
	`link` text NOT NULL,
	`hash` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `passages_id_unique` ON `passages` (`id`);--> statement-breakpoint
CREATE INDEX `passages_by_entity` ON `passages` (`entity_id`,`place`);--> statement-breakpoint
CREATE INDEX `passages_by_project` ON `passages` (`project_id`,`kind`);--> statement-breakpoint
CREATE INDEX `passages_by_client` ON `passages` (`client_id`,`kind`);--> statement-breakpoint
CREATE INDEX `passages_by_kind` ON `passages` (`kind`);--> statement-breakpoint
CREATE TABLE `passages_due` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`entity_id` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `passages_gone` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`row_id` integer NOT NULL
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `passages_fts` USING fts5(
  title, context, text,
  content='passages', content_rowid='row_id',
  tokenize="unicode61 remove_diacritics 2"
);
--> statement-breakpoint
-- Words of what is removed leave the index with it, not at some later merge.
INSERT INTO passages_fts (passages_fts, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
CREATE TRIGGER `passages_insert` AFTER INSERT ON `passages` BEGIN
  INSERT INTO passages_fts (rowid, title, context, text) VALUES (new.row_id, new.title, new.context, new.text);
END;
--> statement-breakpoint
CREATE TRIGGER `passages_delete` AFTER DELETE ON `passages` BEGIN
  INSERT INTO passages_fts (passages_fts, rowid, title, context, text)
    VALUES ('delete', old.row_id, old.title, old.context, old.text);
  DELETE FROM passage_vectors WHERE row_id = old.row_id;
  INSERT INTO passages_gone (row_id) VALUES (old.row_id);
END;
--> statement-breakpoint
CREATE TRIGGER `clients_passages_delete` AFTER DELETE ON `clients` BEGIN
  DELETE FROM passages WHERE entity_id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER `projects_passages_delete` AFTER DELETE ON `projects` BEGIN
  DELETE FROM passages WHERE entity_id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER `tasks_passages_delete` AFTER DELETE ON `tasks` BEGIN
  DELETE FROM passages WHERE entity_id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER `checkpoints_passages_delete` AFTER DELETE ON `checkpoints` BEGIN
  DELETE FROM passages WHERE entity_id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER `notes_passages_delete` AFTER DELETE ON `notes` BEGIN
  DELETE FROM passages WHERE entity_id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER `external_items_passages_insert` AFTER INSERT ON `external_items` BEGIN
  INSERT INTO passages_due (kind, entity_id) VALUES (new.kind, new.id);
END;
--> statement-breakpoint
CREATE TRIGGER `external_items_passages_update` AFTER UPDATE OF title, text, url, project_id, client_id, updated_at ON `external_items` BEGIN
  INSERT INTO passages_due (kind, entity_id) VALUES (new.kind, new.id);
END;
--> statement-breakpoint
CREATE TRIGGER `external_items_passages_delete` AFTER DELETE ON `external_items` BEGIN
  DELETE FROM passages WHERE entity_id = old.id;
END;
