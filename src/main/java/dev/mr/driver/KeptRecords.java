package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.task.FileStats;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What lies in a quarantine folder, read back.
 *
 * @param sound the records that are what was left out, in the order of the inputs
 * @param findings what is wrong with others, each a file and what it has
 */
record KeptRecords(List<Kept> sound, List<String> findings) {
    private static final Pattern FILE = Pattern.compile("((\\d{1,9})-(\\d{1,18}))\\.(?:record|txt)");

    /** One of them. */
    record Kept(Path file, KeptNote note) {}

    /** A folder that is not there has none. */
    static KeptRecords in(Path quarantine, FileSystem files) throws IOException {
        List<Kept> sound = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        for (String name : names(quarantine, files)) {
            Path note = quarantine.resolve(name + ".txt");
            Path record = quarantine.resolve(name + ".record");
            try {
                KeptNote told = KeptNote.parse(name, files.read(note));
                FileStats stats =
                        new FileStats(told.record().bytes(), 1, told.record().crc32c());
                Verification.finding(record, stats, files)
                        .ifPresentOrElse(findings::add, () -> sound.add(new Kept(record, told)));
            } catch (NoSuchFileException none) {
                findings.add(note + " is missing");
            } catch (IllegalArgumentException damaged) {
                findings.add(note + " is damaged: it " + damaged.getMessage());
            }
        }
        sound.sort(Comparator.comparingInt((Kept kept) -> kept.note().record().input())
                .thenComparingLong(kept -> kept.note().record().offset()));
        return new KeptRecords(List.copyOf(sound), List.copyOf(findings));
    }

    private static Iterable<String> names(Path quarantine, FileSystem files) throws IOException {
        return files.list(quarantine).stream()
                .map(file -> FILE.matcher(file.getFileName().toString()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
