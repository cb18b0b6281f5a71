package dev.mr.driver;

import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that loses what was not fsynced. Every change of a directory waits until that directory is fsynced, with it all that
 * was changed before at the same names; at a power cut each that still waits is kept or lost, at random, but none without those it
 * builds on, and a rename never by half. A file that was not fsynced is then whole, empty or cut short.
 */
final class SimulatedDisk {
    private final Node root = new Node(true, "", 0);
    private final List<Rewrite> waiting = new ArrayList<>();
    private long inodes;
    private long freeBytes = Long.MAX_VALUE / 4;

    /** A file or a directory. {@code origin} is the directory in which it was made. */
    static final class Node {
        final boolean isDirectory;
        final String origin;
        final long inode;
        final TreeMap<String, Node> entries = new TreeMap<>();
        final TreeMap<String, Node> durable = new TreeMap<>();
        byte[] content = {};
        byte @Nullable [] synced;

        Node(boolean isDirectory, String origin, long inode) {
            this.isDirectory = isDirectory;
            this.origin = origin;
            this.inode = inode;
        }
    }

    /** A name in a directory leads elsewhere from now on, or nowhere. */
    private record Edit(
            Node directory, String name, @Nullable Node to) {
        boolean meets(Edit other) {
            return directory == other.directory && name.equals(other.name);
        }
    }

    /** Edits that reach the disk together. */
    private record Rewrite(List<Edit> edits) {
        boolean touches(Node directory) {
            return edits.stream().anyMatch(edit -> edit.directory() == directory);
        }

        boolean buildsOn(Rewrite earlier) {
            return edits.stream().anyMatch(edit -> earlier.edits.stream().anyMatch(edit::meets));
        }
    }

    /** What is at this path now; null when nothing is. */
    @Nullable
    Node find(Path path) {
        Node at = root;
        for (Path name : path) {
            at = at == null ? null : at.entries.get(name.toString());
        }
        return at;
    }

    /** What would be there if the power went now and all that waits were lost. */
    @Nullable
    Node findDurable(Path path) {
        Node at = root;
        for (Path name : path) {
            at = at == null ? null : at.durable.get(name.toString());
        }
        return at;
    }

    Node get(Path path) throws NoSuchFileException {
        Node found = find(path);
        if (found == null) {
            throw new NoSuchFileException(path.toString());
        }
        return found;
    }

    private Node parent(Path path) throws NoSuchFileException {
        return get(Objects.requireNonNull(path.getParent()));
    }

    private static String origin(Path path) {
        Path parent = Objects.requireNonNull(path.getParent());
        return parent.getNameCount() == 0 ? "" : name(parent);
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private void rewrite(Edit... edits) {
        for (Edit edit : edits) {
            if (edit.to() == null) {
                edit.directory().entries.remove(edit.name());
            } else {
                edit.directory().entries.put(edit.name(), edit.to());
            }
        }
        waiting.add(new Rewrite(List.of(edits)));
    }

    void makeDirectory(Path path) throws FileSystemException {
        Node parent = parent(path);
        if (parent.entries.containsKey(name(path))) {
            throw new FileAlreadyExistsException(path.toString());
        }
        rewrite(new Edit(parent, name(path), new Node(true, origin(path), ++inodes)));
    }

    /** A new file with this content; what was there under that name is gone. */
    void makeFile(Path path, byte[] content) throws NoSuchFileException {
        Node file = new Node(false, origin(path), ++inodes);
        file.content = content;
        rewrite(new Edit(parent(path), name(path), file));
    }

    void rename(Path from, Path to) throws FileSystemException {
        Node moved = get(from);
        Node target = find(to);
        if (target != null && target.isDirectory && !target.entries.isEmpty()) {
            throw new DirectoryNotEmptyException(to.toString());
        }
        rewrite(new Edit(parent(from), name(from), null), new Edit(parent(to), name(to), moved));
    }

    void link(Path existing, Path second) throws FileSystemException {
        Node file = get(existing);
        Node parent = parent(second);
        if (parent.entries.containsKey(name(second))) {
            throw new FileAlreadyExistsException(second.toString());
        }
        rewrite(new Edit(parent, name(second), file));
    }

    void unlink(Path path) throws FileSystemException {
        if (!get(path).entries.isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        rewrite(new Edit(parent(path), name(path), null));
    }

    void sync(Path path) throws NoSuchFileException {
        Node node = get(path);
        if (node.isDirectory) {
            for (Rewrite rewrite : List.copyOf(waiting)) {
                if (rewrite.touches(node)) {
                    settle(rewrite);
                }
            }
        } else {
            node.synced = node.content;
        }
    }

    /** Brings a rewrite to the disk, after all that it builds on. */
    private void settle(Rewrite rewrite) {
        int own = waiting.indexOf(rewrite);
        if (own < 0) {
            return;
        }
        for (Rewrite earlier : List.copyOf(waiting.subList(0, own))) {
            if (rewrite.buildsOn(earlier)) {
                settle(earlier);
            }
        }
        waiting.remove(rewrite);
        for (Edit edit : rewrite.edits()) {
            if (edit.to() == null) {
                edit.directory().durable.remove(edit.name());
            } else {
                edit.directory().durable.put(edit.name(), edit.to());
            }
        }
    }

    /** The power goes and comes back. */
    void loses(Random random) {
        int luck = random.nextInt(3); // 0: the disk was idle and had written nearly all, 2: next to nothing
        for (Rewrite rewrite : List.copyOf(waiting)) {
            if (random.nextInt(8) >= luck * 4) {
                settle(rewrite);
            }
        }
        waiting.clear();
        restore(root, luck, random, new HashMap<>());
    }

    private static void restore(Node node, int luck, Random random, Map<Node, Boolean> seen) {
        if (seen.put(node, true) != null) {
            return;
        }
        if (!node.isDirectory) {
            byte[] whole = node.content;
            if (node.synced != null && !Arrays.equals(node.synced, whole)) {
                node.content = node.synced;
            } else if (node.synced == null && random.nextInt(3) < luck) {
                node.content = Arrays.copyOf(whole, random.nextBoolean() ? 0 : random.nextInt(whole.length + 1));
            }
            node.synced = node.content;
        }
        node.entries.clear();
        node.entries.putAll(node.durable);
        node.entries.values().forEach(child -> restore(child, luck, random, seen));
    }

    long freeBytes() {
        return freeBytes;
    }

    void setFreeBytes(long bytes) {
        freeBytes = bytes;
    }

    /** Every file below this path, by its path relative to it. */
    Map<String, Node> filesBelow(Path path) {
        Map<String, Node> found = new TreeMap<>();
        Node start = find(path);
        if (start != null) {
            collect("", start, found);
        }
        return found;
    }

    private static void collect(String prefix, Node node, Map<String, Node> found) {
        node.entries.forEach((name, child) -> {
            found.put(prefix + name, child);
            collect(prefix + name + "/", child, found);
        });
    }
}
