package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ServeOptionsTest {
    @TempDir
    private Path folder;

    @Command
    private static final class Serve {
        @Mixin
        private ServeOptions options;
    }

    private static ServeOptions parsed(String... words) {
        Serve serve = new Serve();
        new CommandLine(serve).parseArgs(words);
        return serve.options;
    }

    private static List<String> problems(String... words) {
        List<String> problems = new ArrayList<>();
        parsed(words).check(problems);
        return problems;
    }

    @Test
    void what_is_left_out_has_its_default() {
        ServeOptions options = parsed();
        List<String> problems = new ArrayList<>();
        options.check(problems);
        assertThat(problems).isEmpty();
        assertThat(options.root).isEqualTo(Path.of("service"));
        assertThat(options.inputRoots()).isEmpty();
        assertThat(options.listen()).hasToString("127.0.0.1:0");
        assertThat(options.maxRunningJobs).isEqualTo(16);
        assertThat(options.keepJobs).isEqualTo(10_000);
        assertThat(options.keepFor).isEqualTo(Duration.ofDays(30));
        assertThat(options.heartbeat()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.minFree()).isEmpty();
    }

    @Test
    void a_short_lease_makes_the_usual_heartbeat_a_quarter_of_it() {
        assertThat(parsed("--lease=2s").heartbeat()).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--min-workers=-1       | --min-workers is -1, expected 0 to 10000",
                "--max-running-jobs=0   | --max-running-jobs is 0, expected 1 to 1000",
                "--local-workers=257    | --local-workers is 257, expected 0 to 256",
                "--keep-jobs=-1         | --keep-jobs is -1, expected 0 to",
                "--lease=1ms            | --lease is 1ms, expected at least 100ms",
                "--heartbeat=6s         | --heartbeat is 6000ms, expected more than 0 and at most half of the lease",
                "--listen=here          | --listen is \"here\", expected HOST:PORT",
                "--listen=0.0.0.0:1     | give --tls-cert, --tls-key and --tls-ca as well",
                "--input-root=pom.xml   | --input-root: pom.xml is not a directory",
                "--jobs-dir=none        | --jobs-dir: none does not exist",
                "--root=pom.xml         | is not a directory"
            })
    void a_wrong_option_is_told(String word, String phrase) {
        assertThat(problems(word)).singleElement().asString().contains(phrase);
    }

    @Test
    void with_tls_any_address_may_be_listened_at() {
        assertThat(problems("--listen=0.0.0.0:1", "--tls-cert=c", "--tls-key=k", "--tls-ca=a"))
                .isEmpty();
        assertThat(problems("--listen=0.0.0.0:1", "--tls-cert=c"))
                .containsExactly(
                        "--tls-cert, --tls-key and --tls-ca go together",
                        "--listen is 0.0.0.0:1, but only loopback addresses are safe without TLS; use 127.0.0.1:PORT, or"
                                + " give --tls-cert, --tls-key and --tls-ca as well");
    }

    @Test
    void all_problems_are_told_at_once_and_folders_that_exist_are_none() {
        assertThat(problems("--min-workers=-1", "--keep-jobs=-1", "--input-root", folder.toString()))
                .hasSize(2);
    }
}
