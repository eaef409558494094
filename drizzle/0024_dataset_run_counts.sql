CREATE TABLE `dataset_edits` (
	`id` text PRIMARY KEY NOT NULL,
	`dataset_id` text NOT NULL,
	`what` text NOT NULL,
	`records` integer NOT NULL,
	`former` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `dataset_edits_by_dataset` ON `dataset_edits` (`dataset_id`,`id`);--> statement-breakpoint
ALTER TABLE `dataset_records` ADD `checked_by` text;--> statement-breakpoint
CREATE INDEX `dataset_records_with_issues` ON `dataset_records` (`dataset_id`,`number`) WHERE issues is not null;--> statement-breakpoint
ALTER TABLE `dataset_runs` ADD `made` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `dataset_runs` ADD `failed` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `dataset_runs` ADD `input_tokens` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `dataset_runs` ADD `output_tokens` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `dataset_runs` ADD `cost_micros` integer DEFAULT 0 NOT NULL;