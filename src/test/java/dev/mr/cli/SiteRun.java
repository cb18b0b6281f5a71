package dev.mr.cli;

import dev.mr.driver.DriverRun;
import dev.mr.driver.InputPlan;
import dev.mr.driver.InputPlanner;
import dev.mr.driver.JobResume;
import dev.mr.driver.JobStart;
import dev.mr.driver.RunOptions;
import dev.mr.driver.Site;
import dev.mr.driver.Voice;
import dev.mr.task.Durability;
import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What {@code mr-driver start} and {@code resume} do, at a site that a test has prepared, with a word count. */
final class SiteRun {
    private SiteRun() {}

    /**
     * Drives to the end, and ends the process.
     *
     * @param command {@code start} or {@code resume}
     * @param job MAPS REDUCES INPUT..., which only a start reads
     */
    static void end(Site site, String command, List<String> job) throws IOException {
        RunOptions options = new RunOptions(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0, List.of(), OptionalLong.empty());
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Voice voice = new TerminalVoice(err, site.time(), new Screen(false, 80));
        try (DriverRun run = new DriverRun(site, options, voice)) {
            DriverRun.Outcome outcome = command.equals("resume")
                    ? new JobResume(site, voice).run(new JobResume.Request(Map.of(), List.of(), false), run)
                    : start(site, job, run);
            System.exit(outcome.exitCode().code());
        }
    }

    private static DriverRun.Outcome start(Site site, List<String> job, DriverRun run) throws IOException {
        int maps = Integer.parseInt(job.get(0));
        List<Path> inputs = job.stream().skip(2).map(Path::of).toList();
        InputPlan plan = new InputPlanner(site.files()).plan(inputs, maps, InputPlanner.Reading.ANYTHING);
        JobSpec spec = JobSpecs.wordCount(maps, Integer.parseInt(job.get(1)));
        Durability durability = Durability.valueOf(System.getProperty(
                HaltingDriver.DURABILITY, spec.shuffle().durability().name()));
        JobSpec durable = spec.withShuffle(spec.shuffle().withDurability(durability));
        return new JobStart(site).run(durable, plan, false, run, () -> {});
    }
}
