package dev.mr.driver;

/** How a driver comes to open a job. */
enum Opening {
    /** For the first time. */
    FIRST,
    /** For the first time since the machine was down, so that files that were not on the disk may be gone. */
    AFTER_REBOOT,
    /** Once more after a pause, in which its workers were told to let go of it. */
    AGAIN
}
