package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.DriverFile;
import dev.mr.files.JobDirectory;
import dev.mr.task.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerOptionsTest {
    @TempDir
    private Path folder;

    private Workplace workplace;

    @BeforeEach
    void a_workplace() {
        workplace = new Workplace(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--slots=0                        | --slots is 0, expected 1 to 256",
                "--slots=-1                       | --slots is -1",
                "--slots=257                      | --slots is 257",
                "--slots=two                      | --slots: \"two\" is not a whole number",
                "--slots=99999999999              | --slots: \"99999999999\" is too large",
                "--driver-silence=0s              | --driver-silence is 0",
                "--driver-silence=60              | --driver-silence: \"60\" is not a duration",
                "--reconnect-for=60               | --reconnect-for: \"60\" is not a duration",
                "--id=                            | --id must have 1 to 100 characters",
                "--nonsense                       | Unknown option: '--nonsense'",
                "stray                            | Unmatched argument",
                "--driver=127.0.0.1:1             | --driver and --token-file go together; see mr-worker --help",
                "--token-file=x                   | --driver and --token-file go together",
                "--driver=127.0.0.1 --token-file=x | --driver is \"127.0.0.1\", expected HOST:PORT",
                "--driver=127.0.0.1:0 --token-file=x | expected the port the driver printed",
                "--tls-cert=c                     | --tls-cert, --tls-key and --tls-ca go together",
                "--tls-key=k --tls-ca=a           | --tls-cert, --tls-key and --tls-ca go together",
                "--tls-cert=none.pem --tls-key=k --tls-ca=a | the TLS certificate none.pem cannot be used: there is no such",
                "--driver=127.0.0.1:1 --token-file=x --dir=y | --dir and --driver exclude each other"
            })
    void a_wrong_option_is_refused(String options, String phrase) {
        List<String> before = workplace.tree();
        List<String> arguments = new ArrayList<>(List.of(options.split(" ", -1)));
        if (!options.contains("--driver=") && !options.contains("--token-file")) {
            arguments.addAll(List.of("--dir", folder.toString()));
        }
        Workplace.assertRefused(Workplace.worker(arguments.toArray(String[]::new)), phrase);
        assertThat(workplace.tree()).isEqualTo(before);
    }

    @Test
    void a_driver_starts_its_workers_with_the_options_of_their_launcher() throws IOException {
        String launcher = Files.readString(Path.of("tools/mr-worker")).replace("\\\n", "");
        String options = launcher.substring(launcher.indexOf("dev.mr.cli.MrWorker") + "dev.mr.cli.MrWorker".length());
        String defaults = options.substring(options.indexOf('"') + 1, options.indexOf('"', options.indexOf('"') + 1));
        assertThat(List.of(defaults.trim().split("\\s+", -1))).isEqualTo(RunOptionsMixin.WORKER_DEFAULTS);
    }

    @Test
    void several_mistakes_are_all_in_the_one_line() {
        Workplace.assertRefused(
                Workplace.worker("--slots=0", "--driver-silence=soon", "--driver=x", "--dir=y", "--jsn"),
                "--slots is 0",
                "\"soon\" is not a duration",
                "exclude each other",
                "go together",
                "--driver is \"x\"",
                "'--jsn'");
    }

    @Test
    void a_directory_that_is_a_file_is_refused_and_not_waited_for() throws IOException {
        workplace.file("job", "mine");
        Workplace.assertRefused(
                Workplace.worker("--dir", workplace.path("job")),
                "--dir: " + workplace.path("job") + " is not a directory");
    }

    @Test
    void a_worker_in_a_directory_whose_job_has_ended_ends_as_well() throws IOException {
        JobDirectory directory = JobDirectory.at(folder);
        Files.createDirectories(directory.own());
        Files.write(
                directory.driverJson(),
                new DriverFile(1, "job-1", JobState.SUCCEEDED, 1, 1, dev.mr.files.Machine.host(), "", 1).content());
        ProgramRun run = Workplace.worker("--dir", folder.toString());
        assertThat(run.code()).isZero();
        assertThat(run.err())
                .isEqualTo("mr-worker: job job-1 in " + folder + " has ended (SUCCEEDED); nothing to do\n");
    }
}
