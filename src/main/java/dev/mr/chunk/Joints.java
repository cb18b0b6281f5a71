package dev.mr.chunk;

import dev.mr.api.Letters;
import dev.mr.task.ChunkManifest.By;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decides, from the inputs' edges alone, where a newline must part two inputs. Goes from left to right: newlines already
 * inserted count as text before a joint, those still to come do not count as text after it. Empty inputs join nothing.
 */
final class Joints {
    private static final int CONTEXT = Letters.MAX_BYTES;

    private Joints() {}

    /** The same inputs, each knowing whether a newline goes before it. */
    static List<Input> part(List<Input> inputs, By by) {
        List<Edges> edges = inputs.stream().map(Edges::read).toList();
        List<Input> parted = new ArrayList<>(inputs.size());
        byte[] before = {};
        for (int i = 0; i < inputs.size(); i++) {
            Edges here = edges.get(i);
            boolean join = before.length > 0
                    && here.bytes > 0
                    && switch (by) {
                        case WORD -> joinsWords(before, headFrom(edges, i));
                        case LINE -> before[before.length - 1] != '\n';
                    };
            parted.add(join ? inputs.get(i).afterNewline() : inputs.get(i));
            byte[] longer = join ? concatenate(before, new byte[] {'\n'}) : before;
            before = lastOf(concatenate(longer, here.tail));
        }
        return parted;
    }

    private static boolean joinsWords(byte[] before, byte[] after) {
        byte[] text = concatenate(before, after);
        return Letters.insideWord(text, 0, before.length, text.length);
    }

    /** The first bytes of the text from input {@code i} on, enough to decide; more inputs than one when they are tiny. */
    private static byte[] headFrom(List<Edges> edges, int i) {
        byte[] head = edges.get(i).head;
        for (int next = i + 1; head.length < CONTEXT && next < edges.size(); next++) {
            head = concatenate(head, edges.get(next).head);
        }
        return head;
    }

    private static byte[] lastOf(byte[] text) {
        return Arrays.copyOfRange(text, Math.max(0, text.length - CONTEXT), text.length);
    }

    private static byte[] concatenate(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    /** The first and the last few bytes of one input; all of it, twice, when it is shorter. */
    private static final class Edges {
        private final long bytes;
        private final byte[] head;
        private final byte[] tail;

        private Edges(long bytes, byte[] head, byte[] tail) {
            this.bytes = bytes;
            this.head = head;
            this.tail = tail;
        }

        static Edges read(Input input) {
            long bytes = input.facts().bytes();
            int length = (int) Math.min(CONTEXT, bytes);
            if (length == 0) {
                return new Edges(0, new byte[0], new byte[0]);
            }
            try (FileChannel channel = FileChannel.open(input.path(), StandardOpenOption.READ)) {
                return new Edges(bytes, read(channel, 0, length), read(channel, bytes - length, length));
            } catch (IOException e) {
                throw Trouble.reading(input.path(), e);
            }
        }

        /** Fewer bytes than asked for only if the file was cut meanwhile, which the reading proper will find out. */
        private static byte[] read(FileChannel channel, long at, int length) throws IOException {
            ByteBuffer edge = ByteBuffer.allocate(length);
            int read = 0;
            while (edge.hasRemaining() && read >= 0) {
                read = channel.read(edge, at + edge.position());
            }
            return Arrays.copyOf(edge.array(), edge.position());
        }
    }
}
