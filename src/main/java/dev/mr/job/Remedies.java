package dev.mr.job;

import dev.mr.task.NextCommand;

/**
 * What becomes of a job in trouble, and what a person can do about it, in the words of messages.
 *
 * @param pause what happens where a job cannot go on now: "the driver stops"
 * @param goOn how it goes on when the trouble is over: "then: COMMAND"
 * @param tryAgain how a job that failed can be tried again
 * @param startOver how, when an input has changed
 */
public record Remedies(String pause, String goOn, String tryAgain, String startOver) {
    /** Of the driver of one job, in this directory. */
    public static Remedies ofDriver(Object directory) {
        String goOn = "then: " + NextCommand.resume(directory);
        return new Remedies(
                "the driver stops",
                goOn,
                goOn + " --retry-failed",
                "restore the file, " + goOn + "; or begin again in another --dir");
    }

    /** Of a service, whose clients cannot mend anything, but submit a job once more. */
    public static Remedies ofService() {
        return new Remedies(
                "the job pauses", "it goes on by itself", "submit it again", "submit it again over what is there now");
    }
}
