CREATE TABLE `embedders` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`place` text NOT NULL,
	`dimension` integer NOT NULL,
	`max_tokens` integer NOT NULL,
	`is_local` integer NOT NULL,
	`is_active` integer NOT NULL,
	`added_at` integer NOT NULL
);
