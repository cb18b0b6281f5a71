package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.job.Event;
import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.RecordNote;
import dev.mr.task.TaskId;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records that maps left out, {@code .mr/quarantine/}: for each {@code <input>-<offset>.record}, its bytes, and
 * {@code .txt}, where it was and what happened; and {@code job.json}, whose they are.
 */
public final class QuarantineFolder {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineFolder.class);
    private static final int BUFFER_BYTES = 1 << 16;

    private final JobDirectory directory;
    private final FileSystem files;
    private final JobSpec job;
    private final List<InputFile> inputs;

    public QuarantineFolder(JobDirectory directory, FileSystem files, JobSpec job, List<InputFile> inputs) {
        this.directory = directory;
        this.files = files;
        this.job = job;
        this.inputs = inputs;
    }

    /** Keeps the record, unless it is kept already; of one that is another by now, since its input changed, the note alone. */
    public List<Event> keep(TaskId task, BadRecord record, String text) throws IOException {
        InputFile input = inputs.get(record.input());
        String name = KeptNote.name(record);
        Path description = directory.quarantine().resolve(name + ".txt");
        Path content = directory.quarantine().resolve(name + ".record");
        if (files.facts(description).isPresent() && files.facts(content).isPresent()) {
            return List.of();
        }
        byte[] bytes = read(input, record);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        files.ensureDirectories(directory.quarantine());
        if (files.facts(directory.quarantine().resolve(KeptJob.NAME)).isEmpty()) {
            files.write(directory.quarantine().resolve(KeptJob.NAME), KeptJob.format(job));
        }
        if (bytes.length == record.bytes() && (int) crc.getValue() == record.crc32c()) {
            files.write(content, bytes);
        }
        files.write(description, new KeptNote(input.path(), record, input.source(), task, text).format());
        return List.of();
    }

    /** The record an attempt of a worker that died had noted; nothing when it had noted none. */
    List<Event> examine(AttemptId attempt) throws IOException {
        try {
            return RecordNote.parse(files.read(directory.record(attempt)))
                    .filter(record -> record.input() >= 0 && record.input() < inputs.size())
                    .<List<Event>>map(record -> List.of(new Event.LastRecord(attempt, record)))
                    .orElse(List.of());
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    /** What is there now; nothing when the file cannot be read or unpacked as far as that any more. */
    private static byte[] read(InputFile input, BadRecord record) {
        try (InputStream content = content(input)) {
            content.skipNBytes(record.offset());
            return content.readNBytes(record.bytes());
        } catch (IOException | RuntimeException changed) {
            LOG.info("the record at {} of {} is not kept: {}", record.offset(), input.path(), changed.toString());
            return new byte[0];
        }
    }

    /** What a record's offset is counted in: of a packed file its content. */
    private static InputStream content(InputFile input) throws IOException {
        InputStream file = Files.newInputStream(Path.of(input.path()));
        try {
            return switch (input.packing()) {
                case NONE -> file;
                case GZIP -> new GZIPInputStream(file, BUFFER_BYTES);
                case ZSTD -> new ZstdInputStream(new BufferedInputStream(file, BUFFER_BYTES));
            };
        } catch (IOException | RuntimeException unreadable) {
            file.close();
            throw unreadable;
        }
    }
}
