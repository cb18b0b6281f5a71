package dev.mr.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JobDirectoryTest {
    private final JobDirectory root = new JobDirectory(Path.of("/data/root"), Path.of("/var/state"));

    @Test
    void the_empty_folder_is_the_directory_itself() {
        assertThat(root.in("")).isSameAs(root);
    }

    @Test
    void a_job_in_a_folder_has_all_it_has_below_that() {
        JobDirectory job = root.in("jobs/7");
        assertThat(job).isEqualTo(JobDirectory.at(Path.of("/data/root/jobs/7")));
        assertThat(job.logs()).isEqualTo(Path.of("/data/root/jobs/7/.mr/logs"));
    }

    @Test
    void a_folder_that_leads_out_or_nowhere_is_refused() {
        for (String bad : new String[] {"..", "../root2", "a/../..", "/etc", ".", "a/.."}) {
            assertThatIllegalArgumentException().isThrownBy(() -> root.in(bad)).withMessageContaining("is not below");
        }
    }
}
