package dev.mr.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import java.util.Optional;

/** The words for an I/O error: which file, what the system said, what to do. Never the name of a Java class. */
public final class IoFailure {
    /** The remedy for a disk that is full. */
    public static final String FREE_SPACE = "free space";

    /** What the system says when a resource of the machine is used up, and what a person can do about it. */
    private static final Map<String, String> USED_UP = Map.of(
            "No space left on device",
            FREE_SPACE,
            "Disk quota exceeded",
            FREE_SPACE,
            "Too many open files",
            "raise the limit of open files (ulimit -n)",
            "Cannot allocate memory",
            "free memory");

    private IoFailure() {}

    /** File and reason, such as {@code /data/out: permission denied}; the reason alone when the error names no file. */
    public static String text(IOException failure) {
        String file = failure instanceof FileSystemException known ? known.getFile() : null;
        return file == null ? reason(failure) : file + ": " + reason(failure);
    }

    /** What the system said, without the file. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof NotDirectoryException) {
            return "not a directory";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "it exists already";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "the directory is not empty";
        }
        String said = failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
        return said == null ? "the system gives no reason" : said;
    }

    /** Whether this error, or one that caused it, says that a resource of the machine is used up. */
    public static boolean isUsedUp(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (remedyOfUsedUp(String.valueOf(cause.getMessage())).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> remedyOfUsedUp(String said) {
        return USED_UP.entrySet().stream()
                .filter(known -> said.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** What a person can do about it, such as {@code free space}; then the same may be tried again. */
    public static String remedy(IOException failure) {
        String reason = reason(failure);
        return switch (reason) {
            case "permission denied", "Operation not permitted" -> "get permission for it";
            case "Read-only file system" -> "make the file system writable";
            case "no such file", "not a directory", "it exists already", "the directory is not empty" ->
                "see what is at that path";
            default -> remedyOfUsedUp(reason).orElse("see to the disk");
        };
    }
}
