CREATE VIRTUAL TABLE `external_fts` USING fts5(
  title, text, url,
  content='external_items', content_rowid='row_id',
  tokenize="unicode61 remove_diacritics 2",
  prefix='2 3'
);
--> statement-breakpoint
CREATE TRIGGER `external_items_insert` AFTER INSERT ON `external_items` BEGIN
  INSERT INTO external_fts (rowid, title, text, url) VALUES (new.row_id, new.title, new.text, new.url);
END;
--> statement-breakpoint
CREATE TRIGGER `external_items_update` AFTER UPDATE OF title, text, url ON `external_items` BEGIN
  INSERT INTO external_fts (external_fts, rowid, title, text, url)
    VALUES ('delete', old.row_id, old.title, old.text, old.url);
  INSERT INTO external_fts (rowid, title, text, url) VALUES (new.row_id, new.title, new.text, new.url);
END;
--> statement-breakpoint
CREATE TRIGGER `external_items_delete` AFTER DELETE ON `external_items` BEGIN
  INSERT INTO external_fts (external_fts, rowid, title, text, url)
    VALUES ('delete', old.row_id, old.title, old.text, old.url);
END;
