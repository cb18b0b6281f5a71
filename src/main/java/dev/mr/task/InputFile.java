package dev.mr.task;

/**
 * One input file as it was when the job started.
 *
 * @param index position in the job's list of inputs, from 0
 * @param source which of the inputs that the user named it belongs to, from 0
 * @param path absolute path
 * @param bytes length in bytes
 * @param modifiedNanos modification time in nanoseconds since 1970
 * @param inode the file's inode number, 0 where the file system has none
 */
public record InputFile(int index, int source, String path, long bytes, long modifiedNanos, long inode) {
    public Packing packing() {
        return Packing.of(path);
    }

    /** Whether its content is not its bytes. */
    public boolean isPacked() {
        return packing() != Packing.NONE;
    }
}
