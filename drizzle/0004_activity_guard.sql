-- The log of activity grows at its end and changes nowhere. The third trigger is for `INSERT OR REPLACE`, which
-- removes a row without waking the trigger on DELETE.
CREATE TRIGGER `activity_log_no_update` BEFORE UPDATE ON `activity_log` BEGIN
  SELECT RAISE(ABORT, 'the activity log is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `activity_log_no_delete` BEFORE DELETE ON `activity_log` BEGIN
  SELECT RAISE(ABORT, 'the activity log is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `activity_log_at_the_end` BEFORE INSERT ON `activity_log`
WHEN new.seq <= coalesce((SELECT max(seq) FROM activity_log), 0) BEGIN
  SELECT RAISE(ABORT, 'the activity log is append-only');
END;
