package dev.mr.explore;

import dev.mr.job.Effect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A driver process, which has raised the epoch.
 *
 * @param core null before its first turn
 * @param work file work it has asked for, which its helper does in order
 */
record Driver(long epoch, @Nullable Core core, List<Effect> work) {
    static Driver of(long epoch) {
        return new Driver(epoch, null, List.of());
    }

    Driver as(Core other) {
        return new Driver(epoch, other, work);
    }

    Driver asks(Effect piece) {
        return new Driver(epoch, core, more(work, piece));
    }

    /** Its helper has done the first piece of work. */
    Driver worked() {
        return new Driver(epoch, core, List.copyOf(work.subList(1, work.size())));
    }

    static <T> List<T> more(List<T> some, T one) {
        List<T> all = new ArrayList<>(some);
        all.add(one);
        return List.copyOf(all);
    }
}
