package dev.mr.rpc;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A job as a client asks for it.
 *
 * @param request what the client calls it; of each there is one job
 * @param job the name of a job that the service offers
 * @param inputs files and folders: absolute paths, or relative to one of the service's input roots
 * @param settings options of the job itself
 * @param options as the command line has them, without the dashes
 */
public record Submission(
        String request, String job, List<String> inputs, Map<String, String> settings, Map<String, String> options) {
    private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /** Whether a client may call its request so: 1 to 100 of {@code A-Z a-z 0-9 . _ -}. */
    public static boolean isRequest(String name) {
        return REQUEST.matcher(name).matches();
    }
}
