package dev.mr.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.mr.api.Input;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.catalog.JobCatalog;
import dev.mr.catalog.OfferedJob;
import dev.mr.shuffle.PlanBuilder;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mr-driver jobs}: what may be started, and with which options. */
@Command(
        name = "jobs",
        description = "Lists the bundled jobs, or those of jars, with their options and defaults.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  mr-driver jobs", "  mr-driver jobs --jar my-job.jar", "  mr-driver jobs --json"})
final class JobsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @picocli.CommandLine.Option(
            names = "--jar",
            paramLabel = "JAR",
            description = "List the jobs of this jar instead; may be repeated.")
    private List<Path> jars = new ArrayList<>();

    @picocli.CommandLine.Option(names = "--json", description = "One JSON object, as docs/status-json.md describes it.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (JobCatalog catalog = jars.isEmpty() ? JobCatalog.bundled() : JobCatalog.ofJars(jars)) {
            if (json) {
                out.println(json(catalog.jobs()));
            } else {
                catalog.jobs().forEach(job -> print(job, out));
            }
        } catch (IllegalArgumentException unusable) {
            throw new MrException(ExitCode.USAGE, String.valueOf(unusable.getMessage()), unusable);
        }
        return ExitCode.DONE.code();
    }

    private static void print(OfferedJob job, PrintWriter out) {
        out.println(job.name() + beside(job.description()));
        out.println("    reads " + input(job).map(JobsCommand::words).orElse("what its options say"));
        for (Option option : job.options()) {
            String initial = option.initial();
            out.println("    " + JobChoice.wayToSet(job) + option.name() + "="
                    + (initial == null ? "VALUE (required)" : OneLine.whole(initial)) + beside(option.description()));
        }
    }

    private static String beside(String description) {
        return description.isEmpty() ? "" : "  " + OneLine.whole(description);
    }

    private static JsonObject json(List<OfferedJob> jobs) {
        JsonArray all = new JsonArray();
        for (OfferedJob job : jobs) {
            JsonObject object = new JsonObject();
            Path jar = job.jar();
            object.addProperty("name", job.name());
            object.addProperty("description", job.description());
            object.addProperty("input", input(job).map(JobsCommand::words).orElse(null));
            object.addProperty("class", job.className());
            object.addProperty("jar", jar == null ? null : jar.toString());
            JsonArray options = new JsonArray();
            for (Option option : job.options()) {
                JsonObject one = new JsonObject();
                one.addProperty("name", option.name());
                one.addProperty("required", option.initial() == null);
                one.addProperty("default", option.initial());
                one.addProperty("description", option.description());
                options.add(one);
            }
            object.add("options", options);
            all.add(object);
        }
        JsonObject listing = new JsonObject();
        listing.addProperty("v", StatusJson.VERSION);
        listing.add("jobs", all);
        return listing;
    }

    /** What map is called with, when options without a default are left empty; nothing where the job then has no plan. */
    private static Optional<Input> input(OfferedJob job) {
        SortedMap<String, String> values = new TreeMap<>();
        for (Option option : job.options()) {
            String initial = option.initial();
            values.put(option.name(), initial == null ? "" : initial);
        }
        try {
            return Optional.of(PlanBuilder.of(job, new Options(values)).input());
        } catch (IllegalArgumentException dependsOnItsOptions) {
            return Optional.empty();
        }
    }

    private static String words(Input input) {
        return input.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
