package dev.mr.fuzz;

import dev.mr.api.WordsFuzz;
import dev.mr.cli.OptionTextFuzz;
import dev.mr.cli.SettingFileFuzz;
import dev.mr.driver.KeptFilesFuzz;
import dev.mr.files.JsonFieldsFuzz;
import dev.mr.jobs.CommandLineFuzz;
import dev.mr.jobs.StreamingFuzz;
import dev.mr.rpc.DriverMessagesFuzz;
import dev.mr.rpc.JobMessagesFuzz;
import dev.mr.rpc.PemFilesFuzz;
import dev.mr.rpc.WorkerMessagesFuzz;
import dev.mr.shuffle.BlockCodecFuzz;
import dev.mr.shuffle.BucketRunsFuzz;
import dev.mr.shuffle.DamagedRunFuzz;
import dev.mr.shuffle.GzipContentFuzz;
import dev.mr.shuffle.RecordDumpFuzz;
import dev.mr.shuffle.RunReaderFuzz;
import dev.mr.task.ChunkManifestFuzz;
import dev.mr.task.JobSpecFuzz;
import dev.mr.task.ReceiptFuzz;
import dev.mr.task.RecordNoteFuzz;
import dev.mr.task.SampleAnswerFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Fuzzes one target after the other, each in a process of its own with little memory, and says how many inputs each took. What was
 * learned stays in the folder, so that the next run goes on from there; an input that a target fails on is kept below {@code
 * findings}, and the run goes on with the next target. Exit code 1 when there was one.
 */
public final class FuzzRun {
    private static final Map<String, Supplier<FuzzTarget>> TARGETS = new TreeMap<>(Map.ofEntries(
            Map.entry("BlockCodecFuzz", BlockCodecFuzz::new),
            Map.entry("BucketRunsFuzz", BucketRunsFuzz::new),
            Map.entry("ChunkManifestFuzz", ChunkManifestFuzz::new),
            Map.entry("CommandLineFuzz", CommandLineFuzz::new),
            Map.entry("DamagedRunFuzz", DamagedRunFuzz::new),
            Map.entry("DriverMessagesFuzz", DriverMessagesFuzz::new),
            Map.entry("GzipContentFuzz", GzipContentFuzz::new),
            Map.entry("JobMessagesFuzz", JobMessagesFuzz::new),
            Map.entry("JobSpecFuzz", JobSpecFuzz::new),
            Map.entry("JsonFieldsFuzz", JsonFieldsFuzz::new),
            Map.entry("KeptFilesFuzz", KeptFilesFuzz::new),
            Map.entry("OptionTextFuzz", OptionTextFuzz::new),
            Map.entry("PemFilesFuzz", PemFilesFuzz::new),
            Map.entry("ReceiptFuzz", ReceiptFuzz::new),
            Map.entry("RecordDumpFuzz", RecordDumpFuzz::new),
            Map.entry("RecordNoteFuzz", RecordNoteFuzz::new),
            Map.entry("RunReaderFuzz", RunReaderFuzz::new),
            Map.entry("SampleAnswerFuzz", SampleAnswerFuzz::new),
            Map.entry("SettingFileFuzz", SettingFileFuzz::new),
            Map.entry("StreamingFuzz", StreamingFuzz::new),
            Map.entry("WordsFuzz", WordsFuzz::new),
            Map.entry("WorkerMessagesFuzz", WorkerMessagesFuzz::new)));

    private FuzzRun() {}

    static Supplier<FuzzTarget> target(String name) {
        Supplier<FuzzTarget> target = TARGETS.get(name);
        if (target == null) {
            throw new IllegalArgumentException("no target \"" + name + "\"; known: " + TARGETS.keySet());
        }
        return target;
    }

    /** A folder to work in, the seconds for each target, and targets with commas between them, or {@code all}. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]).toAbsolutePath();
        int seconds = Integer.parseInt(args[1]);
        List<String> names = args[2].equals("all") ? List.copyOf(TARGETS.keySet()) : List.of(args[2].split(","));
        List<String> lines = new ArrayList<>();
        boolean clean = true;
        for (String name : names) {
            System.out.println("fuzzing " + name + " for " + seconds + " s");
            FuzzProcess process = new FuzzProcess(folder, name);
            plantSeeds(process.corpus(), target(name).get());
            boolean passed = process.run(seconds);
            clean &= passed;
            lines.add(String.format("%-20s %10d executions  %s", name, process.executions(), process.verdict(passed)));
            System.out.println(lines.get(lines.size() - 1));
        }
        System.out.println();
        lines.forEach(System.out::println);
        System.exit(clean ? 0 : 1);
    }

    private static void plantSeeds(Path corpus, FuzzTarget target) throws Exception {
        int number = 0;
        for (byte[] seed : target.seeds()) {
            write(corpus.resolve("seed-" + number++), seed);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
