package dev.mr.jobs;

import org.jspecify.annotations.Nullable;

/** A command did not do its work. The message is for a person, and says all there is. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    CommandException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    CommandException(String message) {
        this(message, null);
    }

    /** The message alone: the class, which whoever prints a throwable would see, means nothing to the command's author. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return String.valueOf(getMessage());
    }
}
