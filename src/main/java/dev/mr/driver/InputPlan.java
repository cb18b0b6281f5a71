package dev.mr.driver;

import dev.mr.task.InputFile;
import dev.mr.task.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The inputs of a job and who reads what.
 *
 * @param splits entry m are the splits of map task m
 * @param description the inputs in a few words, for people
 */
public record InputPlan(List<InputFile> inputs, List<List<Split>> splits, String description) {

    public long bytes() {
        return inputs.stream().mapToLong(InputFile::bytes).sum();
    }

    /** One whole file a map task, in the order given. */
    static List<List<Split>> oneFileEach(List<InputFile> inputs) {
        List<List<Split>> splits = new ArrayList<>(inputs.size());
        for (InputFile input : inputs) {
            splits.add(List.of(new Split(input, 0, input.bytes())));
        }
        return splits;
    }

    /**
     * {@code tasks} shares of equal size, to within a byte, of all inputs laid end to end; a share may be empty. A file that
     * is not {@code divisible} belongs, whole, to the share in which it begins.
     */
    static List<List<Split>> equalShares(List<InputFile> inputs, int tasks, Predicate<InputFile> divisible) {
        long total = inputs.stream().mapToLong(InputFile::bytes).sum();
        List<List<Split>> shares = new ArrayList<>(tasks);
        for (int task = 0; task < tasks; task++) {
            shares.add(new ArrayList<>(1));
        }
        int task = 0;
        long begin = 0;
        for (InputFile input : inputs) {
            long done = 0;
            do {
                while (task < tasks - 1 && share(total, task + 1, tasks) <= begin + done) {
                    task++;
                }
                boolean whole = !divisible.test(input);
                long next = whole ? input.bytes() : Math.min(input.bytes(), share(total, task + 1, tasks) - begin);
                if (whole || next > done) {
                    shares.get(task).add(new Split(input, done, next));
                }
                done = next;
            } while (done < input.bytes());
            begin += input.bytes();
        }
        return shares;
    }

    /** {@code total * part / parts} without overflow. */
    private static long share(long total, int part, int parts) {
        return total / parts * part + total % parts * part / parts;
    }
}
