package dev.mr.driver;

import dev.mr.files.JobDirectory;
import dev.mr.task.AttemptId;
import dev.mr.task.FileStats;
import dev.mr.task.Receipt;
import dev.mr.task.TaskKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What lies on the disk of a simulation, beside what should. */
final class Evidence {
    private final Simulation world;
    private final JobDirectory directory;

    Evidence(Simulation world) {
        this.world = world;
        this.directory = world.directory;
    }

    /** Whether the file would be as stated after a power cut that takes all it can. */
    boolean isDurable(Path file, FileStats stats) {
        SimulatedDisk.Node node = world.disk.findDurable(file);
        return node != null && node.synced != null && isAs(node.synced, stats);
    }

    /** Whether somebody damaged what was there. */
    boolean isDamaged(Path file) {
        return world.damage.contains(file.getFileName().toString());
    }

    private static boolean isAs(byte[] content, FileStats stats) {
        return content.length == stats.bytes() && SimulatedFiles.crc32c(content) == stats.crc32c();
    }

    /** Whether every file of a winner is there as its receipt states, in its directory or where it is published. */
    boolean isIntact(Receipt receipt) {
        AttemptId attempt = receipt.attempt();
        for (int i = 0; i < receipt.files().size(); i++) {
            boolean map = attempt.task().kind() == TaskKind.MAP;
            String name = map
                    ? SimulatedJob.bucketName(attempt, i)
                    : "out-" + attempt.task().index();
            SimulatedDisk.Node node = world.disk.find(directory.attempt(attempt).resolve(name));
            if (node == null && map) {
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
        SortedMap<String, byte[]> reference = world.job.reference();
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

    /** Map files that are not in their place. After a power cut they may be gone: they are the driver's own, and it needs them no more. */
    List<String> unpublished() {
        List<String> missing = new ArrayList<>();
        for (int map = 0; map < world.job.maps && !world.hasRebooted(); map++) {
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
