package dev.mr.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that reads settings from a file. */
final class ConfigFileOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Where settings lie that no option and no MR_* variable gives, in TOML, a line such as"
                    + " root = \"service\" for each (default: MR_CONFIG, or mr.toml where there is one).")
    @Nullable
    Path file;
}
