import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Options;
import dev.mr.api.Plan;

/** A word count as somebody writes it who thinks of Strings and not of bytes. */
public final class NaiveWords implements Job {
    @Override
    public void define(Plan plan, Options options) {
        plan.input(Input.LINES)
                .map((line, out) -> {
                    for (String word : line.text().split("[^A-Za-z]+")) {
                        if (!word.isEmpty()) {
                            out.emit(word, 1);
                        }
                    }
                })
                .sum();
    }
}
