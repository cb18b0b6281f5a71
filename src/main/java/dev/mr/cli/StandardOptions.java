package dev.mr.cli;

import picocli.CommandLine.Option;

/** The options every command has; {@link Program} adds them. */
final class StandardOptions {
    static final String VERBOSE = "--verbose";

    @Option(names = VERBOSE, description = "Show stack traces and the debug log.")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
    boolean version;
}
