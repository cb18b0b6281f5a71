-- Jobs that users bring: which of the inputs the user named a file belongs to, and the options that jobs have since.

ALTER TABLE input ADD COLUMN source INTEGER NOT NULL DEFAULT 0;

INSERT INTO job_option (job, position, name, value) SELECT job, 101, 'combine', 'false' FROM job;
INSERT INTO job_option (job, position, name, value) SELECT job, 102, 'compress', 'none' FROM job;
INSERT INTO job_option (job, position, name, value) SELECT job, 103, 'output-format', 'text' FROM job;
INSERT INTO job_option (job, position, name, value) SELECT job, 104, 'task-timeout', 'PT10M' FROM job;
INSERT INTO job_option (job, position, name, value) SELECT job, 105, 'skip-bad-records', '0' FROM job;

-- Records of the input that a map task leaves out because the map function failed on them: bytes [first, first + bytes) of an
-- input, of a packed one of its content.
CREATE TABLE skipped_record (
    job    INTEGER NOT NULL,
    task   TEXT    NOT NULL,
    input  INTEGER NOT NULL,
    first  INTEGER NOT NULL,
    bytes  INTEGER NOT NULL,
    crc32c INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    PRIMARY KEY (job, input, first),
    FOREIGN KEY (job, task) REFERENCES task,
    FOREIGN KEY (job, input) REFERENCES input
) STRICT, WITHOUT ROWID;
