DROP INDEX `notes_by_update`;--> statement-breakpoint
CREATE INDEX `notes_list` ON `notes` (`updated_at`,`id`,`project_id`,`client_id`,`is_pinned`,`tags`,`title`,`excerpt`,`created_at`,`deleted_at`) WHERE deleted_at is null;--> statement-breakpoint
DROP INDEX `tasks_agenda`;--> statement-breakpoint
DROP INDEX `tasks_facts`;--> statement-breakpoint
CREATE INDEX `tasks_list` ON `tasks` (is_open desc,`agenda_date`,priority desc,`id`,`status`,`due_date`,`planned_date`,`project_id`,`client_id`,`parent_id`,`title`,`tags`,`is_ai_suggested`,`is_approved`,`estimate_minutes`,`sort_key`,`completed_at`,`updated_at`,`created_at`,`deleted_at`) WHERE deleted_at is null;