package org.example.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mr.api.Slice;
import dev.mr.api.Values;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A job's parts are plain Java, and so are their tests. The whole job is tried with {@code mr-driver start --runner sequential}. */
class LineLengthTest {
    @Test
    void the_extension_is_what_follows_the_last_dot_of_the_name() {
        assertEquals("txt", LineLength.extension("/data/a.b/pg-grimm.txt"));
        assertEquals("gz", LineLength.extension("/data/log.tar.gz"));
        assertEquals("-", LineLength.extension("/data/a.b/README"));
        assertEquals("-", LineLength.extension("/data/.profile"));
        assertEquals("-", LineLength.extension("/data/odd."));
    }

    @Test
    void tallies_add_up_in_any_grouping() {
        Tally all = Tally.sum(values("1,10", "1,20", "1,31"));
        Tally combined = Tally.sum(values(Tally.sum(values("1,10", "1,20")).toString(), "1,31"));
        assertEquals(all, combined);
        assertEquals("20.3", all.average());
    }

    private static Values values(String... texts) {
        Iterator<String> left = List.of(texts).iterator();
        return new Values() {
            private String current = "";

            @Override
            public boolean next() {
                boolean more = left.hasNext();
                current = more ? left.next() : current;
                return more;
            }

            @Override
            public Slice bytes() {
                return Slice.of(current);
            }

            @Override
            public long number() {
                return Long.parseLong(current);
            }

            @Override
            public String text() {
                return current;
            }
        };
    }
}
