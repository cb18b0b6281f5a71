package dev.mr.driver;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of drivers that come and go begin with: a small job that is stored, and nobody who drives it. */
abstract class JobSiteTest {
    @TempDir(factory = MemoryDirectories.class)
    Path root;

    JobSite job;
    DriverStory story;

    @BeforeEach
    void given_a_job() throws IOException {
        job = new JobSite(root);
        story = new DriverStory(job);
    }
}
