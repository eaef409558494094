CREATE TABLE `dataset_drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`basis` text NOT NULL,
	`fingerprint` text NOT NULL,
	`schema` text NOT NULL,
	`content` text NOT NULL,
	`refresh_count` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `dataset_drafts_by_update` ON `dataset_drafts` (`updated_at`);--> statement-breakpoint
CREATE TABLE `dataset_profiles` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`base_url` text NOT NULL,
	`path` text NOT NULL,
	`model` text NOT NULL,
	`parameters` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dataset_profiles_by_name` ON `dataset_profiles` (`name`);--> statement-breakpoint
CREATE TABLE `dataset_records` (
	`row_id` integer PRIMARY KEY NOT NULL,
	`dataset_id` text NOT NULL,
	`number` integer NOT NULL,
	`run_id` text NOT NULL,
	`state` text NOT NULL,
	`review` text DEFAULT 'open' NOT NULL,
	`value` text,
	`hash` text,
	`problem` text,
	`attempts` integer DEFAULT 1 NOT NULL,
	`seed` integer NOT NULL,
	`facets` text,
	`issues` text,
	`scores` text,
	`is_edited` integer DEFAULT false NOT NULL,
	`model_id` text,
	`worker` text DEFAULT 'main' NOT NULL,
	`input_tokens` integer DEFAULT 0 NOT NULL,
	`output_tokens` integer DEFAULT 0 NOT NULL,
	`cost_micros` integer DEFAULT 0 NOT NULL,
	`duration_ms` integer DEFAULT 0 NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dataset_records_by_number` ON `dataset_records` (`dataset_id`,`number`);--> statement-breakpoint
CREATE INDEX `dataset_records_by_state` ON `dataset_records` (`dataset_id`,`state`,`review`,`number`);--> statement-breakpoint
CREATE INDEX `dataset_records_by_run` ON `dataset_records` (`run_id`,`state`);--> statement-breakpoint
CREATE TABLE `dataset_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`dataset_id` text NOT NULL,
	`job_id` text NOT NULL,
	`kind` text NOT NULL,
	`spec` text NOT NULL,
	`asked` integer NOT NULL,
	`first_number` integer NOT NULL,
	`numbers` text,
	`seed` integer NOT NULL,
	`generator` text NOT NULL,
	`prompt_hash` text,
	`duplicates` integer DEFAULT 0 NOT NULL,
	`wasted_input_tokens` integer DEFAULT 0 NOT NULL,
	`wasted_output_tokens` integer DEFAULT 0 NOT NULL,
	`wasted_cost_micros` integer DEFAULT 0 NOT NULL,
	`problem` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `dataset_runs_by_dataset` ON `dataset_runs` (`dataset_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `dataset_runs_by_job` ON `dataset_runs` (`job_id`);--> statement-breakpoint
CREATE TABLE `dataset_slices` (
	`run_id` text NOT NULL,
	`slice` integer NOT NULL,
	`from_position` integer NOT NULL,
	`to_position` integer NOT NULL,
	`worker` text,
	`fence` integer DEFAULT 0 NOT NULL,
	`heartbeat_at` integer,
	`finished_at` integer,
	PRIMARY KEY(`run_id`, `slice`)
);
--> statement-breakpoint
CREATE TABLE `dataset_values` (
	`dataset_id` text NOT NULL,
	`hash` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`dataset_id`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `dataset_version_records` (
	`version_id` text NOT NULL,
	`number` integer NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`version_id`, `number`)
);
--> statement-breakpoint
CREATE TABLE `dataset_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`dataset_id` text NOT NULL,
	`version` integer NOT NULL,
	`note` text NOT NULL,
	`records` integer NOT NULL,
	`content_hash` text NOT NULL,
	`spec` text NOT NULL,
	`lineage` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dataset_versions_once` ON `dataset_versions` (`dataset_id`,`version`);--> statement-breakpoint
CREATE TABLE `datasets` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`title` text NOT NULL,
	`spec` text NOT NULL,
	`next_number` integer DEFAULT 0 NOT NULL,
	`is_private` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `datasets_by_name` ON `datasets` (`name`);--> statement-breakpoint
CREATE INDEX `datasets_by_update` ON `datasets` (`updated_at`);