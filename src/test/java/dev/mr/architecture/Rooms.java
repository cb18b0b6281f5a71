package dev.mr.architecture;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The drawing of design section 4: every room, and all it may import. What is not listed is forbidden. */
final class Rooms {
    static final String ROOT = "dev.mr.";

    /** From the bottom up, so that a list names only rooms above it in this text. */
    static final Map<String, Set<String>> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            Map.entry("task", Set.of()),
            Map.entry("api", Set.of()),
            Map.entry("files", Set.of("task")),
            Map.entry("jobs", Set.of("api")),
            Map.entry("job", Set.of("task")),
            Map.entry("catalog", Set.of("api", "task")),
            Map.entry("shuffle", Set.of("api", "task", "files")),
            Map.entry("rpc", Set.of("task")),
            Map.entry("store", Set.of("job", "task", "files")),
            Map.entry("chaos", Set.of("task", "files", "store")),
            Map.entry("chunk", Set.of("api", "task", "files")),
            Map.entry("worker", Set.of("api", "task", "catalog", "rpc", "shuffle", "files")),
            Map.entry("driver", Set.of("job", "task", "catalog", "store", "rpc", "files")),
            Map.entry(
                    "embed",
                    Set.of("api", "task", "files", "catalog", "shuffle", "rpc", "store", "worker", "driver", "job")),
            Map.entry(
                    "cli",
                    Set.of(
                            "api", "task", "files", "jobs", "job", "catalog", "shuffle", "rpc", "store", "chunk",
                            "worker", "driver", "chaos"))));

    private Rooms() {}

    /** The room of a class of ours; empty for one that is in none, such as {@code dev.mr.Main}. */
    static String of(String className) {
        String below = className.substring(ROOT.length());
        int dot = below.indexOf('.');
        return dot < 0 ? "" : below.substring(0, dot);
    }

    static boolean isOurs(String className) {
        return className.startsWith(ROOT);
    }

    /** A way from a room back to itself over allowed imports; empty when there is none. */
    static List<String> cycle(Map<String, Set<String>> arrows) {
        for (String room : arrows.keySet()) {
            Set<String> reached = new TreeSet<>(arrows.getOrDefault(room, Set.of()));
            int before = 0;
            while (reached.size() > before) {
                before = reached.size();
                for (String next : List.copyOf(reached)) {
                    reached.addAll(arrows.getOrDefault(next, Set.of()));
                }
            }
            if (reached.contains(room)) {
                return List.of(room);
            }
        }
        return List.of();
    }
}
