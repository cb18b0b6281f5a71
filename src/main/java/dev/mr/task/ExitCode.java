package dev.mr.task;

/** How a program ends; the numbers are a contract with scripts. */
public enum ExitCode {
    DONE(0),
    /** User code or data made the job fail. */
    JOB_FAILED(1),
    /** A command line or configuration that cannot be carried out; nothing was created. */
    USAGE(2),
    /** The stored state is unusable: corrupt, or written by a newer version. */
    STATE_UNUSABLE(3),
    /** Disk, I/O, lock or port; resumable. */
    ENVIRONMENT(4),
    /** Another driver owns the job or the directory, or took over. */
    OTHER_DRIVER(5),
    /** An input is not what it was when the job started. */
    INPUT_CHANGED(6),
    AUTHENTICATION(7),
    /** A bug of ours; resumable. */
    INTERNAL(8),
    /** A worker lost its driver. */
    DRIVER_LOST(9),
    /** What was asked to be explained would run something. */
    WOULD_RUN(10);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
