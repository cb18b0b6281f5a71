package dev.mr.files;

import dev.mr.files.FileSystem.FileFacts;
import dev.mr.task.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What has become of an input since the job started, in words. */
public final class InputChange {
    private InputChange() {}

    /** One line without a next step, which names the file; empty when it is what it was. */
    public static String of(InputFile input, FileSystem files) throws IOException {
        Optional<FileFacts> facts = files.facts(Path.of(input.path()));
        if (facts.isEmpty()) {
            return "input " + input.path() + " is missing";
        }
        String differences = differences(input, facts.get());
        if (!differences.isEmpty()) {
            return "input " + input.path() + " has changed since the job started: " + differences;
        }
        return files.isReadable(Path.of(input.path()))
                ? ""
                : "input " + input.path() + " cannot be read any more: permission denied";
    }

    private static String differences(InputFile input, FileFacts seen) {
        if (seen.kind() != FileFacts.Kind.FILE) {
            return "it is not a regular file any more";
        }
        List<String> differences = new ArrayList<>();
        if (seen.bytes() != input.bytes()) {
            differences.add("its size is " + seen.bytes() + ", expected " + input.bytes() + " bytes");
        }
        if (seen.modifiedNanos() != input.modifiedNanos()) {
            differences.add(
                    "it was modified at " + time(seen.modifiedNanos()) + ", expected " + time(input.modifiedNanos()));
        }
        if (seen.inode() != input.inode()) {
            differences.add("another file has taken its place");
        }
        return String.join("; ", differences);
    }

    private static String time(long nanos) {
        return FileTime.from(nanos, TimeUnit.NANOSECONDS).toString();
    }
}
