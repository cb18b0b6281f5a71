package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.FileSystem;
import dev.mr.files.ForwardingFileSystem;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.ChunkManifest;
import dev.mr.task.ChunkManifest.By;
import dev.mr.task.ChunkManifest.Chunk;
import dev.mr.task.ExitCode;
import dev.mr.task.InputFile;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From names on a command line to inputs. */
class InputPlannerTest {
    @TempDir
    Path root;

    private final InputPlanner planner = new InputPlanner(new LocalFileSystem());

    private Path file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, content);
    }

    private List<String> names(List<Path> paths) {
        return planner.plan(paths, null, InputPlanner.Reading.ANYTHING).inputs().stream()
                .map(input -> root.relativize(Path.of(input.path())).toString())
                .toList();
    }

    private void givenManifest(String folder, Chunk... chunks) throws IOException {
        Files.write(
                root.resolve(folder).resolve(ChunkManifest.FILE_NAME),
                new ChunkManifest(By.WORD, List.of(chunks)).format());
    }

    private static MrException refusal(InputPlanner planner, List<Path> paths) {
        try {
            planner.plan(paths, null, InputPlanner.Reading.ANYTHING);
        } catch (MrException refused) {
            return refused;
        }
        throw new AssertionError(paths + " were accepted");
    }

    private MrException refusal(List<Path> paths) {
        return refusal(planner, paths);
    }

    @Test
    void a_folder_means_its_files_by_name_without_the_hidden_ones() throws IOException {
        file("books/b.txt", "b");
        file("books/a.txt", "aa");
        file("books/.hidden", "h");
        assertThat(names(List.of(root.resolve("books")))).containsExactly("books/a.txt", "books/b.txt");
        InputPlan plan = planner.plan(List.of(root.resolve("books")), null, InputPlanner.Reading.ANYTHING);
        assertThat(plan.description()).isEqualTo("2 files in 2 map tasks, one each");
        assertThat(plan.bytes()).isEqualTo(3);
        assertThat(plan.inputs().get(1).index()).isEqualTo(1);
    }

    @Test
    void files_and_folders_are_taken_in_the_order_given() throws IOException {
        file("books/a.txt", "a");
        Path last = file("z.txt", "z");
        assertThat(names(List.of(last, root.resolve("books"), last))).containsExactly("z.txt", "books/a.txt", "z.txt");
    }

    @Test
    void chunk_files_are_ordered_by_their_number_also_without_a_manifest() throws IOException {
        for (int i = 0; i < 12; i++) {
            file("chunks/book_" + i + "_mapper_" + i + ".txt", "x");
        }
        assertThat(names(List.of(root.resolve("chunks"))))
                .startsWith("chunks/book_0_mapper_0.txt", "chunks/book_1_mapper_1.txt", "chunks/book_2_mapper_2.txt")
                .endsWith("chunks/book_10_mapper_10.txt", "chunks/book_11_mapper_11.txt");
    }

    @Test
    void chunk_files_with_a_gap_or_a_stranger_among_them_are_ordered_by_name() throws IOException {
        file("chunks/a_10_mapper_10.txt", "x");
        file("chunks/a_2_mapper_2.txt", "x");
        assertThat(names(List.of(root.resolve("chunks"))))
                .containsExactly("chunks/a_10_mapper_10.txt", "chunks/a_2_mapper_2.txt");
    }

    @Test
    void more_or_fewer_tasks_than_files_share_the_bytes() throws IOException {
        InputPlan plan = planner.plan(List.of(file("a", "12345"), file("b", "123")), 4, InputPlanner.Reading.ANYTHING);
        assertThat(plan.description()).isEqualTo("2 files in 4 map tasks, equal shares");
        assertThat(plan.splits())
                .hasSize(4)
                .allSatisfy(splits -> assertThat(splits).isNotEmpty());
    }

    @Test
    void one_task_over_one_file_is_told_in_the_singular() throws IOException {
        InputPlan plan = planner.plan(List.of(file("a", "12345")), 1, InputPlanner.Reading.ANYTHING);
        assertThat(plan.description()).isEqualTo("1 file in 1 map task, one each");
    }

    @Test
    void a_manifest_says_which_chunks_there_are_and_in_which_order() throws IOException {
        file("chunks/second.txt", "22");
        file("chunks/first.txt", "1");
        file("chunks/stranger.txt", "not mine");
        givenManifest("chunks", new Chunk("first.txt", 1, 0), new Chunk("second.txt", 2, 0));
        assertThat(names(List.of(root.resolve("chunks")))).containsExactly("chunks/first.txt", "chunks/second.txt");
        assertThat(planner.plan(List.of(root.resolve("chunks")), null, InputPlanner.Reading.ANYTHING)
                        .description())
                .isEqualTo("2 chunk files in 2 map tasks, one each");
    }

    @Test
    void a_chunk_that_is_not_as_its_manifest_says_is_a_changed_input() throws IOException {
        Path chunks = root.resolve("chunks");
        file("chunks/first.txt", "1");
        givenManifest("chunks", new Chunk("first.txt", 5, 0));
        MrException changed = refusal(List.of(chunks));
        assertThat(changed.exitCode()).isEqualTo(ExitCode.INPUT_CHANGED);
        assertThat(changed)
                .hasMessage("chunk " + chunks.resolve("first.txt")
                        + " has 1 byte, expected 5 as mr-chunk wrote it; run mr-chunk --force again");
        givenManifest("chunks", new Chunk("second.txt", 5, 0));
        assertThat(refusal(List.of(chunks))).hasMessageContaining("second.txt is missing, expected 5");
    }

    @Test
    void a_manifest_that_was_altered_is_a_changed_input() throws IOException {
        file("chunks/first.txt", "1");
        file("chunks/" + ChunkManifest.FILE_NAME, "mr-chunks 1\nby word\nend 00000000\n");
        MrException changed = refusal(List.of(root.resolve("chunks")));
        assertThat(changed.exitCode()).isEqualTo(ExitCode.INPUT_CHANGED);
        assertThat(changed).hasMessageContaining("does not match its checksum; run mr-chunk --force again");
    }

    @Test
    void all_problems_are_named_at_once() throws IOException {
        Path good = file("good.txt", "x");
        Files.createDirectories(root.resolve("books/inner"));
        Files.createSymbolicLink(root.resolve("books/dangling"), root.resolve("nowhere"));
        Path missing = root.resolve("missing");
        MrException refused = refusal(List.of(missing, good, root.resolve("books")));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused)
                .hasMessage("input " + missing + " does not exist; input " + root.resolve("books/dangling")
                        + " leads nowhere; input " + root.resolve("books/inner")
                        + " is not a regular file; name readable files or folders with --inputs");
    }

    /** Where this user may read neither the files named so nor look into the folders named so. */
    private static FileSystem forbidding(String... names) {
        return new ForwardingFileSystem(new LocalFileSystem()) {
            private boolean forbids(@Nullable Path path) {
                return path != null
                        && path.getFileName() != null
                        && List.of(names).contains(path.getFileName().toString());
            }

            @Override
            public Optional<FileFacts> facts(Path path) throws IOException {
                if (forbids(path.getParent())) {
                    throw new AccessDeniedException(path.toString());
                }
                return super.facts(path);
            }

            @Override
            public byte[] read(Path file) throws IOException {
                if (forbids(file.getParent())) {
                    throw new AccessDeniedException(file.toString());
                }
                return super.read(file);
            }

            @Override
            public boolean isReadable(Path path) {
                return !forbids(path) && super.isReadable(path);
            }
        };
    }

    @Test
    void every_input_that_may_not_be_read_is_named_at_once() throws IOException {
        Path secret = file("secret.txt", "x");
        Path one = file("books/one.txt", "x");
        file("books/open.txt", "x");
        Path two = file("books/two.txt", "x");
        Path inClosed = file("closed/three.txt", "x");
        InputPlanner forbidden = new InputPlanner(forbidding("secret.txt", "one.txt", "two.txt", "closed"));
        MrException refused = refusal(forbidden, List.of(secret, one.getParent(), inClosed, inClosed.getParent()));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused)
                .hasMessage("input " + secret + " cannot be read (permission denied); input " + one
                        + " cannot be read (permission denied); input " + two + " cannot be read (permission denied);"
                        + " input " + inClosed + " cannot be read (" + inClosed + ": permission denied); input "
                        + inClosed.getParent() + " cannot be read (" + inClosed.resolveSibling(ChunkManifest.FILE_NAME)
                        + ": permission denied); name readable files or folders with --inputs");
    }

    @Test
    void a_chunk_that_may_not_be_read_is_refused_too() throws IOException {
        Path chunk = file("chunks/first.txt", "1");
        givenManifest("chunks", new Chunk("first.txt", 1, 0));
        MrException refused = refusal(new InputPlanner(forbidding("first.txt")), List.of(chunk.getParent()));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused).hasMessageStartingWith("input " + chunk + " cannot be read (permission denied)");
    }

    @Test
    void a_folder_without_a_file_is_refused() throws IOException {
        Path empty = Files.createDirectory(root.resolve("empty"));
        assertThatThrownBy(() -> planner.plan(List.of(empty), 3, InputPlanner.Reading.ANYTHING))
                .hasMessage("there is no input file in [" + empty + "]; name readable files or folders with --inputs");
    }

    @Test
    void the_default_input_is_what_mr_chunk_made_or_else_the_inputs() throws IOException {
        assertThat(planner.defaultInput(root)).isEqualTo(root.resolve("inputs"));
        Files.createDirectory(root.resolve("chunks"));
        assertThat(planner.defaultInput(root)).isEqualTo(root.resolve("inputs"));
        givenManifest("chunks");
        assertThat(planner.defaultInput(root)).isEqualTo(root.resolve("chunks"));
    }

    @Test
    void an_input_that_is_not_what_it_was_is_named_with_both_states() throws IOException {
        Path file = file("a.txt", "abc");
        List<InputFile> inputs =
                planner.plan(List.of(file), null, InputPlanner.Reading.ANYTHING).inputs();
        assertThat(planner.change(inputs)).isEmpty();
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(planner.change(inputs))
                .startsWith("input " + file
                        + " has changed since the job started: it was modified at 1970-01-01T00:00:00Z, expected 20");
        Files.writeString(file, "abcd");
        assertThat(planner.change(inputs)).contains("its size is 4, expected 3 bytes; it was modified at ");
        Files.delete(file);
        assertThat(planner.change(inputs)).isEqualTo("input " + file + " is missing");
    }
}
