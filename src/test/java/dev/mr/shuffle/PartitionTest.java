package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.api.Partitioner;
import dev.mr.api.Slice;
import dev.mr.api.Slices;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartitionTest {
    @Test
    void many_keys_go_where_each_of_them_goes() {
        Random random = new Random(1);
        byte[] text = new byte[5000];
        random.nextBytes(text);
        Slices keys = new Slices(text, 500);
        for (int i = 0; i < 500; i++) {
            int length = random.nextInt(i % 30 + 1);
            int from = i % 10 == 0 ? text.length - length : random.nextInt(text.length - length);
            keys.add(from, from + length);
        }
        for (Partitioner partitioner :
                new Partitioner[] {Partitioner.FNV1A, Partitioner.FIRST_LETTER, (key, n) -> key.length() % n}) {
            for (int partitions : new int[] {1, 2, 7, 8, 500}) {
                int[] all = new Partition(partitioner, partitions).ofAll(keys);
                for (int i = 0; i < keys.count(); i++) {
                    Slice key = new Slice().set(text, keys.from(i), keys.to(i));
                    assertThat(all[i]).as("%s of %d", key, partitions).isEqualTo(partitioner.of(key, partitions));
                }
            }
        }
    }
}
