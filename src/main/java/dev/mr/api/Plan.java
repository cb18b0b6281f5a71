package dev.mr.api;

import java.util.function.Supplier;

/**
 * How a job is to be run; filled in by {@link Job#define}. What is said twice, or contradicts, is an error told before the
 * first task.
 *
 * <p>Without {@link #reduce} or {@link #sum} every record goes to the output as it is, in order. Values are bytes unless
 * {@link #longs} or {@link #sum} says otherwise; nothing is guessed.
 */
public interface Plan {
    /** What map is called with; {@link Input#LINES} by default. */
    Plan input(Input input);

    /**
     * The job is defined over exactly so many inputs, 1 or more: a start that names another number of files and folders is refused
     * before anything is created. {@link TaskContext#inputNumber} tells them apart. By default there may be any number.
     */
    Plan inputs(int count);

    /** The map function. The supplier gives a new instance for each attempt. */
    Plan map(Supplier<? extends Mapper> mapper);

    /** A map function without state, shared by all attempts of a process. */
    default Plan map(Mapper mapper) {
        return map(() -> mapper);
    }

    /** The reduce function. The supplier gives a new instance for each attempt. */
    Plan reduce(Supplier<? extends Reducer> reducer);

    /** A reduce function without state, shared by all attempts of a process. */
    default Plan reduce(Reducer reducer) {
        return reduce(() -> reducer);
    }

    /**
     * Reduces what one map task wrote before it is handed on. It is called any number of times, also never, also on its own
     * output; it emits under the key it was called with only, and values as map does. So it suits associative, commutative
     * reductions.
     */
    Plan combine(Supplier<? extends Reducer> combiner);

    /** A combiner without state, shared by all attempts of a process. */
    default Plan combine(Reducer combiner) {
        return combine(() -> combiner);
    }

    /** Values are longs, and reduce is their sum, combined in the map task. A sum that overflows fails the job. */
    Plan sum();

    /** Values are longs. */
    Plan longs();

    /**
     * Intermediate files hold one key a line, each as often as it was emitted, and nothing else: keys hold no newline and
     * every value is 1. For jobs whose intermediate files are to be read by people. Asks for {@link #sum} or {@link #longs}.
     */
    Plan plainKeys();

    /** Which reduce task gets a key; {@link Partitioner#FNV1A} by default. */
    Plan partition(Partitioner partitioner);

    /**
     * Keys are shared out by range: every key of {@code out-0} is less than every key of {@code out-1}, and so on. The
     * boundaries are sampled from the input before the first task.
     */
    Plan partitionByRange();
}
