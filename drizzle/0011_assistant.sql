CREATE TABLE `agent_checkpoint_writes` (
	`thread_id` text NOT NULL,
	`namespace` text NOT NULL,
	`checkpoint_id` text NOT NULL,
	`task_id` text NOT NULL,
	`place` integer NOT NULL,
	`channel` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`thread_id`, `namespace`, `checkpoint_id`, `task_id`, `place`)
);
--> statement-breakpoint
CREATE TABLE `agent_checkpoints` (
	`thread_id` text NOT NULL,
	`namespace` text NOT NULL,
	`checkpoint_id` text NOT NULL,
	`parent_id` text,
	`checkpoint` text NOT NULL,
	`metadata` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`thread_id`, `namespace`, `checkpoint_id`)
);
--> statement-breakpoint
CREATE TABLE `agent_entries` (
	`run_id` text NOT NULL,
	`seq` integer NOT NULL,
	`entry` text NOT NULL,
	PRIMARY KEY(`run_id`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `assistant_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`place` integer NOT NULL,
	`role` text NOT NULL,
	`status` text NOT NULL,
	`parts` text NOT NULL,
	`citations` text NOT NULL,
	`text` text NOT NULL,
	`agent` text,
	`model` text,
	`notice` text,
	`error` text,
	`private_ids` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `assistant_sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `assistant_messages_by_session` ON `assistant_messages` (`session_id`,`place`);--> statement-breakpoint
CREATE INDEX `assistant_messages_by_status` ON `assistant_messages` (`status`);--> statement-breakpoint
CREATE TABLE `assistant_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`client_id` text,
	`project_id` text,
	`model` text,
	`is_private` integer NOT NULL,
	`summary` text NOT NULL,
	`summary_until` text,
	`summary_private_ids` text NOT NULL,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `assistant_sessions_by_update` ON `assistant_sessions` (`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `memory_facts` (
	`id` text PRIMARY KEY NOT NULL,
	`namespace` text NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`client_id` text,
	`project_id` text,
	`scope_key` text NOT NULL,
	`principal` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `memory_facts_once` ON `memory_facts` (`namespace`,`key`,`scope_key`);--> statement-breakpoint
CREATE INDEX `memory_facts_by_project` ON `memory_facts` (`project_id`);--> statement-breakpoint
ALTER TABLE `clients` ADD `is_private` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `clients_private` ON `clients` (`id`) WHERE is_private = 1;--> statement-breakpoint
ALTER TABLE `projects` ADD `is_private` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `projects_private` ON `projects` (`id`) WHERE is_private = 1;