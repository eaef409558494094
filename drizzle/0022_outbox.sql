CREATE TABLE `outbox_items` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`label` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`needs_you` integer NOT NULL,
	`tries` integer NOT NULL,
	`created_at` integer NOT NULL,
	`next_try_at` integer NOT NULL,
	`error` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_items_by_subject` ON `outbox_items` (`kind`,`subject`);