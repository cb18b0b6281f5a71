package dev.mr.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleAnswerTest {
    @Test
    void an_answer_is_read_as_it_was_written_and_failures_are_one_line() {
        for (SampleAnswer answer : List.of(
                SampleAnswer.ofPoints(List.of()),
                SampleAnswer.ofPoints(List.of("", "00", "6b65")),
                SampleAnswer.ofFailure(FailureKind.USER, "it \n failed"))) {
            assertThat(SampleAnswer.parse(answer.format())).isEqualTo(answer);
        }
    }

    @Test
    void an_answer_that_is_cut_short_or_altered_is_refused() {
        byte[] content = SampleAnswer.ofPoints(List.of("6b65")).format();
        for (int length = 0; length < content.length; length++) {
            byte[] part = Arrays.copyOf(content, length);
            assertThatThrownBy(() -> SampleAnswer.parse(part)).isInstanceOf(IllegalArgumentException.class);
            byte[] altered = content.clone();
            altered[length] ^= 1;
            assertThatThrownBy(() -> SampleAnswer.parse(altered)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> SampleAnswer.parse(CheckedText.format(List.of("mr-receipt 1"))))
                .hasMessage("begins with \"mr-receipt 1\", expected points or failed");
    }
}
