DROP INDEX `dataset_records_by_run`;--> statement-breakpoint
CREATE INDEX `dataset_records_by_score` ON `dataset_records` (`dataset_id`,`number`,`scores`) WHERE scores is not null;--> statement-breakpoint
CREATE INDEX `dataset_records_by_run` ON `dataset_records` (`run_id`,`number`,`state`);