package dev.mr.chunk;

import dev.mr.task.ChunkManifest.By;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The contract of the chunker written down as simply as possible, with everything in memory. */
final class ReferenceChunks {
    private ReferenceChunks() {}

    /** The inputs with newlines where two of them would join. */
    static byte[] join(By by, List<byte[]> inputs) {
        byte[] text = {};
        for (int i = 0; i < inputs.size(); i++) {
            byte[] rest = concatenate(inputs.subList(i, inputs.size()));
            boolean joins = text.length > 0
                    && inputs.get(i).length > 0
                    && !mayCut(by, concatenate(List.of(text, rest)), text.length);
            text = concatenate(List.of(text, joins ? new byte[] {'\n'} : new byte[0], inputs.get(i)));
        }
        return text;
    }

    static List<byte[]> cut(By by, byte[] text, int count) {
        List<byte[]> chunks = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= count; i++) {
            int to = BigInteger.valueOf(i)
                    .multiply(BigInteger.valueOf(text.length))
                    .add(BigInteger.valueOf(count - 1))
                    .divide(BigInteger.valueOf(count))
                    .intValueExact();
            while (!mayCut(by, text, to)) {
                to++;
            }
            to = Math.max(to, from);
            chunks.add(Arrays.copyOfRange(text, from, to));
            from = to;
        }
        return chunks;
    }

    static boolean mayCut(By by, byte[] text, int at) {
        if (at == 0 || at == text.length) {
            return true;
        }
        return switch (by) {
            case LINE -> text[at - 1] == '\n';
            case WORD -> !insideWord(text, at);
        };
    }

    private static boolean insideWord(byte[] text, int cut) {
        boolean endsBefore = false;
        for (int at = Math.max(0, cut - 4); at < cut; at++) {
            int length = letter(text, at);
            if (at + length > cut) {
                return true;
            }
            endsBefore |= length > 0 && at + length == cut;
        }
        return endsBefore && letter(text, cut) > 0;
    }

    private static int letter(byte[] text, int at) {
        for (int length = 1; length <= 4 && at + length <= text.length; length++) {
            try {
                CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, at, length));
                return Character.isLetter(Character.codePointAt(decoded, 0)) ? length : 0;
            } catch (CharacterCodingException notYet) {
                // More bytes may complete it.
            }
        }
        return 0;
    }

    static byte[] concatenate(List<byte[]> parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        parts.forEach(whole::writeBytes);
        return whole.toByteArray();
    }
}
