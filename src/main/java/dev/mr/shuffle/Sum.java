package dev.mr.shuffle;

import dev.mr.api.Output;
import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import dev.mr.api.Values;

/** The reduce function, and the combiner, of a plan with sums. */
final class Sum implements Reducer {
    static final Sum SUM = new Sum();

    private Sum() {}

    @Override
    public void reduce(Slice key, Values values, Output out) {
        long sum = 0;
        while (values.next()) {
            sum = add(sum, values.number());
        }
        out.emit(key, sum);
    }

    /** The sum of two numbers; ArithmeticException in words when it is beyond what a long holds. */
    static long add(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            throw new ArithmeticException("the sum of " + a + " and " + b + " is beyond a long");
        }
        return sum;
    }
}
