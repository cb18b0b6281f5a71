package dev.mr.files;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A file of one JSON object whose values are strings and whole numbers. Read and written without reflection, which every start
 * of a worker would pay for.
 */
final class JsonFields {
    private final Map<String, String> values = new HashMap<>();

    private JsonFields() {}

    /** @throws IllegalArgumentException when the content is no JSON object, or more than one */
    static JsonFields read(byte[] content) {
        JsonFields fields = new JsonFields();
        try (JsonReader json = new JsonReader(new StringReader(new String(content, StandardCharsets.UTF_8)))) {
            json.setStrictness(Strictness.LENIENT);
            json.beginObject();
            while (json.hasNext()) {
                String name = json.nextName();
                if (json.peek() == JsonToken.STRING || json.peek() == JsonToken.NUMBER) {
                    fields.values.put(name, json.nextString());
                } else {
                    json.skipValue();
                }
            }
            json.endObject();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("more than one object");
            }
            return fields;
        } catch (IOException | IllegalStateException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    /** Of all values that are strings or numbers. */
    Set<String> names() {
        return values.keySet();
    }

    /** @throws IllegalArgumentException when there is none */
    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return value;
    }

    /**
     * 0 when there is none.
     *
     * @throws IllegalArgumentException when it is no whole number
     */
    long number(String name) {
        return Long.parseLong(values.getOrDefault(name, "0"));
    }

    /** Names and values in turn, each value a {@code String} or a {@code Number}, in lines. */
    static byte[] write(Object... namesAndValues) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.beginObject();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                json.name((String) namesAndValues[i]);
                if (namesAndValues[i + 1] instanceof Number number) {
                    json.value(number);
                } else {
                    json.value((String) namesAndValues[i + 1]);
                }
            }
            json.endObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
