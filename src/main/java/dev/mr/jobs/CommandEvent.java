package dev.mr.jobs;

import java.io.IOException;

/** What the threads of a command tell the thread of its task. */
sealed interface CommandEvent {
    /** The command wrote what is in this buffer. */
    record Wrote(CommandBuffer buffer) implements CommandEvent {}

    /** What was in this buffer has been handed to the command. */
    record Took(CommandBuffer buffer) implements CommandEvent {}

    /** All of its input has been handed to the command, which need not have read it. */
    record AllWritten() implements CommandEvent {}

    /** One of the two streams that it writes has come to its end. */
    record Ended() implements CommandEvent {}

    /** The command does not read on. */
    record ClosedInput(IOException cause) implements CommandEvent {}

    /** Its output cannot be read. */
    record Unreadable(IOException cause) implements CommandEvent {}
}
