package dev.mr.driver;

import dev.mr.files.JobDirectory;
import dev.mr.job.Change;
import dev.mr.task.AttemptId;
import dev.mr.task.FileStats;
import dev.mr.task.Receipt;
import dev.mr.task.TaskKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What lies on the disk of a simulation, beside what should. */
final class Evidence {
    private final Simulation world;
    private final JobDirectory directory;
    private final Map<String, Long> counters = new HashMap<>();

    Evidence(Simulation world) {
        this.world = world;
        this.directory = world.directory;
    }

    /** The job has stored this. */
    void stored(Change.CounterSet counter) {
        counters.put(counter.name(), counter.value());
    }

    /** What is wrong with the counters that are stored, which are to be those of the winners alone; empty when they are. */
    String counterFault() {
        Map<String, Long> expected = new HashMap<>();
        for (Receipt winner : world.promises.winners().values()) {
            winner.counters().forEach((name, value) -> expected.merge(name, value, Long::sum));
        }
        counters.values().removeIf(value -> value == 0);
        return expected.equals(counters) ? "" : "the winners counted " + expected + ", and stored is " + counters;
    }

    /** What a power cut might take of an attempt's files, and nobody has damaged; empty when it is nothing. */
    String durabilityFault(Receipt receipt) {
        for (int i = 0; i < receipt.files().size(); i++) {
            Path file = directory.attempt(receipt.attempt()).resolve(name(receipt.attempt(), i));
            if (!isDurable(file, receipt.files().get(i)) && !isDamaged(file)) {
                return file + " is not on the disk";
            }
        }
        return "";
    }

    private static String name(AttemptId attempt, int file) {
        return attempt.task().kind() == TaskKind.MAP
                ? SimulatedJob.bucketName(attempt, file)
                : "out-" + attempt.task().index();
    }

    private boolean isDurable(Path file, FileStats stats) {
        SimulatedDisk.Node node = world.disk.findDurable(file);
        return node != null && node.synced != null && isAs(node.synced, stats);
    }

    private boolean isDamaged(Path file) {
        return world.damage.contains(file.getFileName().toString());
    }

    /** Whether somebody damaged a file of an attempt. */
    boolean isDamaged(Receipt receipt) {
        return IntStream.range(0, receipt.files().size()).anyMatch(i -> isDamaged(Path.of(name(receipt.attempt(), i))));
    }

    private static boolean isAs(byte[] content, FileStats stats) {
        return content.length == stats.bytes() && SimulatedFiles.crc32c(content) == stats.crc32c();
    }

    /** Whether every file of a winner is there as its receipt states, in its directory or where it is published. */
    boolean isIntact(Receipt receipt) {
        AttemptId attempt = receipt.attempt();
        for (int i = 0; i < receipt.files().size(); i++) {
            String name = name(attempt, i);
            SimulatedDisk.Node node = world.disk.find(directory.attempt(attempt).resolve(name));
            if (node == null && attempt.task().kind() == TaskKind.MAP) {
                node = world.disk.find(directory.intermediate().resolve(name));
            }
            if (node == null || !isAs(node.content, receipt.files().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What is wrong with the output as it would be after a power cut; empty when it is whole and right. */
    String outputFault() {
        SortedMap<String, byte[]> reference = world.job.reference(world.promises.winners());
        SimulatedDisk.Node out = world.disk.findDurable(directory.output());
        if (out == null) {
            return "out/ would be gone after a power cut";
        }
        if (!out.durable.keySet().equals(reference.keySet())) {
            return "after a power cut out/ would hold " + out.durable.keySet();
        }
        for (Map.Entry<String, byte[]> file : reference.entrySet()) {
            if (!isDurably(out.durable.get(file.getKey()), file.getValue())) {
                return "out/" + file.getKey() + " is wrong or not on the disk";
            }
        }
        return "";
    }

    private static boolean isDurably(SimulatedDisk.@Nullable Node file, byte[] content) {
        return file != null && Arrays.equals(content, file.synced);
    }

    /** Whatever is no result. */
    List<String> leftOver() {
        return world.disk.filesBelow(directory.root()).keySet().stream()
                .filter(file -> !file.matches("intermediate|out|\\.mr|\\.mr/driver\\.json|\\.mr/logs"))
                .filter(file -> !file.matches("out/out-[0-9]+|intermediate/mr-[0-9]+-[0-9]+"))
                .toList();
    }

    /** Map files that are not in their place. A power cut may take them, if the job is not to survive that: it needs them no more. */
    List<String> unpublished() {
        List<String> missing = new ArrayList<>();
        for (int map = 0; map < world.job.maps && !world.mayHaveLostMaps(); map++) {
            for (int bucket = 0; bucket < world.job.reduces; bucket++) {
                String name = JobDirectory.bucketName(map, bucket);
                if (!world.damage.contains(name)
                        && world.disk.find(directory.intermediate().resolve(name)) == null) {
                    missing.add(name);
                }
            }
        }
        return missing;
    }
}
