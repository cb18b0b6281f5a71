package dev.mr.worker;

import dev.mr.files.IoFailure;
import dev.mr.shuffle.UserFailureException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A failure as text: one line for messages, and the whole trace, bounded, for the record. */
public final class Stack {
    private static final int MAX_CHARS = 20_000;
    private static final int MAX_SUMMARY_CHARS = 2_000;

    /** A jar's job has a class loader of its own, whatever its package is called. */
    private static final @Nullable String ENGINE_LOADER =
            Stack.class.getClassLoader().getName();

    private Stack() {}

    /** What failed, with the exception's name where the message alone would not tell. */
    public static String summary(Throwable failure) {
        boolean ours = failure.getClass().getName().startsWith("dev.mr.");
        try {
            if (failure instanceof IOException io) {
                return cut(IoFailure.text(io), MAX_SUMMARY_CHARS);
            }
            String message = failure.getMessage();
            return cut(ours && message != null ? message : failure.toString(), MAX_SUMMARY_CHARS);
        } catch (RuntimeException ofItsOwn) {
            return failure.getClass().getName() + ", whose message cannot be read";
        }
    }

    /** Where the job's own code was: the first frame that is neither the JDK's nor the engine's; empty for none. */
    static String place(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            String name = frame.getClassName();
            boolean engine = name.startsWith("dev.mr.")
                    && !name.startsWith("dev.mr.jobs.")
                    && Objects.equals(frame.getClassLoaderName(), ENGINE_LOADER);
            if (!engine && !name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.")) {
                return " at " + name + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                        + frame.getLineNumber() + ")";
            }
        }
        return "";
    }

    /** The same for a failure: its cause's frames, which are nearer to the fault. */
    public static String place(Throwable failure) {
        if (failure instanceof UserFailureException user && user.isOfData()) {
            return "";
        }
        return place(deepest(failure).getStackTrace());
    }

    /** Whether a trace would tell more than the summary: not of a bundled job's failure that has none, such as a command's. */
    static boolean tells(Throwable failure) {
        Throwable deepest = deepest(failure);
        return deepest.getStackTrace().length > 0
                || !deepest.getClass().getName().startsWith("dev.mr.jobs.");
    }

    /** Whether it was for want of memory. */
    static boolean isOutOfMemory(Throwable failure) {
        return deepest(failure) instanceof OutOfMemoryError;
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        for (int depth = 0; deepest.getCause() != null && depth < 100; depth++) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    /** The whole trace, bounded. */
    public static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        try {
            failure.printStackTrace(new PrintWriter(text));
        } catch (RuntimeException ofItsOwn) {
            text.append("(the trace cannot be printed)");
        }
        return cut(text.toString(), MAX_CHARS);
    }

    /** The frames as a trace has them, a line each. */
    static String text(StackTraceElement[] frames) {
        StringBuilder text = new StringBuilder("\n");
        for (StackTraceElement frame : frames) {
            text.append("\tat ").append(frame).append('\n');
        }
        return text.toString();
    }

    /** A message has to fit into 1 MiB together with its stack, whatever the job's code put into it. */
    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "... (" + text.length() + " characters)";
    }
}
