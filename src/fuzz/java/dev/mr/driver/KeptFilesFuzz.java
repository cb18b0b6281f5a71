package dev.mr.driver;

import dev.mr.fuzz.FuzzTarget;
import dev.mr.task.AttemptRules;
import dev.mr.task.BadRecord;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.PartitionerName;
import dev.mr.task.Sealed;
import dev.mr.task.ShuffleSpec;
import dev.mr.task.TaskId;
import java.util.List;

/** {@link KeptNote} and {@link KeptJob}: refuse, or read what they would write. */
public final class KeptFilesFuzz implements FuzzTarget {
    private static final String NAME = "3-4";

    @Override
    public List<byte[]> seeds() {
        JobSpec job = new JobSpec(
                JobCode.bundled("wordcount"),
                2,
                1,
                ShuffleSpec.of(PartitionerName.FIRST_LETTER),
                "out-",
                AttemptRules.DEFAULT);
        KeptNote note = new KeptNote("/in/a b", new BadRecord(3, 4, 5, -6), 1, TaskId.map(7), "it\n\nfailed\n");
        return List.of(Sealed.seed(note.format()), KeptJob.format(job));
    }

    @Override
    public void run(byte[] input) {
        readsNote(Sealed.content(input));
        readsJob(input);
    }

    private static void readsNote(byte[] content) {
        KeptNote read;
        try {
            read = KeptNote.parse(NAME, content);
        } catch (IllegalArgumentException refused) {
            return;
        }
        requireEqual(read, KeptNote.parse(NAME, read.format()));
    }

    private static void readsJob(byte[] content) {
        JobSpec read;
        try {
            read = KeptJob.parse(content);
        } catch (IllegalArgumentException refused) {
            return;
        }
        requireEqual(read, KeptJob.parse(KeptJob.format(read)));
    }

    private static void requireEqual(Object read, Object again) {
        if (!read.equals(again)) {
            throw new AssertionError(read + " became " + again);
        }
    }
}
