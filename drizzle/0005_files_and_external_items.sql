CREATE TABLE `external_items` (
	`row_id` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`owner` text NOT NULL,
	`kind` text NOT NULL,
	`external_id` text NOT NULL,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`url` text,
	`project_id` text,
	`client_id` text,
	`group_name` text,
	`location` text,
	`occurred_at` integer,
	`starts_at` integer,
	`ends_at` integer,
	`start_day` text,
	`end_day` text,
	`is_all_day` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `external_items_id_unique` ON `external_items` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `external_items_by_owner` ON `external_items` (`owner`,`kind`,`external_id`);--> statement-breakpoint
CREATE INDEX `external_items_by_kind` ON `external_items` (`kind`,`updated_at`);--> statement-breakpoint
CREATE INDEX `external_items_by_project` ON `external_items` (`project_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `external_items_by_client` ON `external_items` (`client_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `external_items_by_day` ON `external_items` (`start_day`,`end_day`) WHERE start_day is not null;--> statement-breakpoint
CREATE TABLE `file_cursors` (
	`folder` text NOT NULL,
	`reader` text NOT NULL,
	`revision` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`folder`, `reader`)
);
--> statement-breakpoint
CREATE TABLE `file_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`folder` text NOT NULL,
	`path` text NOT NULL,
	`previous_path` text,
	`inode` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`modified_at` integer NOT NULL,
	`hash` text,
	`added_revision` integer NOT NULL,
	`moved_revision` integer NOT NULL,
	`content_revision` integer NOT NULL,
	`revision` integer NOT NULL,
	`is_gone` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `file_entries_by_path` ON `file_entries` (`folder`,`path`) WHERE is_gone = 0;--> statement-breakpoint
CREATE INDEX `file_entries_by_revision` ON `file_entries` (`folder`,`revision`);--> statement-breakpoint
CREATE TABLE `file_folders` (
	`path` text PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL,
	`scanned_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`link` text,
	`created_at` integer NOT NULL,
	`read_at` integer
);
--> statement-breakpoint
CREATE INDEX `notifications_by_creation` ON `notifications` (`created_at`);