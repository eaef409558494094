CREATE TABLE `cloud_accounts` (
	`endpoint` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`tier` text NOT NULL,
	`device_id` text NOT NULL,
	`device_name` text NOT NULL,
	`is_expired` integer NOT NULL,
	`usage` text,
	`signed_in_at` integer NOT NULL,
	`checked_at` integer
);
