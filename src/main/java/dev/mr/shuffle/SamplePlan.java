package dev.mr.shuffle;

import dev.mr.api.Input;
import dev.mr.task.InputFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Which stretches of a job's inputs are looked at to sample its keys: a bounded number with a bounded number of bytes, however many and
 * large the inputs are, and always the same ones. Pure.
 */
final class SamplePlan {
    static final int MOST_WINDOWS = 4096;
    static final long WINDOWS_BYTES = 8L << 20;
    /** For inputs of which nothing less than a whole file may be read. */
    static final long FILES_BYTES = 64L << 20;

    private static final int LEAST_WINDOW_BYTES = 1 << 12;
    /** In so many passes over all inputs, so that whoever stops early has seen something of all of them. */
    private static final int[] PASSES = {0, 4, 2, 6, 1, 5, 3, 7};

    private final Input input;
    private final List<InputFile> inputs;
    private final int most;
    private final long total;

    private SamplePlan(Input input, List<InputFile> inputs, int reduceTasks) {
        this.input = input;
        this.inputs = inputs.stream().filter(file -> file.bytes() > 0).toList();
        this.total = this.inputs.stream().mapToLong(InputFile::bytes).sum();
        this.most = windows(input, reduceTasks);
    }

    /** The windows in the order in which they are to be read. */
    static List<SampleWindow> windows(Input input, List<InputFile> inputs, int reduceTasks) {
        SamplePlan plan = new SamplePlan(input, inputs, reduceTasks);
        return input.isSplittable() ? plan.stretches() : plan.files();
    }

    /** Fewer where each costs a call, or a command, of its own, and hands over many records. */
    private static int windows(Input input, int reduceTasks) {
        boolean oneByOne = input == Input.LINES || input == Input.FILES;
        long wanted = (oneByOne ? 64L : 8L) * reduceTasks;
        return (int) Math.min(MOST_WINDOWS, Math.max(oneByOne ? 512 : 64, wanted));
    }

    /** One window somewhere in each of as many equal shares of the inputs; everything if that is little. */
    private List<SampleWindow> stretches() {
        if (total <= WINDOWS_BYTES && inputs.size() <= most && inputs.stream().noneMatch(InputFile::isPacked)) {
            return inputs.stream().map(SamplePlan::whole).toList();
        }
        long width = Math.max(LEAST_WINDOW_BYTES, WINDOWS_BYTES / most);
        double share = (double) total / most;
        Random random = new Random(0);
        List<SampleWindow> windows = new ArrayList<>();
        int at = 0;
        long passed = 0;
        for (int i = 0; i < most; i++) {
            long place = Math.min(total - 1, (long) (share * (i + random.nextDouble())));
            while (place >= passed + inputs.get(at).bytes()) {
                passed += inputs.get(at).bytes();
                at++;
            }
            add(windows, inputs.get(at), place - passed, width);
        }
        return inPasses(windows);
    }

    /** Adds a window at a place of a file; no byte is looked at twice. */
    private static void add(List<SampleWindow> windows, InputFile file, long place, long width) {
        SampleWindow last = windows.isEmpty() ? null : windows.get(windows.size() - 1);
        long seen = last != null && last.input().equals(file) ? last.next() : 0;
        if (file.isPacked()) {
            if (seen > 0) {
                windows.remove(windows.size() - 1);
            }
            windows.add(new SampleWindow(file, 0, seen + width));
            return;
        }
        long first = Math.max(seen, file.bytes() <= width ? 0 : Math.min(place, file.bytes() - width));
        if (first < file.bytes()) {
            windows.add(new SampleWindow(file, first, Math.min(file.bytes(), first + width)));
        }
    }

    private List<SampleWindow> files() {
        if (inputs.isEmpty()) {
            return List.of();
        }
        List<SampleWindow> chosen = new ArrayList<>();
        long bytes = 0;
        for (InputFile file : inPasses(spread())) {
            if (bytes + file.bytes() <= FILES_BYTES) {
                bytes += file.bytes();
                chosen.add(whole(file));
            }
        }
        if (chosen.isEmpty() && input != Input.FILES) {
            InputFile least = inputs.stream()
                    .min(Comparator.comparingLong(InputFile::bytes))
                    .orElseThrow();
            return List.of(new SampleWindow(least, 0, WINDOWS_BYTES));
        }
        return chosen;
    }

    private List<InputFile> spread() {
        if (inputs.size() <= most) {
            return inputs;
        }
        List<InputFile> spread = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            spread.add(inputs.get((int) ((i + 0.5) * inputs.size() / most)));
        }
        return spread;
    }

    private static SampleWindow whole(InputFile file) {
        return new SampleWindow(file, 0, file.isPacked() ? Long.MAX_VALUE : file.bytes());
    }

    private static <T> List<T> inPasses(List<T> ascending) {
        List<T> ordered = new ArrayList<>();
        for (int pass : PASSES) {
            for (int i = pass; i < ascending.size(); i += PASSES.length) {
                ordered.add(ascending.get(i));
            }
        }
        return ordered;
    }
}
