package dev.mr.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fields and their types, as {@code docs/status-json.md} has them under a heading, and as an object has them. */
final class FieldTable {
    private static final Path DOCUMENT = Path.of("docs/status-json.md");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| ([a-z ]+) \\|[^|]*\\| .+ \\|");
    private static final Set<String> NAMED_BY_THE_JOB = Set.of("counters", "options");

    private FieldTable() {}

    /** Field to type, from the table below this heading. */
    static Map<String, String> documented(String heading) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        boolean here = false;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("#")) {
                here = line.replaceFirst("^#+ ", "").equals(heading);
            }
            Matcher row = ROW.matcher(line);
            if (here && row.matches()) {
                fields.put(row.group(1), row.group(2));
            }
        }
        return fields;
    }

    /** Field to its types, over every element of an array. */
    static Map<String, Set<String>> of(JsonObject object) {
        Map<String, Set<String>> fields = new TreeMap<>();
        add("", object, fields);
        return fields;
    }

    private static void add(String prefix, JsonObject object, Map<String, Set<String>> fields) {
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
            String path = prefix + entry.getKey();
            JsonElement value = entry.getValue();
            if (NAMED_BY_THE_JOB.contains(path)) {
                value.getAsJsonObject().asMap().values().forEach(one -> note(path + ".*", one, fields));
            } else if (value.isJsonObject()) {
                add(path + ".", value.getAsJsonObject(), fields);
            } else {
                note(path, value, fields);
                if (value.isJsonArray()) {
                    value.getAsJsonArray().forEach(one -> add(path + "[].", one.getAsJsonObject(), fields));
                }
            }
        }
    }

    private static void note(String path, JsonElement value, Map<String, Set<String>> fields) {
        fields.computeIfAbsent(path, none -> new TreeSet<>()).add(type(value));
    }

    private static String type(JsonElement value) {
        if (value.isJsonNull() || value.isJsonArray()) {
            return value.isJsonNull() ? "null" : "array";
        }
        return value.getAsJsonPrimitive().isNumber()
                ? "number"
                : value.getAsJsonPrimitive().isBoolean() ? "boolean" : "string";
    }

    /** The types a documented type allows. */
    static Set<String> allowed(String documentedType) {
        return new TreeSet<>(Arrays.asList(documentedType.split(" or ", -1)));
    }
}
