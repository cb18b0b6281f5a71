package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.job.Event;
import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.InputFile;
import dev.mr.task.RecordNote;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The records that maps left out, {@code .mr/quarantine/}: for each {@code <input>-<offset>.record}, its bytes, and
 * {@code .txt}, where it was and what happened. Of a packed input there are no bytes: they are not where the offset says.
 */
final class QuarantineFolder {
    private final JobDirectory directory;
    private final FileSystem files;
    private final List<InputFile> inputs;

    QuarantineFolder(JobDirectory directory, FileSystem files, List<InputFile> inputs) {
        this.directory = directory;
        this.files = files;
        this.inputs = inputs;
    }

    /** Keeps the record, unless it is kept already. */
    List<Event> keep(TaskId task, BadRecord record, String text) throws IOException {
        InputFile input = inputs.get(record.input());
        String name = record.input() + "-" + record.offset();
        Path description = directory.quarantine().resolve(name + ".txt");
        if (files.facts(description).isPresent()) {
            return List.of();
        }
        files.ensureDirectories(directory.quarantine());
        if (!input.isPacked()) {
            files.write(directory.quarantine().resolve(name + ".record"), read(input, record));
        }
        String content = "file    " + input.path() + "\n"
                + "offset  " + record.offset() + "\n"
                + "bytes   " + record.bytes() + "\n"
                + "crc32c  " + String.format("%08x", record.crc32c()) + "\n"
                + "task    " + task + "\n\n"
                + text + "\n";
        files.write(description, content.getBytes(StandardCharsets.UTF_8));
        return List.of();
    }

    /** The record an attempt of a worker that died had noted; nothing when it had noted none. */
    List<Event> examine(AttemptId attempt) throws IOException {
        try {
            return RecordNote.parse(files.read(directory.attempt(attempt).resolve(RecordNote.FILE_NAME)))
                    .filter(record -> record.input() >= 0 && record.input() < inputs.size())
                    .<List<Event>>map(record -> List.of(new Event.LastRecord(attempt, record)))
                    .orElse(List.of());
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private static byte[] read(InputFile input, BadRecord record) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(record.bytes());
        try (FileChannel file = FileChannel.open(Path.of(input.path()), StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && file.read(bytes, record.offset() + bytes.position()) >= 0) {
                // until it is full, or the file ends
            }
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, bytes.position());
        if (bytes.hasRemaining() || (int) crc.getValue() != record.crc32c()) {
            throw new IOException("input " + input.path() + " is not what it was at offset " + record.offset());
        }
        return bytes.array();
    }
}
