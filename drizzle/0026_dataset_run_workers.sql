CREATE TABLE `dataset_run_workers` (
	`run_id` text NOT NULL,
	`worker` text NOT NULL,
	`active_ms` integer DEFAULT 0 NOT NULL,
	`last_seen_at` integer NOT NULL,
	PRIMARY KEY(`run_id`, `worker`)
);
