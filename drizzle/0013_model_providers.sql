CREATE TABLE `model_providers` (
	`id` text PRIMARY KEY NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`base_url` text,
	`chat_model` text NOT NULL,
	`embedding_model` text NOT NULL,
	`is_enabled` integer NOT NULL,
	`timeout_ms` integer NOT NULL,
	`max_concurrent` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
