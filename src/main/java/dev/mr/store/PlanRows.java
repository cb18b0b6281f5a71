package dev.mr.store;

import dev.mr.task.InputFile;
import dev.mr.task.MrException;
import dev.mr.task.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one job was stored with and that never changes: its options, inputs and splits. To be used inside a transaction. */
final class PlanRows {
    private static final String INPUTS = """
            SELECT input, source, path, bytes, modified_nanos, inode FROM input WHERE job = ? ORDER BY input
            """;

    private final Database database;
    private final long job;

    PlanRows(Database database, long job) {
        this.database = database;
        this.job = job;
    }

    /** Those of the methods below throw MrException STATE_UNUSABLE when their rows are not those that the job was stored with. */
    Map<String, String> options() {
        Map<String, String> options = uncheckedOptions();
        require("job_option", "SELECT options_crc32c FROM job WHERE job = ?", PlanChecksum.ofOptions(options));
        return options;
    }

    List<InputFile> inputs() {
        List<InputFile> inputs = uncheckedInputs();
        require("input", "SELECT inputs_crc32c FROM job WHERE job = ?", PlanChecksum.ofInputs(inputs));
        return inputs;
    }

    List<List<Split>> splits(int mapTasks, List<InputFile> inputs) {
        List<List<Split>> splits = new ArrayList<>(mapTasks);
        List<Split> ofMap = new ArrayList<>();
        PlanChecksum checksum = new PlanChecksum();
        try {
            eachSplit((map, input, first, next) -> {
                checksum.addSplit(map, input, first, next);
                if (map < splits.size() || map >= mapTasks) {
                    throw new IllegalArgumentException("split of map-" + map + " where there are " + mapTasks);
                }
                while (splits.size() < map) {
                    splits.add(List.copyOf(ofMap));
                    ofMap.clear();
                }
                ofMap.add(new Split(inputs.get(input), first, next));
            });
        } catch (IllegalArgumentException | IndexOutOfBoundsException impossible) {
            throw altered("split", impossible);
        }
        while (splits.size() < mapTasks) {
            splits.add(List.copyOf(ofMap));
            ofMap.clear();
        }
        require("split", "SELECT splits_crc32c FROM job WHERE job = ?", checksum.value());
        return splits;
    }

    /** Stores the checksums of the rows as they are. */
    void writeChecksums() {
        PlanChecksum splits = new PlanChecksum();
        eachSplit(splits::addSplit);
        database.update(
                "UPDATE job SET options_crc32c = ?, inputs_crc32c = ?, splits_crc32c = ? WHERE job = ?",
                PlanChecksum.ofOptions(uncheckedOptions()),
                PlanChecksum.ofInputs(uncheckedInputs()),
                splits.value(),
                job);
    }

    private void require(String table, String stored, int found) {
        int expected = database.only(stored, row -> row.getInt(1), job);
        if (found != expected) {
            throw altered(table, null);
        }
    }

    private MrException altered(String table, @Nullable Throwable cause) {
        return SqliteErrors.unusable(
                database.file(),
                "the rows of job " + job + " in its table " + table
                        + " do not match their checksum, so that they were altered",
                cause);
    }

    private Map<String, String> uncheckedOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        database.each("""
                SELECT name, value FROM job_option WHERE job = ? ORDER BY position
                """, row -> options.put(row.getString(1), row.getString(2)), job);
        return options;
    }

    private List<InputFile> uncheckedInputs() {
        return database.query(
                INPUTS,
                row -> new InputFile(
                        row.getInt(1), row.getInt(2), row.getString(3), row.getLong(4), row.getLong(5), row.getLong(6)),
                job);
    }

    private void eachSplit(SplitVisitor visitor) {
        database.each(
                "SELECT map, input, first, next FROM split WHERE job = ? ORDER BY map, position",
                row -> visitor.see(row.getInt(1), row.getInt(2), row.getLong(3), row.getLong(4)),
                job);
    }

    private interface SplitVisitor {
        void see(int map, int input, long first, long next);
    }
}
