package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatCommandTest {
    @TempDir
    private Path folder;

    private Workplace workplace;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void a_workplace() throws IOException {
        workplace = new Workplace(folder);
        workplace.file("in/a.txt", "b a\na\tb\nb a\n");
    }

    private ProgramRun cat(OutputStream to, String... files) {
        List<String> paths = List.of(files).stream().map(workplace::path).toList();
        return ProgramRun.of("cat", new CatCommand(to), paths.toArray(String[]::new));
    }

    private String cat(String... files) {
        out.reset();
        ProgramRun run = cat(out, files);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        return out.toString(StandardCharsets.UTF_8);
    }

    private void run(String... options) {
        List<String> all = new java.util.ArrayList<>(List.of("start", "--runner", "sequential", "--reduce-tasks=1"));
        all.addAll(List.of("--dir", workplace.path("job"), "--inputs", workplace.path("in")));
        all.addAll(List.of(options));
        ProgramRun run = Workplace.driver(all.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void intermediate_files_and_outputs_of_every_format_are_text() {
        run();
        assertThat(cat("job/intermediate/mr-0-0", "job/out/out-0")).isEqualTo("b\na\na\nb\nb\na\na 3\nb 3\n");
        run("--force", "--combine", "--compress=zstd", "--output-format=records");
        assertThat(cat("job/intermediate/mr-0-0", "job/out/out-0")).isEqualTo("a\t3\nb\t3\na\t3\nb\t3\n");
        run("--force", "--job=distinct", "--compress=lz4");
        assertThat(cat("job/intermediate/mr-0-0")).isEqualTo("a\\tb\t\nb a\t\n");
    }

    @Test
    void a_damaged_file_is_told_after_what_is_sound() throws IOException {
        run("--combine");
        Path bucket = folder.resolve("job/intermediate/mr-0-0");
        byte[] bytes = Files.readAllBytes(bucket);
        Files.write(bucket, java.util.Arrays.copyOf(bytes, bytes.length - 12));

        ProgramRun run = cat(out, "job/intermediate/mr-0-0", "job/out/out-0");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .hasLineCount(1)
                .startsWith(
                        "cat: " + bucket + " is damaged at byte 18: it ends too early; the lines before it are sound");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\t3\nb\t3\n");
    }

    @Test
    void files_that_are_not_there_or_no_files_are_refused_before_anything_is_printed() {
        Workplace.assertRefused(Workplace.driver("cat"), "FILE");
        Workplace.assertRefused(
                Workplace.driver("cat", workplace.path("in/a.txt"), workplace.path("gone"), workplace.path("in")),
                workplace.path("gone") + " does not exist; " + workplace.path("in") + " is not a regular file");
    }

    @Test
    void a_reader_that_has_had_enough_is_no_error_and_a_full_disk_is_one() {
        ProgramRun quiet = cat(broken("Broken pipe"), "in/a.txt");
        assertThat(quiet.code()).isZero();
        assertThat(quiet.err()).isEmpty();
        ProgramRun full = cat(broken("No space left on device"), "in/a.txt");
        assertThat(full.code()).isEqualTo(4);
        assertThat(full.err()).isEqualTo("cat: standard output could not be written: No space left on device\n");
    }

    private static OutputStream broken(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
