package dev.mr.task;

/** Why an attempt ended without winning. The kind decides which budget it spends. */
public enum FailureKind {
    /** The job's own code or its data failed; spends one of {@code --max-attempts}. */
    USER,
    /** The worker process died; spends one of {@code --max-worker-losses}. */
    WORKER_LOST,
    /** The worker was silent past its lease; counts like the loss of the worker. */
    LEASE_EXPIRED,
    /** Disk, memory or descriptors of the machine; spends nothing, four in a row stop the driver. */
    RESOURCE,
    /** An I/O error outside the job; spends nothing, four in a row stop the driver. */
    EXTERNAL,
    /** An input is no longer what it was when the job started; stops the driver. */
    INPUT_CHANGED,
    /** A reduce read a map's output that is missing or damaged; spends nothing of the reduce. */
    INPUT_BAD,
    /** The worker was told to stop and gave the task back; spends nothing. */
    GIVEN_BACK,
    /** The driver died or was stopped while the attempt ran; spends nothing. */
    DRIVER_LOST,
    /** Another attempt won, or what this one read is no longer valid; spends nothing. */
    SUPERSEDED,
    /** The winner's files were found missing or damaged. */
    OUTPUT_DAMAGED
}
