CREATE TABLE `model_answers` (
	`key` text PRIMARY KEY NOT NULL,
	`model_id` text NOT NULL,
	`answer` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`hit_count` integer NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `model_answers_by_use` ON `model_answers` (`used_at`,`size_bytes`);--> statement-breakpoint
CREATE TABLE `model_budgets` (
	`id` text PRIMARY KEY NOT NULL,
	`period` text NOT NULL,
	`principal` text NOT NULL,
	`limit_micros` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `model_budgets_once` ON `model_budgets` (`period`,`principal`);--> statement-breakpoint
CREATE TABLE `model_costs` (
	`id` text PRIMARY KEY NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`day` text NOT NULL,
	`feature` text NOT NULL,
	`principal` text NOT NULL,
	`run_id` text,
	`provider_id` text NOT NULL,
	`model_id` text NOT NULL,
	`is_local` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`cached_input_tokens` integer NOT NULL,
	`cost_micros` integer NOT NULL,
	`is_estimated` integer NOT NULL,
	`is_priced` integer NOT NULL,
	`outcome` text NOT NULL,
	`trace_id` text,
	`span_id` text
);
--> statement-breakpoint
CREATE INDEX `model_costs_by_day` ON `model_costs` (`day`,`principal`,`cost_micros`);--> statement-breakpoint
CREATE INDEX `model_costs_by_time` ON `model_costs` (`started_at`,`id`);--> statement-breakpoint
CREATE INDEX `model_costs_by_principal` ON `model_costs` (`principal`,`started_at`);--> statement-breakpoint
CREATE INDEX `model_costs_by_run` ON `model_costs` (`run_id`);--> statement-breakpoint
CREATE INDEX `model_costs_by_trace` ON `model_costs` (`trace_id`);--> statement-breakpoint
CREATE INDEX `model_costs_under_way` ON `model_costs` (`id`) WHERE outcome = 'begun';--> statement-breakpoint
CREATE TABLE `model_prices` (
	`id` text PRIMARY KEY NOT NULL,
	`provider_id` text NOT NULL,
	`model_id` text NOT NULL,
	`valid_from` text NOT NULL,
	`input_micros` integer NOT NULL,
	`cached_input_micros` integer NOT NULL,
	`output_micros` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `model_prices_once` ON `model_prices` (`provider_id`,`model_id`,`valid_from`);--> statement-breakpoint
CREATE TABLE `span_contents` (
	`span_id` text NOT NULL,
	`side` text NOT NULL,
	`trace_id` text NOT NULL,
	`text` text NOT NULL,
	`is_cut` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`span_id`, `side`)
);
--> statement-breakpoint
CREATE INDEX `span_contents_by_trace` ON `span_contents` (`trace_id`);--> statement-breakpoint
CREATE INDEX `span_contents_by_time` ON `span_contents` (`created_at`);--> statement-breakpoint
CREATE TABLE `spans` (
	`id` text PRIMARY KEY NOT NULL,
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
	`events` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `spans_by_trace` ON `spans` (`trace_id`,`started_at`,`place`);--> statement-breakpoint
CREATE TABLE `traces` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`feature` text NOT NULL,
	`principal` text NOT NULL,
	`run_id` text,
	`started_at` integer NOT NULL,
	`duration_us` integer,
	`status` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `traces_by_time` ON `traces` (`started_at`,`id`);--> statement-breakpoint
CREATE INDEX `traces_by_run` ON `traces` (`run_id`);