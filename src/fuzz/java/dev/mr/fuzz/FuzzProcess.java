package dev.mr.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that fuzzes one target: {@code corpus}, {@code findings}, {@code logs} and {@code tmp} of a folder are its. */
final class FuzzProcess {
    private static final Pattern DONE = Pattern.compile("(?m)^Done (\\d+) runs in ");
    private static final Pattern STEP = Pattern.compile("(?m)^(?:#|stat::number_of_executed_units: )(\\d+)\\s");
    private static final int GRACE_SECONDS = 120;
    private static final int LONGEST_INPUT = 4096;

    private final String target;
    private final Path corpus;
    private final Path findings;
    private final Path log;
    private final Path temporary;

    FuzzProcess(Path folder, String target) throws IOException {
        this.target = target;
        this.corpus = Files.createDirectories(folder.resolve("corpus").resolve(target));
        this.findings = Files.createDirectories(folder.resolve("findings").resolve(target));
        this.log = Files.createDirectories(folder.resolve("logs")).resolve(target + ".log");
        this.temporary = Files.createDirectories(folder.resolve("tmp"));
    }

    Path corpus() {
        return corpus;
    }

    /** Whether the time passed without a finding. */
    boolean run(int seconds) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(seconds))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue() == 0;
    }

    private List<String> command(int seconds) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Xss1m",
                "-Dmr.fuzz.target=" + target,
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=dev.mr.fuzz.FuzzEntry",
                "--instrumentation_includes=dev.mr.**:org.tomlj.**:com.google.gson.**:io.airlift.**",
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.**",
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/",
                "-max_total_time=" + seconds,
                "-max_len=" + LONGEST_INPUT,
                "-timeout=60",
                "-print_final_stats=1",
                corpus.toString());
    }

    /** How many inputs the target was given, as far as the process said. */
    long executions() throws IOException {
        String said = Files.readString(log);
        Matcher done = DONE.matcher(said);
        if (done.find()) {
            return Long.parseLong(done.group(1));
        }
        long last = 0;
        for (Matcher step = STEP.matcher(said); step.find(); ) {
            last = Long.parseLong(step.group(1));
        }
        return last;
    }

    String verdict(boolean passed) {
        return passed ? "no finding" : "FAILED, see " + log + " and " + findings;
    }
}
