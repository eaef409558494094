CREATE TABLE `dataset_counts` (
	`dataset_id` text PRIMARY KEY NOT NULL,
	`made` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`accepted` integer DEFAULT 0 NOT NULL,
	`rejected` integer DEFAULT 0 NOT NULL,
	`with_issues` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TRIGGER `dataset_counts_begin` AFTER INSERT ON `datasets` BEGIN
  INSERT OR IGNORE INTO dataset_counts (dataset_id) VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER `dataset_counts_end` AFTER DELETE ON `datasets` BEGIN
  DELETE FROM dataset_counts WHERE dataset_id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER `dataset_counts_insert` AFTER INSERT ON `dataset_records` BEGIN
  UPDATE dataset_counts SET made = made + (new.state = 'made'), failed = failed + (new.state = 'failed'),
    accepted = accepted + (new.review = 'accepted'), rejected = rejected + (new.review = 'rejected'),
    with_issues = with_issues + (new.issues IS NOT NULL)
  WHERE dataset_id = new.dataset_id;
END;
--> statement-breakpoint
CREATE TRIGGER `dataset_counts_delete` AFTER DELETE ON `dataset_records` BEGIN
  UPDATE dataset_counts SET made = made - (old.state = 'made'), failed = failed - (old.state = 'failed'),
    accepted = accepted - (old.review = 'accepted'), rejected = rejected - (old.review = 'rejected'),
    with_issues = with_issues - (old.issues IS NOT NULL)
  WHERE dataset_id = old.dataset_id;
END;
--> statement-breakpoint
CREATE TRIGGER `dataset_counts_update` AFTER UPDATE OF state, review, issues ON `dataset_records`
  WHEN new.state <> old.state OR new.review <> old.review OR (new.issues IS NULL) <> (old.issues IS NULL) BEGIN
  UPDATE dataset_counts SET made = made + (new.state = 'made') - (old.state = 'made'),
    failed = failed + (new.state = 'failed') - (old.state = 'failed'),
    accepted = accepted + (new.review = 'accepted') - (old.review = 'accepted'),
    rejected = rejected + (new.review = 'rejected') - (old.review = 'rejected'),
    with_issues = with_issues + (new.issues IS NOT NULL) - (old.issues IS NOT NULL)
  WHERE dataset_id = new.dataset_id;
END;
--> statement-breakpoint
-- What is there already.
INSERT INTO dataset_counts (dataset_id, made, failed, accepted, rejected, with_issues)
  SELECT d.id, coalesce(sum(r.state = 'made'), 0), coalesce(sum(r.state = 'failed'), 0),
    coalesce(sum(r.review = 'accepted'), 0), coalesce(sum(r.review = 'rejected'), 0), count(r.issues)
  FROM datasets d LEFT JOIN dataset_records r ON r.dataset_id = d.id GROUP BY d.id;
