package dev.mr.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.api.Job;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Makes a jar of source text, as a user would with {@code javac} and {@code jar}. */
public final class JobJar {
    private static final String IMPORTS = """
            import dev.mr.api.*;
            import java.util.*;
            """;

    private final Map<String, String> sources = new TreeMap<>();
    private final List<String> services = new ArrayList<>();
    private final Map<String, byte[]> resources = new TreeMap<>();
    private final List<Path> classPath = new ArrayList<>();
    private final Manifest manifest = new Manifest();
    private int javaVersion;

    public JobJar() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    /** A jar with one job, of the class {@code Name}, in which only {@code body} is not usual. */
    public static JobJar of(String name, String body) {
        return new JobJar().job(name, body);
    }

    /** The same, with a plan that counts words, and what else the class is to have. */
    public static JobJar counting(String name, String members) {
        return of(name, """
                public void define(Plan plan, Options options) {
                    plan.input(Input.BLOCKS_OF_WORDS)
                            .map((text, out) -> Words.each(text, (word, from, to) -> out.emit(word, from, to, 1)))
                            .sum();
                }
                """ + members);
    }

    /** Adds a public class that is a job, and names it in the service file. */
    public JobJar job(String name, String body) {
        return type(name, "public final class " + name + " implements Job {\n" + body + "\n}")
                .service(name);
    }

    /** Adds a class in the unnamed package; the API and {@code java.util} are imported. */
    public JobJar type(String name, String declaration) {
        sources.put(name, IMPORTS + declaration);
        return this;
    }

    /** Adds a line to the service file. */
    public JobJar service(String line) {
        services.add(line);
        return this;
    }

    public JobJar resource(String name, String content) {
        resources.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds every file below a folder. */
    public JobJar folder(Path folder, String below) {
        try (Stream<Path> files = Files.walk(folder.resolve(below))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                resources.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public JobJar manifest(Attributes.Name name, String value) {
        manifest.getMainAttributes().put(name, value);
        return this;
    }

    /** Compiles against this jar too. */
    public JobJar using(Path jar) {
        classPath.add(jar);
        return this;
    }

    /** Its classes say that they need this Java. */
    public JobJar needsJava(int version) {
        javaVersion = version;
        return this;
    }

    /** Compiles what there is to compile, and writes the jar. */
    public Path write(Path jar) throws IOException {
        Path work = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
        Path classes = Files.createDirectory(work.resolve("classes"));
        compile(classes);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> files = Files.list(classes)) {
            for (Path file : files.sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                if (javaVersion > 0) {
                    content[7] = (byte) (44 + javaVersion);
                }
                put(out, file.getFileName().toString(), content);
                Files.delete(file);
            }
            if (!services.isEmpty()) {
                String lines = String.join("\n", services);
                put(out, "META-INF/services/" + Job.class.getName(), lines.getBytes(StandardCharsets.UTF_8));
            }
            for (Map.Entry<String, byte[]> resource : resources.entrySet()) {
                put(out, resource.getKey(), resource.getValue());
            }
        }
        Files.delete(classes);
        Files.delete(work);
        return jar;
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    private void compile(Path classes) {
        if (sources.isEmpty()) {
            return;
        }
        List<String> path = new ArrayList<>(List.of(api().toString()));
        classPath.forEach(jar -> path.add(jar.toString()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        List<String> options =
                List.of("-cp", String.join(":", path), "-d", classes.toString(), "-proc:none", "--release", "17");
        List<Source> units = sources.entrySet().stream()
                .map(source -> new Source(source.getKey(), source.getValue()))
                .toList();
        boolean compiled = compiler.getTask(new StringWriter(), null, said, options, null, units)
                .call();
        assertThat(compiled).as("%s", said.getDiagnostics()).isTrue();
    }

    /** Where the classes of the API are. */
    static Path api() {
        try {
            return Path.of(Job.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
