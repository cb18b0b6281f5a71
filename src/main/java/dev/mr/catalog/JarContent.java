package dev.mr.catalog;

import dev.mr.api.Job;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A jar, read without loading anything of it.
 *
 * @param path absolute
 * @param jobClasses the classes that its service file names; see {@link java.util.ServiceLoader}
 * @param classPath the jars that its manifest asks for and that are there
 */
record JarContent(Path path, List<String> jobClasses, List<Path> classPath) {
    static final String SERVICE_FILE = "META-INF/services/" + Job.class.getName();

    /**
     * Reads a jar.
     *
     * @throws IllegalArgumentException when it is none, or cannot be read; the message names it
     */
    static JarContent read(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            throw new IllegalArgumentException("jar " + path + " is a folder; name the jar itself");
        }
        try (JarFile jar = new JarFile(absolute.toFile(), false)) {
            return new JarContent(absolute, jobClasses(jar), classPath(absolute, jar));
        } catch (NoSuchFileException gone) {
            throw new IllegalArgumentException("jar " + path + " does not exist", gone);
        } catch (AccessDeniedException refused) {
            throw new IllegalArgumentException("jar " + path + " cannot be read: permission denied", refused);
        } catch (IOException | SecurityException unreadable) {
            throw new IllegalArgumentException(
                    "jar " + path + (Files.isReadable(absolute) ? " is no jar: " : " cannot be read: ")
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** These jars, and those that their manifests ask for, each once. */
    static List<JarContent> readAll(List<Path> paths) {
        Map<Path, JarContent> read = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        List<Path> next = paths;
        while (!next.isEmpty()) {
            List<Path> asked = new ArrayList<>();
            for (Path path : next) {
                if (read.containsKey(path.toAbsolutePath().normalize())) {
                    continue;
                }
                try {
                    JarContent jar = read(path);
                    read.put(jar.path(), jar);
                    asked.addAll(jar.classPath());
                } catch (IllegalArgumentException unusable) {
                    problems.add(String.valueOf(unusable.getMessage()));
                }
            }
            next = asked;
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return List.copyOf(read.values());
    }

    private static List<String> jobClasses(JarFile jar) throws IOException {
        ZipEntry entry = jar.getEntry(SERVICE_FILE);
        if (entry == null) {
            return List.of();
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .distinct()
                    .toList();
        }
    }

    /** What the class loader will look into as well, so that it is checked like the jar itself. */
    private static List<Path> classPath(Path path, JarFile jar) throws IOException {
        Manifest manifest = jar.getManifest();
        String asked = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        List<Path> found = new ArrayList<>();
        for (String entry : asked == null ? new String[0] : asked.trim().split("\\s+", -1)) {
            if (entry.isEmpty()) {
                continue;
            }
            Path named;
            try {
                named = Path.of(path.toUri().resolve(entry)).normalize();
            } catch (IllegalArgumentException | java.nio.file.FileSystemNotFoundException elsewhere) {
                continue; // the class loader passes over it too
            }
            if (Files.isDirectory(named)) {
                throw new IOException("its manifest asks for the folder " + named + "; put that into a jar");
            }
            if (Files.exists(named)) {
                found.add(named);
            }
        }
        return found;
    }
}
