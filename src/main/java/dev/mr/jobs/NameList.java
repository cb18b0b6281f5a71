package dev.mr.jobs;

import dev.mr.api.Slice;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * Distinct names in the order of their bytes, as {@code count a,b,c}. Names that come in their order, as they do from files that
 * do, are put behind each other; from the first that does not on, a set orders them.
 */
final class NameList {
    /** Room for the count, which is known last. */
    private static final int FIRST = 12;

    private final TreeSet<Slice> set = new TreeSet<>();
    private final Slice view = new Slice();
    private byte[] list = new byte[1 << 10];
    private int[] begins = new int[1 << 6];
    private int end = FIRST;
    private int count;

    void clear() {
        set.clear();
        end = FIRST;
        count = 0;
    }

    void add(Slice name) {
        if (!set.isEmpty()) {
            addToSet(name);
            return;
        }
        if (count > 0) {
            int order = name.compareTo(view.set(list, begins[count - 1], end));
            if (order == 0) {
                return;
            }
            if (order < 0) {
                for (int i = 0; i < count; i++) {
                    int next = i + 1 == count ? end : begins[i + 1] - 1;
                    set.add(view.set(list, begins[i], next).copy());
                }
                addToSet(name);
                return;
            }
        }
        append(name);
    }

    private void addToSet(Slice name) {
        if (!set.contains(name)) {
            set.add(name.copy());
        }
    }

    private void append(Slice name) {
        if (name.length() + 1 > list.length - end) {
            list = Arrays.copyOf(list, Math.max(2 * list.length, end + name.length() + 1));
        }
        if (count == begins.length) {
            begins = Arrays.copyOf(begins, 2 * count);
        }
        list[end++] = (byte) (count == 0 ? ' ' : ',');
        begins[count++] = end;
        System.arraycopy(name.array(), name.offset(), list, end, name.length());
        end += name.length();
    }

    /** Good until the next change. */
    Slice countAndNames() {
        if (!set.isEmpty()) {
            end = FIRST;
            count = 0;
            set.forEach(this::append);
        }
        int at = FIRST;
        int rest = count;
        do {
            list[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        return view.set(list, at, end);
    }
}
