CREATE TABLE `dataset_vectors` (
	`dataset_id` text NOT NULL,
	`number` integer NOT NULL,
	`basis` blob NOT NULL,
	`vector` blob NOT NULL,
	PRIMARY KEY(`dataset_id`, `number`)
);
