package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StackTest {
    /** Thrown by code that is not ours. */
    private static final class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message for you");
        }
    }

    @Test
    void a_failure_of_ours_is_its_message_and_any_other_has_its_name_before() {
        assertThat(Stack.summary(new MrException(ExitCode.ENVIRONMENT, "disk is full")))
                .isEqualTo("disk is full");
        assertThat(Stack.summary(new AssertionError("impossible"))).isEqualTo("java.lang.AssertionError: impossible");
    }

    @Test
    void an_i_o_error_is_told_in_words() {
        assertThat(Stack.summary(new FileSystemException("/f", null, "No space left on device")))
                .isEqualTo("/f: No space left on device");
    }

    @Test
    void a_failure_of_any_size_fits_into_a_message() {
        RuntimeException huge = new IllegalStateException("x".repeat(5_000_000));
        assertThat(Stack.summary(huge)).hasSizeLessThan(3_000).endsWith("... (5000033 characters)");
        assertThat(Stack.text(huge)).hasSizeLessThan(30_000);
    }

    @Test
    void a_failure_that_fails_to_describe_itself_is_described_all_the_same() {
        assertThat(Stack.summary(new Hostile())).contains("Hostile", "cannot be read");
        assertThat(Stack.text(new Hostile())).isNotEmpty();
    }

    @Test
    void the_place_of_a_failure_is_in_the_job_whatever_its_package_is_called() {
        StackTraceElement jdk = frame(null, "java.util.Objects");
        StackTraceElement engine = frame("app", "dev.mr.shuffle.MapRun");

        assertThat(Stack.place(new StackTraceElement[] {jdk, frame("job", "dev.mr.lab.Wc"), engine}))
                .isEqualTo(" at dev.mr.lab.Wc.call(A.java:7)");
        assertThat(Stack.place(new StackTraceElement[] {jdk, engine, frame("job", "org.example.Wc")}))
                .isEqualTo(" at org.example.Wc.call(A.java:7)");
        assertThat(Stack.place(new StackTraceElement[] {frame("app", "dev.mr.jobs.Grep")}))
                .isEqualTo(" at dev.mr.jobs.Grep.call(A.java:7)");
        assertThat(Stack.place(new StackTraceElement[] {jdk, engine})).isEmpty();
    }

    private static StackTraceElement frame(@Nullable String loader, String type) {
        return new StackTraceElement(loader, null, null, type, "call", "A.java", 7);
    }
}
