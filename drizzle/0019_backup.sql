CREATE TABLE `backup_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`job_id` text,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`outcome` text NOT NULL,
	`error` text,
	`bytes` integer NOT NULL,
	`figures` text NOT NULL,
	`share` real NOT NULL,
	`damaged` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `backup_runs_by_kind` ON `backup_runs` (`kind`,`started_at`);--> statement-breakpoint
CREATE TABLE `backup_setup` (
	`id` integer PRIMARY KEY NOT NULL,
	`place` text NOT NULL,
	`vault_id` text NOT NULL,
	`device_id` text NOT NULL,
	`device_name` text NOT NULL,
	`settings` text NOT NULL,
	`created_at` integer NOT NULL
);
