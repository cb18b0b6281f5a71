-- A flipped bit can turn a row into another valid one, which SQLite, without checksums of its own, does not see. So each row that
-- decides anything has the CRC32C of its columns; a driver's connection writes it with every change of the row. The next migration,
-- which is not SQL, writes those of the rows that are there. A task that was never touched has none.

ALTER TABLE driver ADD COLUMN row_crc32c INTEGER;
ALTER TABLE job ADD COLUMN row_crc32c INTEGER;
ALTER TABLE task ADD COLUMN row_crc32c INTEGER;
ALTER TABLE worker ADD COLUMN row_crc32c INTEGER;
ALTER TABLE attempt ADD COLUMN row_crc32c INTEGER;
ALTER TABLE counter ADD COLUMN row_crc32c INTEGER;
ALTER TABLE skipped_record ADD COLUMN row_crc32c INTEGER;

-- Of all rows that the job has there, in order. They never change.
ALTER TABLE job ADD COLUMN options_crc32c INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN inputs_crc32c INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN splits_crc32c INTEGER NOT NULL DEFAULT 0;
