package dev.mr.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parts of states, each by a small number, from 0: what is equal has one number. */
final class Names<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> parts = new ArrayList<>();

    int number(T part) {
        Integer known = numbers.get(part);
        if (known == null) {
            known = parts.size();
            numbers.put(part, known);
            parts.add(part);
        }
        return known;
    }

    T part(int number) {
        return parts.get(number);
    }
}
