package dev.mr.chunk;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the names of all chunks begin with: {@code <name>_<i>_mapper_<i>.txt}. */
record ChunkName(String text) {
    private static final int LONGEST_FILE_NAME = 255;
    private static final String NAMELESS = "input";

    /** The given name, or that of the request's inputs; what is wrong with it is noted. */
    static ChunkName of(ChunkRequest request, int count, Problems problems) {
        String given = request.name();
        ChunkName name = new ChunkName(given == null ? ofInputs(request) : given);
        String wrong = name.wrong(count);
        if (wrong != null) {
            problems.add((given == null ? "the name of the input" : "--name") + " is \"" + name.text + "\" and " + wrong
                    + ", expected a plain file name such as --name book");
        }
        return name;
    }

    String file(int i) {
        return text + "_" + i + "_mapper_" + i + ".txt";
    }

    private @Nullable String wrong(int count) {
        if (text.isEmpty()) {
            return "is empty";
        }
        if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
            return "holds a separator";
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            return "holds a control character";
        }
        if (text.startsWith(".")) {
            return "would hide the chunks";
        }
        int bytes = file(count - 1).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_FILE_NAME) {
            return "makes file names of " + bytes + " bytes where " + LONGEST_FILE_NAME + " are allowed";
        }
        try {
            return Path.of(text).toString().equals(text) ? null : "is not a file name";
        } catch (InvalidPathException unencodable) {
            return "cannot be written in this locale";
        }
    }

    private static String ofInputs(ChunkRequest request) {
        if (request.inputs().isEmpty()) {
            return NAMELESS;
        }
        Path first = request.inputs().get(0).toAbsolutePath().normalize();
        boolean folder = Files.isDirectory(first);
        if (!folder && request.inputs().size() == 1) {
            return visible(withoutExtension(lastName(first)));
        }
        return visible(lastName(folder ? first : first.getParent()));
    }

    private static String lastName(@Nullable Path path) {
        return path == null || path.getFileName() == null
                ? ""
                : path.getFileName().toString();
    }

    private static String withoutExtension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0 ? fileName.substring(0, dot) : fileName;
    }

    private static String visible(String name) {
        String shown = name.replaceFirst("^\\.+", "");
        return shown.isEmpty() ? NAMELESS : shown;
    }
}
