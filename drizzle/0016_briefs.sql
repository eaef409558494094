CREATE TABLE `briefs` (
	`id` text PRIMARY KEY NOT NULL,
	`day` text NOT NULL,
	`locale` text NOT NULL,
	`text` text NOT NULL,
	`model` text,
	`sections` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `briefs_by_day` ON `briefs` (`day`,`locale`);