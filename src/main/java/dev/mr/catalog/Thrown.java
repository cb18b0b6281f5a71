package dev.mr.catalog;

import java.lang.reflect.InvocationTargetException;

/** What a job's own code threw, outside of any task. */
final class Thrown {
    private static final String MISSING =
            ", which is in none of the jars; add its jar with --jar, or put the class into the job's";

    private Thrown() {}

    /** Goes on with what is not the job's fault, such as a heap that is full. */
    static void rethrowUnlessOfTheJob(Throwable thrown) {
        if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
            throw error;
        }
    }

    /** Its class and message; those of its cause where it only carries that. */
    static String text(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean carries = thrown instanceof InvocationTargetException || thrown instanceof ExceptionInInitializerError;
        Throwable told = carries && cause != null ? cause : thrown;
        try {
            boolean missing = told instanceof NoClassDefFoundError && told.getCause() instanceof ClassNotFoundException;
            return missing ? told + MISSING : told.toString();
        } catch (RuntimeException ofItsOwn) {
            return told.getClass().getName() + ", whose message cannot be read";
        }
    }
}
