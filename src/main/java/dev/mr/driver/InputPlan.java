package dev.mr.driver;

import dev.mr.task.InputFile;
import dev.mr.task.Split;
import java.util.ArrayList;
import java.util.List;

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

    /** {@code tasks} shares of equal size, to within a byte, of all inputs laid end to end; a share may be empty. */
    static List<List<Split>> equalShares(List<InputFile> inputs, int tasks) {
        long total = inputs.stream().mapToLong(InputFile::bytes).sum();
        List<List<Split>> splits = new ArrayList<>(tasks);
        int file = 0;
        long fileStart = 0;
        long position = 0;
        for (int task = 0; task < tasks; task++) {
            long end = share(total, task + 1, tasks);
            List<Split> own = new ArrayList<>(1);
            while (position < end) {
                InputFile input = inputs.get(file);
                long fileEnd = fileStart + input.bytes();
                long next = Math.min(end, fileEnd);
                if (next > position) {
                    own.add(new Split(input, position - fileStart, next - fileStart));
                    position = next;
                }
                if (position == fileEnd) {
                    fileStart = fileEnd;
                    file++;
                }
            }
            splits.add(own);
        }
        return splits;
    }

    /** {@code total * part / parts} without overflow. */
    private static long share(long total, int part, int parts) {
        return total / parts * part + total % parts * part / parts;
    }
}
