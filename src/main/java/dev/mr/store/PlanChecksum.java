package dev.mr.store;

import dev.mr.task.InputFile;
import dev.mr.task.Split;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The CRC32C of rows that a job is stored with and that never change, in their order. Numbers are big-endian, a text comes after its
 * length in bytes.
 */
final class PlanChecksum {
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer numbers = ByteBuffer.allocate(3 * Long.BYTES);

    static int ofOptions(Map<String, String> options) {
        PlanChecksum checksum = new PlanChecksum();
        options.forEach((name, value) -> {
            checksum.add(name);
            checksum.add(value);
        });
        return checksum.value();
    }

    static int ofInputs(List<InputFile> inputs) {
        PlanChecksum checksum = new PlanChecksum();
        for (InputFile input : inputs) {
            checksum.numbers.putInt(input.index()).putInt(input.source());
            checksum.flush();
            checksum.add(input.path());
            checksum.numbers
                    .putLong(input.bytes())
                    .putLong(input.modifiedNanos())
                    .putLong(input.inode());
            checksum.flush();
        }
        return checksum.value();
    }

    static int ofSplits(List<List<Split>> splits) {
        PlanChecksum checksum = new PlanChecksum();
        for (int map = 0; map < splits.size(); map++) {
            for (Split split : splits.get(map)) {
                checksum.addSplit(map, split.input().index(), split.first(), split.next());
            }
        }
        return checksum.value();
    }

    void addSplit(int map, int input, long first, long next) {
        numbers.putInt(map).putInt(input).putLong(first).putLong(next);
        flush();
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        numbers.putInt(bytes.length);
        flush();
        checksum.update(bytes);
    }

    private void flush() {
        checksum.update(numbers.array(), 0, numbers.position());
        numbers.clear();
    }

    int value() {
        return (int) checksum.getValue();
    }
}
