package dev.mr.explore;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What an object and everything it refers to is, in 256 bits: equal for two that nobody can tell apart, other than by the time of
 * day. Fields are left out by name, here and nowhere else; what is of a kind not known here is refused, so that nothing is left out unseen.
 */
record Fingerprint(long a, long b, long c, long d) {
    /**
     * Moments are left out since a silence begins with a word from everyone else and lasts longer than a lease from then on, whatever
     * was before; numbers of workers since they decide nothing where workers do not come back; the
     * epoch since a coordinator only tells others of it; in which epoch a winner was committed since
     * it decides only whether its files are verified; how many workers a task has lost since it loses fewer than it may;
     * in which order tasks were leased since it matters to backups alone. The rest is constant for all states of a world, or never read again.
     */
    private static final Set<String> LEFT_OUT = Set.of(
            "Session.heardNanos",
            "Session.reportedNanos",
            "LiveAttempt.sinceNanos",
            "Waiting.sinceNanos",
            "Leases.lastTick",
            "Leases.ticked",
            "Session.worker",
            "Session.joined",
            "LiveAttempt.worker",
            "Crew.workers",
            "TaskEntry.wonInEpoch",
            "TaskEntry.workerLosses",
            "MemoryTask.workerLosses",
            "MemoryAttempt.wonEpoch",
            "TaskBoard.leased",
            "Backups.took",
            "Backups.rules",
            "Terms.epoch",
            "JobContext.epoch",
            "Terms.build",
            "Terms.directory",
            "Terms.jobUuid",
            "Terms.lease",
            "Terms.heartbeat",
            "Terms.minWorkers",
            "JobMachine.inherited",
            "JobContext.nonces",
            "JobContext.spec",
            "JobContext.inputs",
            "JobContext.splits",
            "JobContext.remedies",
            "MemoryStore.undo",
            "MemoryStore.lastDriver",
            "MemoryJob.undo",
            "MemoryJob.job",
            "MemoryJob.acceptance");

    private static final Map<Class<?>, Field[]> FIELDS = new ConcurrentHashMap<>();

    static Fingerprint of(Object root) {
        Walk walk = new Walk();
        walk.take(root);
        ByteBuffer hash = ByteBuffer.wrap(digest(walk.bytes.toByteArray()));
        return new Fingerprint(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** One walk over everything an object refers to. Objects that change are numbered in the order in which they are met. */
    private static final class Walk {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        private final DataOutputStream out = new DataOutputStream(bytes);
        private final Map<Object, Integer> met;

        Walk() {
            this(new IdentityHashMap<>());
        }

        private Walk(Map<Object, Integer> met) {
            this.met = met;
        }

        void take(@Nullable Object value) {
            try {
                write(value);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            } catch (IllegalAccessException closed) {
                throw new IllegalStateException(closed);
            }
        }

        private void write(@Nullable Object value) throws IOException, IllegalAccessException {
            if (value == null) {
                out.writeByte(0);
            } else if (value instanceof Number number) {
                out.writeByte(1);
                out.writeLong(number.longValue());
            } else if (value instanceof Boolean truth) {
                out.writeByte(truth ? 2 : 3);
            } else if (value instanceof String text) {
                out.writeByte(4);
                out.writeUTF(text);
            } else if (value instanceof Enum<?> constant) {
                out.writeByte(5);
                out.writeUTF(constant.name());
            } else if (value instanceof long[] numbers) {
                out.writeByte(6);
                out.writeUTF(Arrays.toString(numbers));
            } else if (value instanceof Object[] array) {
                all(7, Arrays.asList(array));
            } else if (value instanceof Map<?, ?> map) {
                map(map);
            } else if (value instanceof Collection<?> collection) {
                collection(collection);
            } else if (value instanceof Optional<?> optional) {
                write(optional.orElse(null));
            } else if (value.getClass().getName().startsWith("dev.mr.")
                    && !value.getClass().isHidden()) {
                object(value);
            } else {
                throw new IllegalArgumentException("a " + value.getClass() + " is not known");
            }
        }

        private void object(Object value) throws IOException, IllegalAccessException {
            if (!value.getClass().isRecord()) {
                Integer number = met.putIfAbsent(value, met.size());
                if (number != null) {
                    out.writeByte(8);
                    out.writeInt(number);
                    return;
                }
            }
            out.writeByte(9);
            out.writeUTF(value.getClass().getSimpleName());
            for (Field field : fields(value.getClass())) {
                write(read(field, value));
            }
        }

        /** Of a crew, who is there in order of number, and of its lines those who are there: who has left is passed over. */
        private static @Nullable Object read(Field field, Object owner) throws IllegalAccessException {
            Object value = field.get(owner);
            boolean ofCrew = owner.getClass().getSimpleName().equals("Crew");
            if (ofCrew && value instanceof Map<?, ?> sessions) {
                return new TreeMap<>(sessions);
            } else if (ofCrew && value instanceof Deque<?> line) {
                Collection<?> there = sessions(owner).values();
                return line.stream().filter(there::contains).toList();
            }
            return value;
        }

        private static Map<?, ?> sessions(Object crew) throws IllegalAccessException {
            for (Field field : fields(crew.getClass())) {
                if (field.get(crew) instanceof Map<?, ?> sessions) {
                    return sessions;
                }
            }
            throw new IllegalArgumentException(crew + " has no sessions");
        }

        private void collection(Collection<?> collection) throws IOException, IllegalAccessException {
            boolean ordered = !(collection instanceof Set)
                    || collection instanceof LinkedHashSet
                    || collection instanceof SortedSet;
            if (ordered) {
                all(10, collection);
            } else {
                sorted(11, collection);
            }
        }

        private void map(Map<?, ?> map) throws IOException, IllegalAccessException {
            List<List<Object>> entries = new ArrayList<>(map.size());
            map.forEach((key, value) -> entries.add(List.of(key, value)));
            boolean ordered = map instanceof LinkedHashMap || map instanceof SortedMap || map instanceof EnumMap;
            if (ordered) {
                all(12, entries);
            } else {
                sorted(13, entries);
            }
        }

        private void all(int kind, Collection<?> values) throws IOException, IllegalAccessException {
            out.writeByte(kind);
            out.writeInt(values.size());
            for (Object value : values) {
                write(value);
            }
        }

        /** In an order of their own: what such a collection holds are values, which are not numbered. */
        private void sorted(int kind, Collection<?> values) throws IOException {
            List<byte[]> written = new ArrayList<>();
            for (Object value : values) {
                Walk walk = new Walk(new IdentityHashMap<>());
                walk.take(value);
                if (!walk.met.isEmpty()) {
                    throw new IllegalArgumentException(value + " is in no order and has a life of its own");
                }
                written.add(walk.bytes.toByteArray());
            }
            written.sort(Arrays::compare);
            out.writeByte(kind);
            out.writeInt(written.size());
            for (byte[] each : written) {
                out.write(each);
            }
        }

        private static Field[] fields(Class<?> type) {
            return FIELDS.computeIfAbsent(type, Walk::collectFields);
        }

        private static Field[] collectFields(Class<?> type) {
            List<Field> fields = new ArrayList<>();
            for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
                for (Field field : each.getDeclaredFields()) {
                    boolean counts = !Modifier.isStatic(field.getModifiers())
                            && !LEFT_OUT.contains(each.getSimpleName() + "." + field.getName());
                    if (counts) {
                        field.setAccessible(true);
                        fields.add(field);
                    }
                }
            }
            return fields.toArray(new Field[0]);
        }
    }
}
