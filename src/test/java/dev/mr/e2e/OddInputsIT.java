package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Inputs whose words all begin alike, whose keys are no words, or which are not there. */
@Tag("long")
class OddInputsIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @Test
    void one_letter_that_has_nearly_all_words_makes_one_reduce_long_and_nothing_wrong() throws Exception {
        Random random = new Random(97);
        StringBuilder text = new StringBuilder("one word or two begin otherwise\n");
        while (text.length() < 1_000_000) {
            text.append('q');
            random.ints(5, 'a', 'z' + 1).forEach(letter -> text.append((char) letter));
            text.append(random.nextInt(10) == 0 ? '\n' : ' ');
        }
        TestJob job = new TestJob(processes, room, 4, 10).over(text.toString().getBytes(StandardCharsets.UTF_8));

        job.start("--local-workers", "2").endsWith(0);

        assertThatJob(job).endedAsIfNothingHadHappened().neverRanACommittedTaskAgain();
    }

    @Test
    void keys_and_values_with_blanks_tabs_newlines_and_nothing_come_back_as_they_were() throws Exception {
        List<String> sides =
                List.of("", " ", "a b", "a\tb", "a\nb", "a\r\n", "\n", "\t", "\\", "\\n", "a  ", "é\u0000", "𝒳");
        TestJob job = strange("job", sides);
        job.start("--local-workers", "2").endsWith(0);

        List<String> arguments = new ArrayList<>(List.of("cat"));
        Reference.names(job.dir().resolve("out"))
                .forEach(name -> arguments.add(job.dir().resolve("out/" + name).toString()));
        assertThat(job.driver(Map.of(), arguments).endsWith(0).out().lines())
                .containsExactlyInAnyOrderElementsOf(sides.stream()
                        .map(side -> escaped(side) + "\t" + escaped(side + "+" + side))
                        .toList());
        assertThatJob(job).succeeded().hasOneWinnerATask().leavesOnlyItsResults();
        TestJob oracle = strange("oracle", sides);
        oracle.start("--runner", "sequential").endsWith(0);
        for (String name : Reference.names(job.dir().resolve("out"))) {
            assertThat(job.dir().resolve("out/" + name))
                    .hasSameBinaryContentAs(oracle.dir().resolve("out/" + name));
        }
    }

    /** Each of two maps has a record for each side, which is both its key and its value. */
    private TestJob strange(String dir, List<String> sides) throws Exception {
        Path jar = LabJar.write(room.resolve(dir + ".jar"));
        String[] options = {"--jar", jar.toString(), "--job", "strange", "--output-format", "records"};
        byte[] records = sides.stream()
                .map(side -> side + "=" + side)
                .collect(Collectors.joining(";"))
                .getBytes(StandardCharsets.UTF_8);
        return new TestJob(processes, room, room.resolve(dir), 2, 3, options)
                .over(records)
                .over(records);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    @Test
    void an_input_that_goes_away_before_its_map_stops_the_job_until_it_is_back() throws Exception {
        TestJob job = new TestJob(processes, room, 2, 2).over(101, 50_000).over(103, 50_000);
        Program driver = job.start().awaitSaying("listening on");
        Path input = job.inputs().get(1);
        Path elsewhere = Files.move(input, room.resolve("elsewhere"));

        Program worker = job.worker();
        driver.endsWith(6);
        assertThat(driver.errorLines("mr-driver")).hasSize(1).first().asString().contains("input " + input);
        worker.exitCode();
        assertThat(job.dir().resolve("out")).doesNotExist();

        Files.move(elsewhere, input);
        job.resumeToTheEnd();
        assertThatJob(job).endedAsIfNothingHadHappened();
    }
}
