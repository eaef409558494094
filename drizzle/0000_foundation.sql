CREATE TABLE `change_log` (
	`seq` integer PRIMARY KEY NOT NULL,
	`set_id` integer NOT NULL,
	`command` text NOT NULL,
	`params` text NOT NULL,
	`principal` text NOT NULL,
	`entity` text NOT NULL,
	`entity_id` text NOT NULL,
	`op` text NOT NULL,
	`before` text,
	`after` text,
	`hlc` text NOT NULL,
	`undoes` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `change_log_by_set` ON `change_log` (`set_id`);--> statement-breakpoint
CREATE INDEX `change_log_by_entity` ON `change_log` (`entity_id`,`seq`);--> statement-breakpoint
CREATE TABLE `store_meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `checkpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`due_date` text,
	`evidence` text NOT NULL,
	`is_ai_suggested` integer NOT NULL,
	`is_approved` integer NOT NULL,
	`reached_at` integer,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `checkpoints_by_project` ON `checkpoints` (`project_id`,`due_date`);--> statement-breakpoint
CREATE INDEX `checkpoints_by_due` ON `checkpoints` (`due_date`);--> statement-breakpoint
CREATE TABLE `clients` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`phone` text NOT NULL,
	`website` text NOT NULL,
	`tax_id` text NOT NULL,
	`language` text NOT NULL,
	`currency` text,
	`hourly_rate_minor` integer,
	`address` text NOT NULL,
	`contacts` text NOT NULL,
	`notes` text NOT NULL,
	`tags` text NOT NULL,
	`colour` text NOT NULL,
	`archived_at` integer,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `clients_by_name` ON `clients` (`name`);--> statement-breakpoint
CREATE TABLE `import_keys` (
	`source_kind` text NOT NULL,
	`source_key` text NOT NULL,
	`entity` text NOT NULL,
	`entity_id` text NOT NULL,
	`source_hash` text NOT NULL,
	`row_updated_at` integer NOT NULL,
	PRIMARY KEY(`source_kind`, `source_key`)
);
--> statement-breakpoint
CREATE INDEX `import_keys_by_entity` ON `import_keys` (`entity_id`);--> statement-breakpoint
CREATE TABLE `import_presets` (
	`name` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`mapping` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `job_items` (
	`job_id` text NOT NULL,
	`item_index` integer NOT NULL,
	`source` text NOT NULL,
	`outcome` text NOT NULL,
	`reason` text NOT NULL,
	`kind` text,
	`entity_id` text,
	PRIMARY KEY(`job_id`, `item_index`)
);
--> statement-breakpoint
CREATE INDEX `job_items_by_outcome` ON `job_items` (`job_id`,`outcome`,`item_index`);--> statement-breakpoint
CREATE TABLE `job_steps` (
	`job_id` text NOT NULL,
	`key` text NOT NULL,
	`result` text,
	`finished_at` integer NOT NULL,
	PRIMARY KEY(`job_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`title` text NOT NULL,
	`status` text NOT NULL,
	`input` text NOT NULL,
	`unique_key` text,
	`done_count` integer NOT NULL,
	`total_count` integer,
	`message` text NOT NULL,
	`attempt` integer NOT NULL,
	`max_attempts` integer NOT NULL,
	`run_after` integer NOT NULL,
	`error` text,
	`result` text,
	`change_set_id` integer,
	`cancel_requested` integer NOT NULL,
	`lease_boot_id` text,
	`fence` integer NOT NULL,
	`heartbeat_at` integer,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `jobs_by_status` ON `jobs` (`status`,`run_after`);--> statement-breakpoint
CREATE INDEX `jobs_by_creation` ON `jobs` (`created_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_unique_unfinished` ON `jobs` (`type`,`unique_key`) WHERE unique_key is not null and status in ('queued', 'running');--> statement-breakpoint
CREATE TABLE `attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`note_id` text NOT NULL,
	`name` text NOT NULL,
	`mime_type` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`note_id`) REFERENCES `notes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `attachments_by_note` ON `attachments` (`note_id`);--> statement-breakpoint
CREATE INDEX `attachments_by_hash` ON `attachments` (`sha256`);--> statement-breakpoint
CREATE TABLE `blob_parts` (
	`sha256` text NOT NULL,
	`part` integer NOT NULL,
	`data` blob NOT NULL,
	PRIMARY KEY(`sha256`, `part`)
);
--> statement-breakpoint
CREATE TABLE `note_links` (
	`note_id` text NOT NULL,
	`target_key` text NOT NULL,
	PRIMARY KEY(`note_id`, `target_key`)
);
--> statement-breakpoint
CREATE INDEX `note_links_by_target` ON `note_links` (`target_key`);--> statement-breakpoint
CREATE TABLE `note_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`note_id` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`principal` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `note_versions_by_note` ON `note_versions` (`note_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `notes` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`excerpt` text NOT NULL,
	`links` text NOT NULL,
	`project_id` text,
	`client_id` text,
	`tags` text NOT NULL,
	`is_pinned` integer NOT NULL,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_id`) REFERENCES `clients`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `notes_by_update` ON `notes` (`updated_at`,`id`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `notes_deleted` ON `notes` (`deleted_at`) WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX `notes_by_title` ON `notes` (lower(title));--> statement-breakpoint
CREATE INDEX `notes_by_project` ON `notes` (`project_id`,`deleted_at`);--> statement-breakpoint
CREATE INDEX `notes_by_client` ON `notes` (`client_id`);--> statement-breakpoint
CREATE TABLE `projects` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`client_id` text,
	`status` text NOT NULL,
	`colour` text NOT NULL,
	`budget_minor` integer,
	`currency` text,
	`budget_minutes` integer,
	`start_date` text,
	`due_date` text,
	`tags` text NOT NULL,
	`is_pinned` integer NOT NULL,
	`completed_at` integer,
	`archived_at` integer,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`client_id`) REFERENCES `clients`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `projects_by_client` ON `projects` (`client_id`);--> statement-breakpoint
CREATE INDEX `projects_by_name` ON `projects` (`name`);--> statement-breakpoint
CREATE TABLE `search_docs` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`entity_id` text NOT NULL,
	`client_id` text,
	`project_id` text,
	`status` text,
	`priority` integer,
	`due_date` text,
	`is_done` integer NOT NULL,
	`is_archived` integer NOT NULL,
	`is_trashed` integer NOT NULL,
	`is_pinned` integer NOT NULL,
	`is_suggested` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_docs_entity_id_unique` ON `search_docs` (`entity_id`);--> statement-breakpoint
CREATE INDEX `search_docs_by_kind` ON `search_docs` (`kind`,`updated_at`);--> statement-breakpoint
CREATE INDEX `search_docs_by_project` ON `search_docs` (`project_id`);--> statement-breakpoint
CREATE INDEX `search_docs_by_client` ON `search_docs` (`client_id`);--> statement-breakpoint
CREATE INDEX `search_docs_by_due` ON `search_docs` (`due_date`);--> statement-breakpoint
CREATE TABLE `taggings` (
	`entity` text NOT NULL,
	`entity_id` text NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`entity`, `entity_id`, `tag`)
);
--> statement-breakpoint
CREATE INDEX `taggings_by_tag` ON `taggings` (`entity`,`tag`,`entity_id`);--> statement-breakpoint
CREATE TABLE `task_comments` (
	`id` text PRIMARY KEY NOT NULL,
	`task_id` text NOT NULL,
	`body` text NOT NULL,
	`author` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`task_id`) REFERENCES `tasks`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `task_comments_by_task` ON `task_comments` (`task_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `task_waits` (
	`task_id` text NOT NULL,
	`checkpoint_id` text NOT NULL,
	PRIMARY KEY(`task_id`, `checkpoint_id`)
);
--> statement-breakpoint
CREATE INDEX `task_waits_by_checkpoint` ON `task_waits` (`checkpoint_id`);--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`project_id` text,
	`client_id` text,
	`parent_id` text,
	`status` text NOT NULL,
	`priority` integer NOT NULL,
	`due_date` text,
	`due_time` text,
	`planned_date` text,
	`estimate_minutes` integer,
	`tags` text NOT NULL,
	`checklist` text NOT NULL,
	`recurrence` text,
	`waits_for_checkpoint_ids` text NOT NULL,
	`is_ai_suggested` integer NOT NULL,
	`is_approved` integer NOT NULL,
	`sort_key` text NOT NULL,
	`completed_at` integer,
	`agenda_date` text GENERATED ALWAYS AS (min(coalesce(due_date, '9999-12-31'), coalesce(planned_date, '9999-12-31'))) VIRTUAL NOT NULL,
	`is_open` integer GENERATED ALWAYS AS (status in ('todo', 'in_progress', 'waiting')) VIRTUAL NOT NULL,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_id`) REFERENCES `clients`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `tasks_agenda` ON `tasks` (is_open desc,`agenda_date`,priority desc,`id`,`due_date`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `tasks_facts` ON `tasks` (`status`,`priority`,`due_date`,`planned_date`,`project_id`,`client_id`,`parent_id`,`id`,`title`,`deleted_at`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `tasks_by_project` ON `tasks` (`project_id`,`status`,`due_date`,`estimate_minutes`,`deleted_at`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `tasks_recurring` ON `tasks` (`status`) WHERE recurrence is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX `tasks_by_client` ON `tasks` (`client_id`);--> statement-breakpoint
CREATE INDEX `tasks_by_parent` ON `tasks` (`parent_id`,`sort_key`);--> statement-breakpoint
CREATE INDEX `tasks_by_due` ON `tasks` (`due_date`);--> statement-breakpoint
CREATE INDEX `tasks_by_update` ON `tasks` (`updated_at`);--> statement-breakpoint
CREATE INDEX `tasks_by_completion` ON `tasks` (`completed_at`);--> statement-breakpoint
CREATE INDEX `tasks_deleted` ON `tasks` (`deleted_at`) WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX `tasks_suggested` ON `tasks` (`id`) WHERE is_ai_suggested = 1 and is_approved = 0;--> statement-breakpoint
CREATE TABLE `saved_filters` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`scope` text NOT NULL,
	`query` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `saved_filters_by_scope` ON `saved_filters` (`scope`);--> statement-breakpoint
CREATE TABLE `settings` (
	`id` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL
);
