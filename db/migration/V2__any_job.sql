-- Jobs that users bring: which of the inputs the user named a file belongs to, and the options that jobs have since.

ALTER TABLE input ADD COLUMN source INTEGER NOT NULL DEFAULT 0;

INSERT INTO job_option (job, position, name, value) SELECT job, 101, 'combine', 'false' FROM job;
INSERT INTO job_option (job, position, name, value) SELECT job, 102, 'compress', 'none' FROM job;
INSERT INTO job_option (job, position, name, value) SELECT job, 103, 'output-format', 'text' FROM job;
INSERT INTO job_option (job, position, name, value) SELECT job, 104, 'task-timeout', 'PT10M' FROM job;
INSERT INTO job_option (job, position, name, value) SELECT job, 105, 'skip-bad-records', '0' FROM job;
