package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.task.ExitCode;
import dev.mr.task.JobSpec;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The records that a job left out, as the inputs of the same job once more: in the order of its inputs, each a file that counts as
 * part of the input that it came from.
 *
 * @param job what the job was to do
 */
public record Replay(JobSpec job, List<LeftOut> records) {
    /**
     * One of them.
     *
     * @param source which of the inputs that were named it came from, from 0
     */
    public record LeftOut(Path file, int input, long offset, int source) {}

    /**
     * What lies in the quarantine of a job directory.
     *
     * @throws MrException USAGE when there is nothing to replay, STATE_UNUSABLE when it is damaged
     */
    public static Replay of(Path directory, FileSystem files) throws IOException {
        Path quarantine = JobDirectory.at(directory).quarantine();
        if (files.facts(JobDirectory.at(directory).root()).isEmpty()) {
            throw new MrException(ExitCode.USAGE, "--replay " + directory + " does not exist");
        }
        KeptRecords kept = KeptRecords.in(quarantine, files);
        if (!kept.findings().isEmpty()) {
            throw new MrException(
                    ExitCode.STATE_UNUSABLE,
                    "--replay " + directory + ": " + Verification.told(kept.findings())
                            + "; bring back a copy, or name the job, and the records as they are with --inputs");
        }
        if (kept.sound().isEmpty()) {
            throw new MrException(ExitCode.USAGE, "--replay " + directory + " has no records in .mr/quarantine");
        }
        List<LeftOut> records = kept.sound().stream()
                .map(one -> new LeftOut(
                        one.file(),
                        one.note().record().input(),
                        one.note().record().offset(),
                        one.note().source()))
                .toList();
        return new Replay(job(directory, quarantine.resolve(KeptJob.NAME), files), records);
    }

    private static JobSpec job(Path directory, Path file, FileSystem files) throws IOException {
        String why;
        ExitCode code;
        try {
            return KeptJob.parse(files.read(file));
        } catch (NoSuchFileException missing) {
            why = " is missing";
            code = ExitCode.USAGE;
        } catch (IllegalArgumentException damaged) {
            why = " is damaged: it " + damaged.getMessage();
            code = ExitCode.STATE_UNUSABLE;
        }
        throw new MrException(
                code,
                "--replay " + directory + " cannot tell whose records it has: " + file + why
                        + "; name the job, and the records with --inputs");
    }
}
