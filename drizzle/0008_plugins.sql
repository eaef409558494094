CREATE TABLE `plugin_files` (
	`plugin` text NOT NULL,
	`path` text NOT NULL,
	`content` blob NOT NULL,
	PRIMARY KEY(`plugin`, `path`)
);
--> statement-breakpoint
CREATE TABLE `plugin_state` (
	`plugin` text NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`plugin`, `key`)
);
--> statement-breakpoint
CREATE TABLE `plugins` (
	`name` text PRIMARY KEY NOT NULL,
	`version` text NOT NULL,
	`content_hash` text NOT NULL,
	`code_hash` text NOT NULL,
	`manifest` text NOT NULL,
	`warnings` text NOT NULL,
	`readme` text NOT NULL,
	`is_first_party` integer NOT NULL,
	`settings` text NOT NULL,
	`schedule` text,
	`is_paused` integer NOT NULL,
	`broken_reason` text NOT NULL,
	`installed_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `jobs_by_resource` ON `jobs` (`resource_key`,`created_at`,`id`) WHERE resource_key is not null;--> statement-breakpoint
CREATE INDEX `proposals_by_run` ON `proposals` (`run_id`);