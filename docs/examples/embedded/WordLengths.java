import dev.mr.api.Input;
import dev.mr.api.Words;
import dev.mr.embed.MapReduce;
import dev.mr.embed.MapReduceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** How many words of each length there are in some files: a whole MapReduce in a program of one file. */
public class WordLengths {
    public static void main(String[] arguments) {
        MapReduce job = MapReduce.job(plan -> plan.input(Input.BLOCKS_OF_WORDS)
                        .map((text, out) -> Words.each(text, (bytes, from, to) -> {
                            String word = new String(bytes, from, to - from, StandardCharsets.UTF_8);
                            out.emit("%3d".formatted(word.codePointCount(0, word.length())), 1);
                        }))
                        .sum())
                .inputs(Path.of(arguments[0]))
                .reduceTasks(1);
        if (arguments.length > 1) {
            job.directory(Path.of(arguments[1])); // durable: run it again after a crash, and it goes on
        }
        try (MapReduce.Result result = job.run()) {
            for (MapReduce.Entry entry : result) {
                System.out.println(entry.keyText() + " letters: " + entry.valueNumber() + " words");
            }
        } catch (MapReduceException failure) {
            System.err.println(failure.getMessage());
            System.err.print(failure.stack());
            System.exit(1);
        }
    }
}
