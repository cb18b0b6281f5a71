package dev.mr.cli;

import dev.mr.task.Compression;
import dev.mr.task.Durability;
import dev.mr.task.OutputFormat;
import dev.mr.task.PartitionerName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which way records take through a job, and into what files. */
final class ShuffleOptions {
    private static final int MAX_PREFIX_BYTES = 200;

    @Option(
            names = "--partitioner",
            paramLabel = "NAME",
            description =
                    "Who gets which key: first-letter, fnv1a or range (default: the job's; wordcount's is first-letter).")
    @Nullable
    PartitionerName partitioner;

    @Option(
            names = "--combine",
            description = "Add up in the map task what a job of plain keys would write as it comes.")
    boolean combine;

    @Option(
            names = "--compress",
            paramLabel = "NAME",
            description = "How intermediate files are compressed: ${COMPLETION-CANDIDATES} (default: none).")
    @Nullable
    Compression compression;

    @Option(
            names = "--durability",
            paramLabel = "NAME",
            description =
                    "What intermediate files survive: process, the death of any process, and what a power cut takes runs"
                            + " again; or power: they are on the disk before their map is committed, which is slower"
                            + " (default: process).")
    @Nullable
    Durability durability;

    @Option(
            names = "--output-format",
            paramLabel = "NAME",
            description = "text, or records: binary, any key and value as it is, see mr-driver cat (default: text).")
    @Nullable
    OutputFormat outputFormat;

    @Option(
            names = "--output-prefix",
            paramLabel = "PREFIX",
            description = "What the names of output files begin with (default: out-).")
    @Nullable
    String outputPrefix;

    /** Adds everything that is wrong with the options given. */
    void check(List<String> problems) {
        if (outputPrefix != null && !isName(outputPrefix)) {
            problems.add("--output-prefix is \"" + outputPrefix + "\", expected 1 to " + MAX_PREFIX_BYTES
                    + " bytes without a separator, not beginning with a dot");
        }
    }

    private static boolean isName(String prefix) {
        return !prefix.isEmpty()
                && !prefix.startsWith(".")
                && prefix.chars().noneMatch(c -> c == '/' || Character.isISOControl(c))
                && prefix.getBytes(StandardCharsets.UTF_8).length <= MAX_PREFIX_BYTES;
    }
}
