CREATE TABLE `calendar_cursors` (
	`source_id` text NOT NULL,
	`reader` text NOT NULL,
	`revision` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`source_id`, `reader`)
);
--> statement-breakpoint
CREATE TABLE `calendar_objects` (
	`source_id` text NOT NULL,
	`key` text NOT NULL,
	`etag` text NOT NULL,
	`ics` text NOT NULL,
	`first_ms` integer,
	`last_ms` integer,
	`revision` integer NOT NULL,
	`is_gone` integer NOT NULL,
	`refusal` text,
	PRIMARY KEY(`source_id`, `key`)
);
--> statement-breakpoint
CREATE INDEX `calendar_objects_by_revision` ON `calendar_objects` (`source_id`,`revision`);--> statement-breakpoint
CREATE INDEX `calendar_objects_by_span` ON `calendar_objects` (`source_id`,`first_ms`,`last_ms`);--> statement-breakpoint
CREATE TABLE `calendar_sources` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`location` text NOT NULL,
	`user` text NOT NULL,
	`trusted_certificate` text,
	`is_enabled` integer NOT NULL,
	`sync_state` text NOT NULL,
	`revision` integer NOT NULL,
	`synced_at` integer,
	`problem` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `email_accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`host` text NOT NULL,
	`port` integer NOT NULL,
	`tls_mode` text NOT NULL,
	`user` text NOT NULL,
	`auth` text NOT NULL,
	`trusted_certificate` text,
	`path` text NOT NULL,
	`folders` text NOT NULL,
	`is_enabled` integer NOT NULL,
	`last_read_at` integer,
	`problem` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `email_cursors` (
	`account_id` text NOT NULL,
	`reader` text NOT NULL,
	`folder` text NOT NULL,
	`uid_validity` text NOT NULL,
	`last_uid` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `reader`, `folder`)
);
--> statement-breakpoint
CREATE TABLE `email_seen` (
	`account_id` text NOT NULL,
	`reader` text NOT NULL,
	`message_hash` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `reader`, `message_hash`)
);
--> statement-breakpoint
CREATE TABLE `named_secrets` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`used_at` integer
);
