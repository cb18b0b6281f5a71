package dev.mr.cli;

import dev.mr.task.ShellWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a client that say which service is meant: that of a root on this machine, or the one at an address. */
final class ServiceOptions {
    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "service",
            description = "The root of the service, where its address and token are found (default: ${DEFAULT-VALUE}).")
    private Path root;

    @Option(names = "--driver", paramLabel = "HOST:PORT", description = "The service at this address instead.")
    private @Nullable String driver;

    @Option(names = "--token-file", paramLabel = "FILE", description = "With --driver: the service's token.")
    private @Nullable Path tokenFile;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Mixin
    private ConfigFileOption config;

    /** Takes from elsewhere what the command line does not give, and adds everything that is wrong with it. */
    void check(CommandSpec command, SettingSources sources, List<String> problems) {
        Settled settled = sources.settle(command, config.file, problems);
        tls.check(problems);
        SettingValue.Source rooted = settled.source(Setting.ROOT);
        SettingValue.Source addressed = settled.source(Setting.DRIVER);
        if (driver != null && rooted == SettingValue.Source.FLAG && addressed == rooted) {
            problems.add("--root and --driver exclude each other");
        }
        if (driver != null && rooted.compareTo(addressed) < 0) {
            driver = null; // the root was named where it counts more
        }
        if (driver == null) {
            if (settled.source(Setting.TOKEN_FILE) == SettingValue.Source.FLAG) {
                problems.add("--token-file means nothing without --driver");
            }
            return;
        }
        HostAndPort address = HostAndPort.parse("--driver", driver, problems);
        if (address != null && address.port() == 0) {
            problems.add("--driver is \"" + driver + "\", expected the port of the service");
        }
        if (tokenFile == null) {
            problems.add("--driver needs --token-file, a copy of the token in the service's root, ROOT/.mr/token");
        }
    }

    /** The service meant; the options have been checked. */
    Service service(ServicePorts ports) {
        return new Service(root, driver, tokenFile, tls.read(), ports);
    }

    /** These options as a suggested command has to repeat them, with a space before; empty where they need not be. */
    String repeated() {
        List<String> words = new ArrayList<>();
        if (driver != null) {
            words.addAll(List.of("--driver", driver));
            if (tokenFile != null) {
                words.addAll(List.of("--token-file", tokenFile.toString()));
            }
        } else if (!root.equals(Path.of("service"))) {
            words.addAll(List.of("--root", root.toString()));
        }
        words.addAll(tls.repeated());
        return words.stream().map(word -> " " + ShellWord.of(word)).collect(Collectors.joining());
    }
}
