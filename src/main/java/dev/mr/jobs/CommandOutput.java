package dev.mr.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Reads what a command writes, on a thread of its own, into a few buffers: when the task's thread does not give them back the
 * command has to wait.
 */
final class CommandOutput implements Runnable {
    private static final int BUFFERS = 8;

    private final InputStream stdout;
    private final Queue<CommandEvent> events;
    private final BlockingQueue<CommandBuffer> free = new LinkedBlockingQueue<>();
    private volatile boolean unwanted;

    CommandOutput(InputStream stdout, Queue<CommandEvent> events) {
        this.stdout = stdout;
        this.events = events;
    }

    /**
     * Reads under the stream's own monitor: when the command has ended, the JDK would otherwise take the stream, keep what is in
     * the pipe at that moment, and drop what processes that the command left behind write after it.
     */
    @Override
    public void run() {
        synchronized (stdout) {
            try (stdout) {
                int made = 0;
                while (true) {
                    CommandBuffer buffer = free.poll();
                    if (buffer == null) {
                        buffer = made++ < BUFFERS ? new CommandBuffer() : free.take();
                    }
                    buffer.length = stdout.read(buffer.bytes);
                    if (buffer.length < 0) {
                        break;
                    }
                    if (unwanted) {
                        free.add(buffer);
                    } else {
                        events.add(new CommandEvent.Wrote(buffer));
                    }
                }
            } catch (IOException unreadable) {
                events.add(new CommandEvent.Unreadable(unreadable));
            } catch (InterruptedException nobodyCares) {
                return;
            }
        }
        events.add(new CommandEvent.Ended());
    }

    /** Gives a buffer back. */
    void reuse(CommandBuffer buffer) {
        free.add(buffer);
    }

    /** From now on the output goes nowhere, so that the command need not wait for anybody. */
    void drop() {
        unwanted = true;
    }
}
