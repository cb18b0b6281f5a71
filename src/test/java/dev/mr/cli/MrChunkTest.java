package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MrChunkTest {
    private static final String DEAD_RUN = "999999999@";

    @TempDir
    private Path folder;

    @BeforeEach
    void two_books() throws IOException {
        Files.createDirectory(folder.resolve("books"));
        Files.writeString(folder.resolve("books/b.txt"), "three four");
        Files.writeString(folder.resolve("books/a.tar.gz"), "one two");
    }

    @Test
    void stdout_has_the_folder_and_stderr_a_line_for_people() {
        ProgramRun run = chunk("--chunks", "2", path("books"));
        assertThat(run)
                .isEqualTo(new ProgramRun(
                        0,
                        path("chunks") + "\n",
                        "mr-chunk: 2 chunks of 9 bytes (+-4) in " + path("chunks")
                                + ", by word, from 2 files, 18 bytes\n"));
    }

    @Test
    void a_closed_standard_output_is_all_that_fails() {
        ProgramRun run = ProgramRun.withClosedOutput(
                "mr-chunk", new MrChunk(), "--chunks=2", "--out", path("chunks"), path("books"));
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .endsWith("\nmr-chunk: the chunks are complete in " + path("chunks")
                        + "; only standard output could not be written: it is closed, or its disk is full\n");
        assertThat(folder.resolve("chunks/books_1_mapper_1.txt")).exists();
    }

    @Test
    void chunks_of_a_folder_have_its_name_and_its_files_in_order() throws IOException {
        Files.writeString(folder.resolve("books/.hidden"), "never");
        chunk("--chunks", "2", path("books"));
        assertThat(names(folder.resolve("chunks")))
                .containsExactly(".mr-chunks", "books_0_mapper_0.txt", "books_1_mapper_1.txt");
        assertThat(folder.resolve("chunks/books_0_mapper_0.txt")).hasContent("one two\nthree");
        assertThat(folder.resolve("chunks/books_1_mapper_1.txt")).hasContent(" four");
    }

    @Test
    void chunks_of_one_file_have_its_name_without_its_last_extension() throws IOException {
        chunk("--chunks", "1", path("books/a.tar.gz"));
        assertThat(names(folder.resolve("chunks"))).contains("a.tar_0_mapper_0.txt");
    }

    @Test
    void chunks_of_several_files_have_the_name_of_the_folder_of_the_first() throws IOException {
        chunk("--chunks=1", "--by=line", path("books/b.txt"), path("books/a.tar.gz"));
        assertThat(folder.resolve("chunks/books_0_mapper_0.txt")).hasContent("three four\none two");
    }

    @Test
    void a_link_to_a_file_is_followed_and_a_name_may_be_given() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("books/b.txt"));
        assertThat(chunk("--chunks=1", "--name=two words", path("link")).code()).isZero();
        assertThat(folder.resolve("chunks/two words_0_mapper_0.txt")).hasContent("three four");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "six", "", "1.5", "2147483648", "1000001", "99999999999999999999"})
    void a_bad_number_of_chunks_is_refused(String count) {
        assertRefused(
                "--chunks is \"" + count + "\", expected a whole number from 1", "--chunks=" + count, path("books"));
    }

    @Test
    void a_missing_number_of_chunks_is_refused() {
        assertRefused("--chunks is missing", path("books"));
    }

    @Test
    void no_input_is_refused() {
        assertRefused("no input is given", "--chunks=6");
    }

    @Test
    void a_missing_input_is_refused() {
        assertRefused("input " + path("nowhere") + " does not exist", "--chunks=6", path("nowhere"));
    }

    @Test
    void a_directory_inside_a_folder_is_refused() throws IOException {
        Files.createDirectory(folder.resolve("books/more"));
        assertRefused(path("books/more") + " is a directory inside a folder", "--chunks=6", path("books"));
    }

    @Test
    void a_folder_without_files_is_refused() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        assertRefused(path("empty") + " is a folder without files", "--chunks=6", path("empty"));
    }

    @Test
    void a_fifo_is_refused_and_not_waited_for() throws Exception {
        Process made = new ProcessBuilder("mkfifo", path("books/pipe")).start();
        assumeThat(made.waitFor()).isZero();
        assertRefused(path("books/pipe") + " is a FIFO", "--chunks=6", path("books"));
        assertRefused(path("books/pipe") + " is a FIFO", "--chunks=6", path("books/pipe"));
    }

    @Test
    void a_link_that_leads_nowhere_is_refused() throws IOException {
        Files.createSymbolicLink(folder.resolve("books/dangling"), folder.resolve("nowhere"));
        assertRefused(path("books/dangling") + " leads nowhere", "--chunks=6", path("books"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a\\b", "a\nb", "a\u007fb", ".hidden", "..", "a\u0000"})
    void a_name_that_is_no_file_name_is_refused(String name) {
        assertRefused("--name is ", "--chunks=6", "--name=" + name, path("books"));
    }

    @Test
    void a_name_is_refused_when_the_last_chunk_would_exceed_255_bytes() {
        String longest = "\u00e9".repeat(119);
        assertRefused("256 bytes where 255 are allowed", "--chunks=11", "--name=" + longest + "x", path("books"));
        assertThat(chunk("--chunks=10", "--name=" + longest + "x", path("books"))
                        .code())
                .isZero();
    }

    @Test
    void an_unknown_way_to_cut_is_refused() {
        assertRefused("\"WORD\" is unknown; expected word or line", "--chunks=6", "--by=WORD", path("books"));
    }

    @Test
    void an_existing_output_is_refused_without_force() throws IOException {
        Files.createDirectory(folder.resolve("chunks"));
        assertRefused("exists, expected a name that is free (or --force", "--chunks=6", path("books"));
    }

    @Test
    void an_output_that_is_a_file_is_refused_even_with_force() throws IOException {
        Files.writeString(folder.resolve("chunks"), "mine");
        assertRefused("exists and is not a folder", "--chunks=6", "--force", path("books"));
    }

    @Test
    void an_output_below_a_file_is_refused() {
        ProgramRun run = run("--chunks=6", "--out", path("books/b.txt/chunks"), path("books"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(path("books/b.txt") + " is not a folder");
    }

    @Test
    void an_input_in_the_output_folder_is_refused() {
        chunk("--chunks=1", path("books"));
        assertRefused("lies in the output folder", "--chunks=1", "--force", path("chunks/books_0_mapper_0.txt"));
        assertRefused("lies in the output folder", "--chunks=1", "--force", path("chunks"));
    }

    @Test
    void all_problems_are_told_in_one_line() {
        ProgramRun run = chunk("--chunks=0", "--name=a/b", path("nowhere"), path("gone"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("--chunks is \"0\"", "; --name is", path("nowhere"), path("gone"));
    }

    @Test
    void force_replaces_an_empty_folder_and_one_that_mr_chunk_made() throws IOException {
        Files.createDirectory(folder.resolve("chunks"));
        assertThat(chunk("--chunks=3", "--force", path("books")).code()).isZero();
        Files.writeString(folder.resolve("chunks/.DS_Store"), "strewn");
        assertThat(chunk("--chunks=2", "--force", path("books/b.txt")).code()).isZero();
        assertThat(names(folder.resolve("chunks")))
                .containsExactly(".mr-chunks", "b_0_mapper_0.txt", "b_1_mapper_1.txt");
        assertThat(names(folder)).containsExactly("books", "chunks");
    }

    @Test
    void force_never_deletes_what_mr_chunk_did_not_make() throws IOException {
        chunk("--chunks=1", path("books"));
        Files.writeString(folder.resolve("chunks/notes.txt"), "mine");
        assertRefused("mr-chunk did not make its notes.txt", "--chunks=1", "--force", path("books"));
        Files.delete(folder.resolve("chunks/notes.txt"));
        Files.createDirectory(folder.resolve("chunks/.git"));
        assertRefused("mr-chunk did not make its .git", "--chunks=1", "--force", path("books"));
        Files.delete(folder.resolve("chunks/.git"));
        Files.writeString(folder.resolve("chunks/.mr-chunks"), "damaged");
        assertRefused("its .mr-chunks is cut short", "--chunks=1", "--force", path("books"));
        Files.delete(folder.resolve("chunks/.mr-chunks"));
        assertRefused("it holds books_0_mapper_0.txt and no .mr-chunks", "--chunks=1", "--force", path("books"));
    }

    @Test
    void what_a_killed_run_left_is_cleaned_up_by_the_next() throws IOException {
        Files.createDirectory(folder.resolve(".chunks." + DEAD_RUN + host() + ".tmp"));
        Files.createDirectory(folder.resolve(".chunks." + DEAD_RUN + "another-host.tmp"));
        Files.createDirectory(folder.resolve(".chunks.1@" + host() + ".tmp"));
        Files.createDirectory(folder.resolve(".chunks.notes.tmp"));
        chunk("--chunks=1", path("books"));
        assertThat(names(folder))
                .containsExactly(
                        ".chunks.1@" + host() + ".tmp",
                        ".chunks." + DEAD_RUN + "another-host.tmp",
                        ".chunks.notes.tmp",
                        "books",
                        "chunks");
    }

    @Test
    void a_folder_that_a_killed_run_had_renamed_aside_comes_back() throws IOException {
        chunk("--chunks=1", path("books"));
        Files.move(folder.resolve("chunks"), folder.resolve(".chunks." + DEAD_RUN + host() + ".old"));
        assertThat(chunk("--chunks=1", path("books")).err()).contains("exists");
        assertThat(folder.resolve("chunks/books_0_mapper_0.txt")).exists();
        Files.createDirectory(folder.resolve(".chunks." + DEAD_RUN + host() + ".old"));
        assertThat(chunk("--chunks=1", "--force", path("books")).code()).isZero();
        assertThat(names(folder)).containsExactly("books", "chunks");
    }

    @Test
    void an_output_that_is_a_link_to_a_folder_is_replaced_where_it_leads() throws IOException {
        Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("chunks"), folder.resolve("elsewhere"));
        assertThat(chunk("--chunks=1", "--force", path("books")).code()).isZero();
        assertThat(folder.resolve("chunks")).isSymbolicLink();
        assertThat(folder.resolve("elsewhere/books_0_mapper_0.txt")).exists();
    }

    @Test
    void the_parents_of_the_output_are_made() {
        assertThat(run("--chunks=1", "--out", path("new/deep/chunks"), path("books"))
                        .code())
                .isZero();
        assertThat(folder.resolve("new/deep/chunks/books_0_mapper_0.txt")).exists();
    }

    /** Exit 2, one line that says so, nothing on stdout, and the folder as it was. */
    private void assertRefused(String what, String... arguments) {
        List<String> before = tree();
        ProgramRun run = chunk(arguments);
        assertThat(run.err()).startsWith("mr-chunk: ").contains(what).endsWith("\n");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(tree()).isEqualTo(before);
    }

    private ProgramRun chunk(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--out", path("chunks")));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private static ProgramRun run(String... arguments) {
        return ProgramRun.of("mr-chunk", new MrChunk(), arguments);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String host() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
    }

    private List<String> tree() {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.map(path -> path + (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "/" : ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
