package dev.mr.explore;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All states that were ever met, from 0 in the order in which they were. A state is kept as the numbers of its seven parts, and compared
 * by them: two states are one only if they are equal.
 */
final class States {
    private static final int PARTS = 7;
    private static final int EMPTY = -1;

    private final Names<Durable> stored = new Names<>();
    private final Names<Optional<Driver>> drivers = new Names<>();
    private final Names<List<Stream>> streams = new Names<>();
    private final Names<List<WorkerProcess>> processes = new Names<>();
    private final Names<Files> files = new Names<>();
    private final Names<Budget> budgets = new Names<>();
    private int[] parts = new int[PARTS << 16];
    private int[] table = new int[1 << 17];
    private int size;

    States() {
        Arrays.fill(table, EMPTY);
    }

    int size() {
        return size;
    }

    /** The number of a state. */
    int number(SmallWorld world) {
        int[] key = {
            stored.number(world.stored()),
            drivers.number(Optional.ofNullable(world.driver())),
            drivers.number(Optional.ofNullable(world.former())),
            streams.number(world.streams()),
            processes.number(world.processes()),
            files.number(world.files()),
            budgets.number(world.left())
        };
        int slot = slot(key);
        if (table[slot] == EMPTY) {
            add(key, slot);
            return size - 1;
        }
        return table[slot];
    }

    SmallWorld world(int number) {
        int at = number * PARTS;
        return new SmallWorld(
                stored.part(parts[at]),
                drivers.part(parts[at + 1]).orElse(null),
                drivers.part(parts[at + 2]).orElse(null),
                streams.part(parts[at + 3]),
                processes.part(parts[at + 4]),
                files.part(parts[at + 5]),
                budgets.part(parts[at + 6]));
    }

    private void add(int[] key, int slot) {
        if ((size + 1) * PARTS > parts.length) {
            parts = Arrays.copyOf(parts, parts.length * 2);
        }
        System.arraycopy(key, 0, parts, size * PARTS, PARTS);
        table[slot] = size++;
        if (size * 2 > table.length) {
            grow();
        }
    }

    private void grow() {
        table = new int[table.length * 2];
        Arrays.fill(table, EMPTY);
        for (int i = 0; i < size; i++) {
            table[slot(Arrays.copyOfRange(parts, i * PARTS, (i + 1) * PARTS))] = i;
        }
    }

    /** Where a state with these parts is, or belongs. */
    private int slot(int[] key) {
        int slot = spread(Arrays.hashCode(key)) & (table.length - 1);
        while (table[slot] != EMPTY
                && !Arrays.equals(parts, table[slot] * PARTS, (table[slot] + 1) * PARTS, key, 0, PARTS)) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }
}
