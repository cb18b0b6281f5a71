package dev.mr.worker;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A failure as text: one line for messages, and the whole trace, bounded, for the record. */
final class Stack {
    private static final int MAX_CHARS = 20_000;

    private Stack() {}

    /** What failed, with the exception's name where the message alone would not tell. */
    static String summary(Throwable failure) {
        String message = failure.getMessage();
        boolean ours = failure.getClass().getName().startsWith("dev.mr.");
        return ours && message != null ? message : failure.toString();
    }

    static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString().substring(0, Math.min(MAX_CHARS, text.toString().length()));
    }
}
