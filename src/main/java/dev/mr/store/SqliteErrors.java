package dev.mr.store;

import dev.mr.files.IoFailure;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What SQLite's result codes mean to a person, and how the program ends because of them. */
final class SqliteErrors {
    private static final int FULL = 13;

    private SqliteErrors() {}

    /** Whether a transaction was rolled back, as if it had never begun, because the disk is full. */
    static boolean isFull(MrException failure) {
        return failure.getCause() instanceof SQLException cause && cause.getErrorCode() == FULL;
    }

    /** The exception to throw for {@code e}: an {@link MrException}, or IllegalStateException where the bug is ours. */
    static RuntimeException translate(Path file, SQLException e) {
        return switch (e.getErrorCode()) {
            case 5, 6 -> environment(file, "is locked by another process; end that process and resume", e);
            case FULL -> environment(file, "cannot grow: the disk is full; make room and resume", e);
            case 8 -> environment(file, "cannot be written; make file and directory writable and resume", e);
            case 14 ->
                environment(
                        file, "cannot be opened; check that file and directory may be read and written and resume", e);
            case 3, 7, 10, 15, 22 ->
                environment(file, "cannot be read or written; check disk and memory and resume", e);
            case 11, 26 -> unusable(file, oneLine(e), e);
            case 0 -> e.getCause() == null ? ourBug(file, e) : noNativeLibrary(e.getCause());
            default -> isOfAlteredSchema(e) || isOfAlteredType(e) ? unusable(file, oneLine(e), e) : ourBug(file, e);
        };
    }

    /** The stored state cannot be used because of {@code found}. */
    static MrException unusable(Path file, String found, @Nullable Throwable cause) {
        return new MrException(
                ExitCode.STATE_UNUSABLE,
                file + " is not a sound job database: " + found
                        + "; restore it from a backup, or start again in another directory",
                cause);
    }

    /** The file that a process opened, or knows to have been there, is there no more. */
    static MrException gone(Path file) {
        return new MrException(
                ExitCode.STATE_UNUSABLE,
                "the job database " + file + " is gone, or another file is in its place than the one that was opened;"
                        + " restore its directory from a backup and go on, or start again");
    }

    /** Nobody can tell whether the file is there. */
    static MrException unseen(Path file, IOException failure) {
        return new MrException(
                ExitCode.ENVIRONMENT,
                file + " cannot be looked at: " + IoFailure.text(failure) + "; " + IoFailure.remedy(failure)
                        + " and resume",
                failure);
    }

    static MrException noNativeLibrary(Throwable cause) {
        String said = cause instanceof IOException failure
                ? IoFailure.text(failure)
                : String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        String what = "SQLite's native library cannot be unpacked and loaded (" + said + "); ";
        String remedy = IoFailure.remedy(new IOException(said));
        if (IoFailure.isUsedUp(cause) && !remedy.equals(IoFailure.FREE_SPACE)) { // there is space elsewhere
            return new MrException(ExitCode.ENVIRONMENT, what + remedy + " and run this again", cause);
        }
        return new MrException(
                ExitCode.USAGE,
                what + "name a writable directory that allows execution with -Dorg.sqlite.tmpdir=DIR",
                cause);
    }

    /** All statements fit the schema. */
    private static boolean isOfAlteredSchema(SQLException e) {
        return e.getErrorCode() == 1 && oneLine(e).contains("(no such ");
    }

    /** No column that a checksum covers as it is may hold a BLOB. */
    private static boolean isOfAlteredType(SQLException e) {
        return e.getErrorCode() == 1 && oneLine(e).contains("JSON cannot hold BLOB values");
    }

    private static MrException environment(Path file, String whatAndNext, SQLException e) {
        return new MrException(ExitCode.ENVIRONMENT, file + " " + whatAndNext + " (" + oneLine(e) + ")", e);
    }

    private static IllegalStateException ourBug(Path file, SQLException e) {
        return new IllegalStateException(file + ": " + oneLine(e), e);
    }

    private static String oneLine(SQLException e) {
        return String.valueOf(e.getMessage()).replace('\n', ' ');
    }
}
