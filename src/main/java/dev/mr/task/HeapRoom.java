package dev.mr.task;

/** Whether a Java heap has room for what one task may hold, {@code --memory}, beside all else that lives in it. */
public final class HeapRoom {
    private static final long MIB = 1 << 20;

    private HeapRoom() {}

    /**
     * What is wrong, with both figures and what to do; empty when the heap is large enough.
     *
     * @param heapBytes as {@code Runtime.maxMemory()} tells it
     * @param whose the heap's owner, such as {@code a local worker}
     * @param variable the environment variable through which its owner is given more
     */
    public static String shortage(long memoryBytes, long heapBytes, String whose, String variable) {
        long most = heapBytes / 4 * 3;
        return memoryBytes <= most
                ? ""
                : "--memory is " + mebibytes(memoryBytes) + " for one task, but the heap of " + whose + ", "
                        + mebibytes(heapBytes) + ", has room for " + mebibytes(most) + "; give it more with " + variable
                        + "=-Xmx" + (memoryBytes / MIB / 2 * 3 + 2) + "m, or start with a smaller --memory";
    }

    private static String mebibytes(long bytes) {
        return bytes / MIB + "MiB";
    }
}
