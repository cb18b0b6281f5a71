-- A service drives many jobs whose rows lie in one database: some run, some wait in line, most have finished.

-- When the job began to run; NULL while it waits in line.
ALTER TABLE job ADD COLUMN begun_millis INTEGER;
UPDATE job SET begun_millis = created_millis;

-- What the client called its request; NULL for a job that no service accepted.
ALTER TABLE job ADD COLUMN request TEXT;
CREATE UNIQUE INDEX job_request ON job (request) WHERE request IS NOT NULL;

-- The job's folder under the root of its service; empty for a job that has the directory for itself.
ALTER TABLE job ADD COLUMN folder TEXT NOT NULL DEFAULT '';

-- The state as everyone sees it. The CHECK of state, which cannot be altered, knows no PENDING: that is RUNNING, not begun.
ALTER TABLE job ADD COLUMN stage TEXT GENERATED ALWAYS AS
    (CASE WHEN state = 'RUNNING' AND begun_millis IS NULL THEN 'PENDING' ELSE state END) VIRTUAL;

-- A service that begins visits only the jobs that have not finished.
CREATE INDEX job_unfinished ON job (job) WHERE state IN ('RUNNING', 'COMMITTING');

-- The highest number that a job was given: jobs are removed, their numbers are not given again.
ALTER TABLE driver ADD COLUMN last_job INTEGER NOT NULL DEFAULT 0;
UPDATE driver SET last_job = (SELECT coalesce(max(job), 0) FROM job);
