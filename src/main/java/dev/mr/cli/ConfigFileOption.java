package dev.mr.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that reads settings from a file. */
final class ConfigFileOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A file of settings, TOML lines such as lease = \"5s\", for what neither an option nor an MR_*"
                            + " variable gives (default: MR_CONFIG, or mr.toml if there is one).")
    @Nullable
    Path file;
}
