package dev.mr.jobs;

/** A command did not do its work. The message is for a person, and says all there is: there is no stack. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message, null, false, false);
    }

    /** The message alone: the class, which whoever prints a throwable would see, means nothing to the command's author. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return String.valueOf(getMessage());
    }
}
