package dev.mr.driver;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.task.ExitCode;
import dev.mr.task.JobSpec;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The records that a job left out, as the inputs of the same job once more: in the order of its inputs, each a file that counts as
 * part of the input that it came from.
 *
 * @param job what the job was to do
 */
public record Replay(JobSpec job, List<LeftOut> records) {
    /** What the job was, beside the records; as the database has it. */
    static final String JOB = "job.json";

    private static final Pattern RECORD = Pattern.compile("(\\d{1,9})-(\\d{1,18})\\.record");
    private static final Pattern SOURCE = Pattern.compile("(?m)^input   (\\d{1,9})$");

    /**
     * One of them.
     *
     * @param source which of the inputs that were named it came from, from 0
     */
    public record LeftOut(Path file, int input, long offset, int source) {}

    /**
     * What lies in the quarantine of a job directory.
     *
     * @throws MrException USAGE when that cannot be replayed
     */
    public static Replay of(Path directory, FileSystem files) throws IOException {
        Path quarantine = JobDirectory.at(directory).quarantine();
        if (files.facts(JobDirectory.at(directory).root()).isEmpty()) {
            throw new MrException(ExitCode.USAGE, "--replay " + directory + " does not exist");
        }
        List<LeftOut> records = new ArrayList<>();
        for (Path file : files.list(quarantine)) {
            Matcher name = RECORD.matcher(file.getFileName().toString());
            if (name.matches()) {
                int source = source(files, file.resolveSibling(name.group(1) + "-" + name.group(2) + ".txt"));
                records.add(new LeftOut(file, Integer.parseInt(name.group(1)), Long.parseLong(name.group(2)), source));
            }
        }
        if (records.isEmpty()) {
            throw new MrException(ExitCode.USAGE, "--replay " + directory + " has no records in .mr/quarantine");
        }
        records.sort(Comparator.comparingInt(LeftOut::input).thenComparingLong(LeftOut::offset));
        return new Replay(job(directory, quarantine.resolve(JOB), files), List.copyOf(records));
    }

    private static int source(FileSystem files, Path note) throws IOException {
        try {
            Matcher source = SOURCE.matcher(new String(files.read(note), StandardCharsets.UTF_8));
            return source.find() ? Integer.parseInt(source.group(1)) : 0;
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    private static JobSpec job(Path directory, Path file, FileSystem files) throws IOException {
        try {
            Map<String, String> options = new LinkedHashMap<>();
            JsonElement stored = JsonParser.parseString(new String(files.read(file), StandardCharsets.UTF_8));
            stored.getAsJsonObject()
                    .entrySet()
                    .forEach(e -> options.put(e.getKey(), e.getValue().getAsString()));
            return JobSpec.ofOptions(options);
        } catch (NoSuchFileException | JsonParseException | IllegalStateException | IllegalArgumentException unusable) {
            throw new MrException(
                    ExitCode.USAGE,
                    "--replay " + directory + " cannot tell whose records it has: " + file
                            + " is missing or damaged; name the job, and the records with --inputs",
                    unusable);
        }
    }

    /** The content of {@link #JOB}. */
    static byte[] describe(JobSpec job) {
        JsonObject options = new JsonObject();
        job.options().forEach(options::addProperty);
        String text = new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(options);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
