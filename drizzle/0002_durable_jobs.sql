CREATE TABLE `activity_log` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`principal` text NOT NULL,
	`action_id` text NOT NULL,
	`effect` text NOT NULL,
	`resource_type` text NOT NULL,
	`resource` text NOT NULL,
	`outcome` text NOT NULL,
	`bytes` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`run_id` text,
	`detail` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `activity_by_time` ON `activity_log` (`at`);--> statement-breakpoint
CREATE INDEX `activity_by_principal` ON `activity_log` (`principal`,`seq`);--> statement-breakpoint
CREATE INDEX `activity_by_run` ON `activity_log` (`run_id`);--> statement-breakpoint
CREATE TABLE `job_blobs` (
	`job_id` text NOT NULL,
	`key` text NOT NULL,
	`content` text NOT NULL,
	PRIMARY KEY(`job_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `job_intents` (
	`job_id` text NOT NULL,
	`key` text NOT NULL,
	`evidence` text,
	`problem` text,
	`begun_at` integer NOT NULL,
	PRIMARY KEY(`job_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `job_logs` (
	`job_id` text NOT NULL,
	`line_index` integer NOT NULL,
	`level` text NOT NULL,
	`message` text NOT NULL,
	`fields` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`job_id`, `line_index`)
);
--> statement-breakpoint
CREATE TABLE `job_signals` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`job_id` text NOT NULL,
	`name` text NOT NULL,
	`payload` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `job_signals_by_name` ON `job_signals` (`job_id`,`name`,`seq`);--> statement-breakpoint
CREATE TABLE `schedules` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`title` text NOT NULL,
	`job_type` text NOT NULL,
	`cron` text NOT NULL,
	`time_zone` text NOT NULL,
	`input` text,
	`is_enabled` integer NOT NULL,
	`last_run_at` integer,
	`last_outcome` text,
	`last_job_id` text,
	`next_run_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `schedules_by_next_run` ON `schedules` (`next_run_at`);--> statement-breakpoint
CREATE INDEX `schedules_by_owner` ON `schedules` (`owner`);--> statement-breakpoint
CREATE TABLE `grants` (
	`id` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`version` text NOT NULL,
	`content_hash` text NOT NULL,
	`type` text NOT NULL,
	`resource` text NOT NULL,
	`effect` text NOT NULL,
	`limit_micros` integer,
	`expires_at` integer,
	`revoked_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `grants_by_holder` ON `grants` (`holder`,`created_at`);--> statement-breakpoint
CREATE TABLE `playbooks` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`parameters` text NOT NULL,
	`plan` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `playbooks_by_name` ON `playbooks` (`name`);--> statement-breakpoint
CREATE TABLE `proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`action_id` text NOT NULL,
	`input` text NOT NULL,
	`arguments_hash` text NOT NULL,
	`preview` text NOT NULL,
	`kind` text NOT NULL,
	`entity_id` text,
	`project_id` text,
	`client_id` text,
	`risk` text NOT NULL,
	`reason` text NOT NULL,
	`sources` text NOT NULL,
	`principal` text NOT NULL,
	`principal_facts` text NOT NULL,
	`run_id` text,
	`suggestion_kind` text,
	`suggestion_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`decided_at` integer,
	`decided_input` text,
	`decision_reason` text NOT NULL,
	`failure` text NOT NULL,
	`change_set_id` integer
);
--> statement-breakpoint
CREATE INDEX `proposals_by_status` ON `proposals` (`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `proposals_by_creation` ON `proposals` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `proposals_by_suggestion` ON `proposals` (`suggestion_id`);--> statement-breakpoint
CREATE INDEX `proposals_by_entity` ON `proposals` (`entity_id`);--> statement-breakpoint
CREATE INDEX `proposals_by_change_set` ON `proposals` (`change_set_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_pending_once` ON `proposals` (`principal`,`arguments_hash`) WHERE status = 'pending';--> statement-breakpoint
CREATE TABLE `standing_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`principal` text NOT NULL,
	`version` text NOT NULL,
	`content_hash` text NOT NULL,
	`action_id` text NOT NULL,
	`scope` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`removed_at` integer,
	`use_count` integer NOT NULL,
	`last_used_at` integer
);
--> statement-breakpoint
CREATE INDEX `standing_rules_by_principal` ON `standing_rules` (`principal`,`action_id`);--> statement-breakpoint
DROP INDEX `jobs_unique_unfinished`;--> statement-breakpoint
ALTER TABLE `jobs` ADD `priority` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `resource_key` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `resource_limit` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `failure_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `crash_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `crash_mark` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `pause_requested` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `waits_for` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `parent_id` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `schedule_id` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `is_input_large` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `is_result_large` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `jobs_by_end` ON `jobs` (`finished_at`);--> statement-breakpoint
CREATE INDEX `jobs_by_parent` ON `jobs` (`parent_id`);--> statement-breakpoint
CREATE INDEX `jobs_by_schedule` ON `jobs` (`schedule_id`,`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_unique_unfinished` ON `jobs` (`type`,`unique_key`) WHERE unique_key is not null and status in ('queued', 'running', 'waiting', 'paused', 'needs_decision');--> statement-breakpoint
ALTER TABLE `job_steps` ADD `is_large` integer DEFAULT false NOT NULL;