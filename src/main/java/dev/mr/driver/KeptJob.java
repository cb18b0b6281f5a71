package dev.mr.driver;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.mr.task.CheckedText;
import dev.mr.task.JobSpec;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the job was whose records were left out, {@code .mr/quarantine/job.json}: its options, as the database has them. */
final class KeptJob {
    static final String NAME = "job.json";

    private static final String CHECKSUM = "crc32c";

    private KeptJob() {}

    static byte[] format(JobSpec job) {
        JsonObject options = new JsonObject();
        job.options().forEach(options::addProperty);
        options.addProperty(CHECKSUM, checksum(job.options()));
        String text = new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(options);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What was formatted.
     *
     * @throws IllegalArgumentException when it is damaged
     */
    static JobSpec parse(byte[] content) {
        Map<String, String> options = new LinkedHashMap<>();
        try {
            JsonElement stored = JsonParser.parseString(new String(content, StandardCharsets.UTF_8));
            stored.getAsJsonObject()
                    .entrySet()
                    .forEach(e -> options.put(e.getKey(), e.getValue().getAsString()));
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException noOptions) {
            throw new IllegalArgumentException("has no options", noOptions);
        }
        String expected = options.remove(CHECKSUM);
        if (!checksum(options).equals(expected)) {
            throw new IllegalArgumentException("does not match its checksum");
        }
        return JobSpec.ofOptions(options);
    }

    /** Of all options, in the order of their names. */
    private static String checksum(Map<String, String> options) {
        JsonObject sorted = new JsonObject();
        new TreeMap<>(options).forEach(sorted::addProperty);
        return HexFormat.of().toHexDigits(CheckedText.digest(sorted.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
