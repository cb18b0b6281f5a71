package dev.mr.e2e;

import dev.mr.catalog.JobJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A job in a jar that counts lines, and does what a line says: {@code !THROW} in the map function, {@code !REDUCE} in the reduce
 * function, {@code ?} waits for the file {@code gate-<attempt>} beside its jar.
 */
final class MisbehavingJob {
    private static final String COUNT = """
            public List<Option> options() {
                return List.of(
                        Option.of("until", "1", "the last attempt that misbehaves"),
                        Option.of("gates", "", "where gates are"));
            }
            public void define(Plan plan, Options options) {
                long until = options.number("until", 0, 1000);
                plan.map((line, out) -> {
                    String text = line.text();
                    out.task().counter("lines").increment();
                    if (out.task().attempt() <= until && text.startsWith("!")) {
                        Misbehavior.of(text.substring(1));
                    } else if (text.startsWith("?")) {
                        Misbehavior.await(options.get("gates") + "/gate-" + out.task().attempt());
                    }
                    out.emit(text, "1");
                }).reduce((line, values, out) -> {
                    if (out.task().attempt() <= until && line.text().startsWith("!REDUCE")) {
                        throw new IllegalStateException("cannot reduce this");
                    }
                    long count = 0;
                    while (values.next()) {
                        count++;
                    }
                    out.task().counter("keys").increment();
                    out.emit(line, count);
                });
            }
            """;
    private static final String MISBEHAVIOR = """
            final class Misbehavior {
                static void of(String what) throws Exception {
                    switch (what) {
                        case "THROW" -> throw new IllegalStateException("cannot read this");
                        case "EXIT" -> System.exit(3);
                        case "HALT" -> Runtime.getRuntime().halt(4);
                        case "SPIN" -> { while (true) { Thread.onSpinWait(); } }
                        case "SLEEP" -> Thread.sleep(1_000_000);
                        case "HEAP" -> {
                            List<byte[]> all = new ArrayList<>();
                            while (true) { all.add(new byte[1 << 22]); }
                        }
                        case "SWALLOW" -> {
                            List<byte[]> all = new ArrayList<>();
                            while (true) {
                                try { all.add(new byte[1 << 22]); } catch (OutOfMemoryError full) { Thread.onSpinWait(); }
                            }
                        }
                        case "STACK" -> deep(0);
                        case "PRINT" -> {
                            byte[] text = "all work and no play\\n".repeat(50_000).getBytes();
                            for (int i = 0; i < 2_000; i++) { System.out.write(text); }
                            throw new Exception("printed two gigabytes");
                        }
                        default -> {}
                    }
                }
                private static int deep(int depth) { return depth < 0 ? 0 : deep(depth + 1) + 1; }
                static void await(String gate) throws Exception {
                    while (!new java.io.File(gate).exists()) { Thread.sleep(20); }
                }
            }
            """;

    private MisbehavingJob() {}

    /** Writes the jar; what a job is started with. */
    static String[] arguments(Path room, String... more) {
        try {
            Path jar = new JobJar()
                    .job("Count", COUNT)
                    .type("Misbehavior", MISBEHAVIOR)
                    .write(room.resolve("count.jar"));
            return Stream.concat(Stream.of("--jar", jar.toString(), "--set", "gates=" + room), Stream.of(more))
                    .toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the attempts of this number that wait go on. */
    static void open(Path room, int attempt) {
        try {
            Files.createFile(room.resolve("gate-" + attempt));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] lines(String... lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** What the job's one output file must be when it has read these lines of its inputs. */
    static Map<String, String> expected(TestJob job, Predicate<String> read) throws IOException {
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (Path input : job.inputs()) {
            Files.readAllLines(input).stream().filter(read).forEach(line -> counts.merge(line, 1, Integer::sum));
        }
        StringBuilder text = new StringBuilder();
        counts.forEach(
                (line, count) -> text.append(line).append(' ').append(count).append('\n'));
        return Map.of("out-0", text.toString());
    }

    static String counter(TestJob job, String name) {
        return String.join(",", job.record().rows("SELECT value FROM counter WHERE name = '" + name + "'"));
    }
}
