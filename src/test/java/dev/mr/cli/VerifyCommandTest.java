package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    @TempDir
    Path folder;

    private Workplace workplace;

    @BeforeEach
    void a_job_that_succeeded() throws IOException {
        workplace = new Workplace(folder);
        workplace.file("in/a.txt", "a rose is a rose is a rose\n".repeat(20));
        ProgramRun run = WholeJobTest.withAWorker(
                folder.resolve("job"),
                () -> Workplace.driver(
                        "start",
                        "--dir",
                        workplace.path("job"),
                        "--inputs",
                        workplace.path("in"),
                        "--map-tasks=2",
                        "--reduce-tasks=2"));
        assertThat(run.code()).as(run.err()).isZero();
    }

    private ProgramRun verify() {
        return Workplace.driver("verify", "--dir", workplace.path("job"));
    }

    private void isTold(String file, String what) {
        ProgramRun run = verify();
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(workplace.path("job/" + file) + " " + what)
                .hasLineCount(1);
    }

    private void flip(String file) throws IOException {
        Path path = folder.resolve("job").resolve(file);
        byte[] content = Files.readAllBytes(path);
        content[content.length / 2] ^= 4;
        Files.write(path, content);
    }

    @Test
    void an_output_that_is_as_it_was_written_is_sound() {
        ProgramRun run = verify();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("job/out is as job ", "2 files").hasLineCount(1);
    }

    @Test
    void a_flipped_bit_of_the_output_is_told() throws IOException {
        flip("out/out-1");
        isTold("out/out-1", "is damaged: it has ");
    }

    @Test
    void an_output_file_that_is_gone_is_told() throws IOException {
        Files.delete(folder.resolve("job/out/out-0"));
        isTold("out/out-0", "is missing");
    }

    @Test
    void a_record_that_was_left_out_and_has_lost_its_note_is_told() throws IOException {
        workplace.file("job/.mr/quarantine/0-4.record", "a rose");
        isTold(".mr/quarantine/0-4.txt", "is missing");
    }

    @Test
    void a_description_of_the_job_whose_records_were_left_out_that_is_damaged_is_told() throws IOException {
        workplace.file("job/.mr/quarantine/job.json", "{}");
        isTold(".mr/quarantine/job.json", "is damaged: it does not match its checksum");
    }

    @Test
    void a_file_of_somebody_else_is_told() throws IOException {
        workplace.file("job/out/mine", "x");
        isTold("out/mine", "is none of the files that the job wrote");
    }

    @Test
    void a_flipped_bit_of_an_intermediate_file_is_told_and_none_that_is_gone() throws IOException {
        Files.delete(folder.resolve("job/intermediate/mr-0-0"));
        assertThat(verify().code()).isZero();
        flip("intermediate/mr-1-1");
        isTold("intermediate/mr-1-1", "is damaged: it has ");
    }

    @Test
    void where_no_job_is_there_is_nothing_to_verify() {
        ProgramRun run = Workplace.driver("verify", "--dir", workplace.path("nowhere"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no job in");
    }
}
