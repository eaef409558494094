CREATE TRIGGER `memory_facts_passages_insert` AFTER INSERT ON `memory_facts` BEGIN
  INSERT INTO passages_due (kind, entity_id) VALUES ('memory', new.id);
END;
--> statement-breakpoint
CREATE TRIGGER `memory_facts_passages_update` AFTER UPDATE ON `memory_facts` BEGIN
  INSERT INTO passages_due (kind, entity_id) VALUES ('memory', new.id);
END;
--> statement-breakpoint
CREATE TRIGGER `memory_facts_passages_delete` AFTER DELETE ON `memory_facts` BEGIN
  DELETE FROM passages WHERE entity_id = old.id;
END;
--> statement-breakpoint
-- What is kept in mind already.
INSERT INTO passages_due (kind, entity_id) SELECT 'memory', id FROM memory_facts;
