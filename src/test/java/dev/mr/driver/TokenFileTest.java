package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
    private static final String SOUND = "[0-9a-f]{64}\n";

    @TempDir
    Path root;

    /** The token file after a driver came. */
    private static String afterADriver(JobSite job) throws IOException {
        Site site = job.site(Steps.withoutCrash());
        new TokenFile(site.directory(), site.files()).readOrMake(site);
        return Files.readString(job.directory.token());
    }

    @Test
    void the_first_driver_makes_a_token_and_the_next_keeps_it() throws IOException {
        JobSite job = new JobSite(root);
        String made = afterADriver(job);
        assertThat(made).matches(SOUND);
        assertThat(afterADriver(job)).isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "secret\n"})
    void a_token_that_is_none_is_made_anew(String content) throws IOException {
        JobSite job = new JobSite(root);
        Files.writeString(job.directory.token(), content);
        assertThat(afterADriver(job)).matches(SOUND);
    }
}
