-- The job database. Times are wall clock milliseconds since 1970 and are for people: nothing is decided by them.
-- Every key of a job's data begins with the number of the job in this database; the newest job has the highest.

PRAGMA application_id = 1836213346; -- "mrdb"

-- One row: whose database this is and which process drives it. Every write transaction of a turn begins by raising
-- turn where epoch is its own; a driver that finds no such row has been superseded.
CREATE TABLE driver (
    one            INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    database_uuid  TEXT    NOT NULL,
    epoch          INTEGER NOT NULL,
    turn           INTEGER NOT NULL,
    pid            INTEGER NOT NULL,
    host           TEXT    NOT NULL,
    boot_id        TEXT    NOT NULL,
    started_millis INTEGER NOT NULL
) STRICT;

INSERT INTO driver VALUES (1, '', 0, 0, 0, '', '', 0);

CREATE TABLE job (
    job             INTEGER NOT NULL PRIMARY KEY,
    uuid            TEXT    NOT NULL UNIQUE,
    name            TEXT    NOT NULL,
    state           TEXT    NOT NULL
                    CHECK (state IN ('RUNNING', 'COMMITTING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'REPLACED')),
    message         TEXT    NOT NULL DEFAULT '',
    map_tasks       INTEGER NOT NULL CHECK (map_tasks > 0),
    reduce_tasks    INTEGER NOT NULL CHECK (reduce_tasks > 0),
    created_millis  INTEGER NOT NULL,
    finished_millis INTEGER
) STRICT;

CREATE TABLE job_option (
    job      INTEGER NOT NULL REFERENCES job,
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;

-- The inputs as they were when the job started.
CREATE TABLE input (
    job            INTEGER NOT NULL REFERENCES job,
    input          INTEGER NOT NULL,
    path           TEXT    NOT NULL,
    bytes          INTEGER NOT NULL,
    modified_nanos INTEGER NOT NULL,
    inode          INTEGER NOT NULL,
    PRIMARY KEY (job, input)
) STRICT, WITHOUT ROWID;

-- What a map task reads: bytes [first, next) of an input, in order of position.
CREATE TABLE split (
    job      INTEGER NOT NULL,
    map      INTEGER NOT NULL,
    position INTEGER NOT NULL,
    input    INTEGER NOT NULL,
    first    INTEGER NOT NULL,
    next     INTEGER NOT NULL,
    PRIMARY KEY (job, map, position),
    FOREIGN KEY (job, input) REFERENCES input
) STRICT, WITHOUT ROWID;

-- winner is the number of the attempt whose output is the task's; last_winner stays when a winner falls, so that the
-- receipt of what was lost can be found.
CREATE TABLE task (
    job           INTEGER NOT NULL REFERENCES job,
    task          TEXT    NOT NULL,
    kind          TEXT    NOT NULL CHECK (kind IN ('map', 'reduce')),
    task_index    INTEGER NOT NULL,
    state         TEXT    NOT NULL DEFAULT 'PENDING'
                  CHECK (state IN ('PENDING', 'LEASED', 'COMMITTED', 'FAILED')),
    attempts      INTEGER NOT NULL DEFAULT 0,
    winner        INTEGER,
    last_winner   INTEGER,
    published     INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1)),
    user_failures INTEGER NOT NULL DEFAULT 0,
    worker_losses INTEGER NOT NULL DEFAULT 0,
    repairs       INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job, task),
    CHECK (task = kind || '-' || task_index),
    CHECK ((state = 'COMMITTED') = (winner IS NOT NULL)),
    CHECK (published = 0 OR winner IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- A resume visits only the tasks that are not as they were at the start.
CREATE INDEX task_touched ON task (job, kind, task_index, state, attempts)
    WHERE state <> 'PENDING' OR attempts > 0;

CREATE TABLE worker (
    job           INTEGER NOT NULL REFERENCES job,
    worker        INTEGER NOT NULL,
    label         TEXT    NOT NULL,
    host          TEXT    NOT NULL,
    pid           INTEGER NOT NULL,
    slots         INTEGER NOT NULL,
    build         TEXT    NOT NULL,
    joined_millis INTEGER NOT NULL,
    left_millis   INTEGER,
    left_reason   TEXT,
    PRIMARY KEY (job, worker)
) STRICT, WITHOUT ROWID;

-- One try of one task. A receipt is kept when its winner falls.
CREATE TABLE attempt (
    job              INTEGER NOT NULL,
    task             TEXT    NOT NULL,
    attempt          INTEGER NOT NULL CHECK (attempt > 0),
    nonce            TEXT    NOT NULL CHECK (length(nonce) = 16),
    worker           INTEGER NOT NULL,
    epoch            INTEGER NOT NULL,
    won_epoch        INTEGER,
    state            TEXT    NOT NULL DEFAULT 'LIVE'
                     CHECK (state IN ('LIVE', 'WON', 'FAILED', 'LOST', 'REJECTED')),
    kind             TEXT,
    message          TEXT,
    reconnect_millis INTEGER NOT NULL,
    started_millis   INTEGER NOT NULL,
    ended_millis     INTEGER,
    receipt          BLOB,
    PRIMARY KEY (job, task, attempt),
    FOREIGN KEY (job, task) REFERENCES task,
    FOREIGN KEY (job, worker) REFERENCES worker,
    CHECK (state <> 'WON' OR (receipt IS NOT NULL AND won_epoch IS NOT NULL))
) STRICT;

CREATE INDEX attempt_state ON attempt (job, state, ended_millis);

-- Totals over winners alone.
CREATE TABLE counter (
    job   INTEGER NOT NULL REFERENCES job,
    name  TEXT    NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (job, name)
) STRICT, WITHOUT ROWID;

-- The job's history, append-only.
CREATE TABLE event (
    job       INTEGER NOT NULL REFERENCES job,
    seq       INTEGER NOT NULL,
    at_millis INTEGER NOT NULL,
    epoch     INTEGER NOT NULL,
    what      TEXT    NOT NULL,
    task      TEXT,
    attempt   INTEGER,
    worker    INTEGER,
    text      TEXT    NOT NULL,
    PRIMARY KEY (job, seq)
) STRICT, WITHOUT ROWID;
