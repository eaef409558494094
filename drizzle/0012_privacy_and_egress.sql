CREATE TABLE `egress_ledger` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`feature` text NOT NULL,
	`host` text NOT NULL,
	`port` integer NOT NULL,
	`sent_bytes` integer NOT NULL,
	`received_bytes` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`outcome` text NOT NULL,
	`run_id` text,
	`trace_id` text
);
--> statement-breakpoint
CREATE INDEX `egress_ledger_by_time` ON `egress_ledger` (`at`,`feature`,`host`,`port`,`outcome`,`sent_bytes`,`received_bytes`);--> statement-breakpoint
CREATE INDEX `egress_ledger_by_trace` ON `egress_ledger` (`trace_id`);