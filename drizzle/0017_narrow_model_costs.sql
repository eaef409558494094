DROP INDEX `model_costs_by_time`;--> statement-breakpoint
DROP INDEX `model_costs_by_principal`;--> statement-breakpoint
CREATE TABLE `__new_span_contents` (
	`span_id` text NOT NULL,
	`side` text NOT NULL,
	`trace_id` text NOT NULL,
	`text` text NOT NULL,
	`is_cut` integer NOT NULL,
	PRIMARY KEY(`trace_id`, `span_id`, `side`)
);
--> statement-breakpoint
INSERT INTO `__new_span_contents`("span_id", "side", "trace_id", "text", "is_cut") SELECT "span_id", "side", "trace_id", "text", "is_cut" FROM `span_contents`;--> statement-breakpoint
DROP TABLE `span_contents`;--> statement-breakpoint
ALTER TABLE `__new_span_contents` RENAME TO `span_contents`;--> statement-breakpoint
CREATE TABLE `__new_spans` (
	`id` text NOT NULL,
	`trace_id` text NOT NULL,
	`parent_id` text,
	`place` integer NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`started_at` integer NOT NULL,
	`duration_us` integer,
	`status` text NOT NULL,
	`message` text NOT NULL,
	`attributes` text NOT NULL,
	`events` text NOT NULL,
	PRIMARY KEY(`trace_id`, `id`)
);
--> statement-breakpoint
INSERT INTO `__new_spans`("id", "trace_id", "parent_id", "place", "name", "kind", "started_at", "duration_us", "status", "message", "attributes", "events") SELECT "id", "trace_id", "parent_id", "place", "name", "kind", "started_at", "duration_us", "status", "message", "attributes", "events" FROM `spans`;--> statement-breakpoint
DROP TABLE `spans`;--> statement-breakpoint
ALTER TABLE `__new_spans` RENAME TO `spans`;--> statement-breakpoint
DROP INDEX `traces_by_run`;