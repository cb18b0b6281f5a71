package dev.mr.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Damage to a file whose loss the design promises to survive: what maps wrote, RECEIPTs, and what reduces of a dead driver wrote. */
final class Damage {
    private static final String RECEIPT = "RECEIPT";

    private final Path directory;

    Damage(Path directory) {
        this.directory = directory;
    }

    /**
     * What was done.
     *
     * @param what in words
     */
    record Done(Path file, String what) {}

    /** Deletes a file, cuts it or flips a bit of it; nothing where there is none. */
    Optional<Done> at(Step step, boolean driverIsDead) throws IOException {
        List<Path> candidates = candidates(driverIsDead);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Path file = candidates.get(step.of(candidates.size()));
        try {
            return Optional.of(new Done(file, damage(file, step.choice() / 7) + " " + directory.relativize(file)));
        } catch (NoSuchFileException moved) {
            return Optional.empty(); // renamed or deleted by the driver just now
        }
    }

    /** Whether there is a file of a map. */
    boolean isPossible() throws IOException {
        return !candidates(false).isEmpty();
    }

    private static String damage(Path file, int choice) throws IOException {
        long bytes = Files.size(file);
        if (bytes == 0 || choice % 3 == 0) {
            Files.delete(file);
            return "deleted";
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (choice % 3 == 1) {
                channel.truncate(choice % 2 == 0 ? bytes - 1 : bytes / 2);
                return "cut";
            }
            ByteBuffer one = ByteBuffer.allocate(1);
            long position = (choice * 7919L) % bytes;
            int unused = channel.read(one, position);
            one.put(0, (byte) (one.get(0) ^ (1 << choice % 8))).rewind();
            unused = channel.write(one, position);
            return "flipped a bit of";
        }
    }

    /**
     * A reduce's output is looked at again when another driver goes on, so only then; and only of an attempt that has finished,
     * since one that lives on may be adopted.
     */
    private List<Path> candidates(boolean driverIsDead) throws IOException {
        List<Path> candidates = new ArrayList<>(entries(directory.resolve("intermediate")));
        for (Path attempt : entries(directory.resolve(".mr/attempts"))) {
            boolean map = attempt.getFileName().toString().startsWith("m-");
            List<Path> files = entries(attempt);
            boolean finished = files.stream().anyMatch(Damage::isReceipt);
            if (map || (driverIsDead && finished)) {
                files.stream()
                        .filter(file -> map ? isOfMap(file) : !isReceipt(file))
                        .forEach(candidates::add);
            }
        }
        return candidates;
    }

    private static boolean isReceipt(Path file) {
        return file.getFileName().toString().equals(RECEIPT);
    }

    private static boolean isOfMap(Path file) {
        return isReceipt(file) || file.getFileName().toString().startsWith("mr-");
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (NoSuchFileException | java.nio.file.NotDirectoryException none) {
            return List.of();
        } catch (java.io.UncheckedIOException gone) {
            return List.of();
        }
    }
}
