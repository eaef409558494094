DROP INDEX `tasks_by_completion`;--> statement-breakpoint
DROP INDEX `tasks_by_client`;--> statement-breakpoint
DROP INDEX `tasks_deleted`;--> statement-breakpoint
CREATE INDEX `tasks_closed` ON `tasks` (`is_open`,completed_at desc,`id`,`status`,`deleted_at`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `tasks_by_title` ON `tasks` (lower(title),`id`,`deleted_at`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `tasks_by_client` ON `tasks` (`client_id`,`project_id`,`deleted_at`);--> statement-breakpoint
CREATE INDEX `tasks_deleted` ON `tasks` (`deleted_at`,`id`) WHERE deleted_at is not null;--> statement-breakpoint
DROP INDEX `notes_by_title`;--> statement-breakpoint
CREATE INDEX `notes_by_title` ON `notes` (lower(title),`id`,`updated_at`,`deleted_at`) WHERE deleted_at is null;