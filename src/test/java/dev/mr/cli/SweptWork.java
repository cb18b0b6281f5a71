package dev.mr.cli;

import dev.mr.catalog.JobCatalog;
import dev.mr.catalog.JobJar;
import dev.mr.shuffle.NaiveWords;
import dev.mr.task.AttemptRules;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import dev.mr.task.PartitionerName;
import dev.mr.task.ShuffleSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a swept job does, so that its directory has every kind of file between them. */
enum SweptWork {
    /** Counts words. */
    WORDS {
        @Override
        JobSpec spec(Path folder) {
            return JobSpecs.wordCount(MAPS, REDUCES);
        }

        @Override
        String text(String prose) {
            return prose;
        }

        @Override
        Map<String, String> output(List<String> chunks) {
            return counts(String.join("", chunks));
        }
    },

    /** Counts words too, one on each line, writes side files in maps and reduces, and leaves out lines that begin with '!'. */
    LEFTOVERS {
        private static final String COUNT = """
                public void define(Plan plan, Options options) {
                    plan.map(new java.util.function.Supplier<Mapper>() {
                        public Mapper get() { return new Noting(); }
                    }).reduce(new java.util.function.Supplier<Reducer>() {
                        public Reducer get() { return new Summing(); }
                    });
                }
                """;
        private static final String NOTING = """
                final class Noting implements Mapper {
                    private java.io.OutputStream side;
                    public void open(TaskContext task) throws Exception { side = task.sideFile("lines.txt"); }
                    public void map(Slice line, Output out) throws Exception {
                        if (line.text().startsWith("!")) { throw new IllegalStateException("no word"); }
                        side.write((line.text() + "\\n").getBytes());
                        out.emit(line.text(), "");
                    }
                }
                """;
        private static final String SUMMING = """
                final class Summing implements Reducer {
                    private java.io.OutputStream side;
                    public void open(TaskContext task) throws Exception { side = task.sideFile("keys.txt"); }
                    public void reduce(Slice key, Values values, Output out) throws Exception {
                        int count = 0;
                        while (values.next()) { count++; }
                        side.write((key.text() + "\\n").getBytes());
                        out.emit(key, count);
                    }
                }
                """;

        @Override
        JobSpec spec(Path folder) throws IOException {
            Path jar = new JobJar()
                    .job("Leftovers", COUNT)
                    .type("Noting", NOTING)
                    .type("Summing", SUMMING)
                    .write(folder.resolve("leftovers.jar"));
            AttemptRules usual = AttemptRules.DEFAULT;
            AttemptRules rules = new AttemptRules(
                    usual.lease(),
                    usual.heartbeat(),
                    usual.taskTimeout(),
                    usual.maxAttempts(),
                    usual.maxWorkerLosses(),
                    BAD_LINES,
                    true);
            JobCode code = new JobCode("leftovers", JobCatalog.describe(List.of(jar)), new TreeMap<>());
            return new JobSpec(code, MAPS, REDUCES, ShuffleSpec.of(PartitionerName.FIRST_LETTER), "out-", rules);
        }

        @Override
        String text(String prose) {
            List<String> lines = new ArrayList<>(words(prose));
            for (int bad = 1; bad <= BAD_LINES; bad++) {
                lines.add(lines.size() * bad / (BAD_LINES + 1), "!" + bad);
            }
            return String.join("\n", lines) + "\n";
        }

        @Override
        Map<String, String> output(List<String> chunks) {
            String all = String.join("", chunks);
            Map<String, String> files = counts(String.join("\n", good(all)));
            for (int r = 0; r < REDUCES; r++) {
                StringBuilder keys = new StringBuilder();
                files.getOrDefault("out-" + r, "")
                        .lines()
                        .forEach(line -> keys.append(line, 0, line.indexOf(' ')).append('\n'));
                files.put("side/reduce-" + r + "/keys.txt", keys.toString());
            }
            for (int m = 0; m < chunks.size(); m++) {
                files.put("side/map-" + m + "/lines.txt", String.join("\n", good(chunks.get(m))) + "\n");
                long offset = 0;
                for (String line : chunks.get(m).lines().toList()) {
                    if (line.startsWith("!")) {
                        files.put("quarantine/" + m + "-" + offset + ".record", line);
                    }
                    offset += line.length() + 1;
                }
            }
            return files;
        }

        private static List<String> good(String text) {
            return text.lines().filter(line -> !line.startsWith("!")).toList();
        }
    };

    static final int MAPS = 3;
    private static final int REDUCES = 2;
    private static final int BAD_LINES = 2;

    /** With what it needs, in this folder. */
    abstract JobSpec spec(Path folder) throws IOException;

    /** What it reads, of some prose; in ASCII. */
    abstract String text(String prose);

    /** What must come of it, by names below {@code out/}, and of the records that are kept. */
    abstract Map<String, String> output(List<String> chunks);

    private static List<String> words(String text) {
        return NaiveWords.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> counts(String text) {
        Map<String, String> files = new TreeMap<>();
        for (int r = 0; r < REDUCES; r++) {
            int bucket = r;
            files.put(
                    "out-" + r,
                    NaiveWords.output(words(text).stream()
                            .filter(word -> NaiveWords.firstLetter(word, REDUCES) == bucket)
                            .toList()));
        }
        return files;
    }
}
