package dev.mr.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Writes what a command reads, on a thread of its own. */
final class CommandInput implements Runnable {
    private final OutputStream stdin;
    private final UnreadInput unread;
    private final Queue<CommandEvent> events;
    private final BlockingQueue<Filled> queue = new LinkedBlockingQueue<>();

    private record Filled(CommandBuffer buffer, boolean last) {}

    CommandInput(OutputStream stdin, UnreadInput unread, Queue<CommandEvent> events) {
        this.stdin = stdin;
        this.unread = unread;
        this.events = events;
    }

    /** To be written; the buffer comes back with {@link CommandEvent.Took}. After the last one the command's input ends. */
    void give(CommandBuffer buffer, boolean last) {
        queue.add(new Filled(buffer, last));
    }

    @Override
    public void run() {
        try (stdin) {
            boolean last = false;
            while (!last) {
                Filled next = queue.take();
                if (next.last()) {
                    unread.look();
                } else {
                    unread.lookAway();
                }
                stdin.write(next.buffer().bytes, 0, next.buffer().length);
                stdin.flush();
                events.add(new CommandEvent.Took(next.buffer()));
                last = next.last();
            }
        } catch (IOException closed) {
            events.add(new CommandEvent.ClosedInput(closed));
            return;
        } catch (InterruptedException nobodyCares) {
            return;
        }
        events.add(new CommandEvent.AllWritten());
    }
}
