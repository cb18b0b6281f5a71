package dev.mr.cli;

import dev.mr.driver.DriverSite;
import dev.mr.driver.Site;
import dev.mr.files.ForwardingFileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.PowerCut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * {@code mr-driver start} or {@code resume} that dies at a point of its life as by kill -9: {@code start|resume POINT DIR MAPS
 * REDUCES INPUT...}.
 */
public final class HaltingDriver {
    /** A system property: what is mounted here loses its power at the point, before the driver dies. */
    public static final String CUT = "mr.halt.cut";

    /** A system property: the name of the {@link dev.mr.task.Durability} of a job that is started. */
    public static final String DURABILITY = "mr.halt.durability";

    /** What a line begins with by which it says, after a commit, which attempt has won: {@code map-3 1}. */
    public static final String COMMITTED = "committed ";

    private HaltingDriver() {}

    public static void main(String[] arguments) throws IOException {
        Consumer<String> steps = halt(HaltPoint.valueOf(arguments[1]));
        Site site = DriverSite.at(JobDirectory.at(Path.of(arguments[2])));
        Site halting =
                site.withFiles(new HaltingFiles(site, steps)).withStores(store -> new HaltingStore(store, steps));
        SiteRun.end(halting, arguments[0], Arrays.asList(arguments).subList(3, arguments.length));
    }

    /** Hears every step, and does not return from the one that is the last. */
    private static Consumer<String> halt(HaltPoint point) {
        AtomicInteger met = new AtomicInteger();
        return step -> {
            if (point.matches(step) && met.incrementAndGet() == point.count()) {
                System.err.println("halts " + step);
                cutPower();
                Runtime.getRuntime().halt(137);
            }
        };
    }

    private static void cutPower() {
        String disk = System.getProperty(CUT, "");
        if (!disk.isEmpty()) {
            try {
                PowerCut.of(Path.of(disk));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Tells the steps of the files on which a job's results depend. */
    private static final class HaltingFiles extends ForwardingFileSystem {
        private final Consumer<String> steps;

        HaltingFiles(Site site, Consumer<String> steps) {
            super(site.files());
            this.steps = steps;
        }

        private interface Operation {
            void run() throws IOException;
        }

        private void step(String name, Operation operation) throws IOException {
            steps.accept("before " + name);
            operation.run();
            steps.accept("after " + name);
        }

        @Override
        public void createDirectory(Path directory) throws IOException {
            step(HaltPoint.name("mkdir", directory), () -> super.createDirectory(directory));
        }

        @Override
        public void rename(Path from, Path target) throws IOException {
            step(HaltPoint.name("rename", target), () -> super.rename(from, target));
        }

        @Override
        public void link(Path existing, Path second) throws IOException {
            step(HaltPoint.name("link", second), () -> super.link(existing, second));
        }

        @Override
        public void deleteTree(Path root) throws IOException {
            step(HaltPoint.name("delete", root), () -> super.deleteTree(root));
        }
    }
}
