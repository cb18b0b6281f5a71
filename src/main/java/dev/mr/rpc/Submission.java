package dev.mr.rpc;

import java.util.List;
import java.util.Map;

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
        String request, String job, List<String> inputs, Map<String, String> settings, Map<String, String> options) {}
