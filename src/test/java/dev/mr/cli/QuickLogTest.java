package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class QuickLogTest {
    private final QuickLog log = new QuickLog();

    @Test
    void only_warnings_and_errors_pass_unless_more_is_asked_for() {
        Logger logger = log.getLoggerFactory().getLogger("io.grpc.Any");
        assertThat(logger.isErrorEnabled()).isTrue();
        assertThat(logger.isWarnEnabled()).isTrue();
        assertThat(logger.isInfoEnabled()).isFalse();
        assertThat(logger.isDebugEnabled()).isFalse();
        assertThat(logger.isTraceEnabled()).isFalse();
    }

    @Test
    void a_name_has_one_logger() {
        assertThat(log.getLoggerFactory().getLogger("dev.mr.Any"))
                .isSameAs(log.getLoggerFactory().getLogger("dev.mr.Any"));
    }
}
