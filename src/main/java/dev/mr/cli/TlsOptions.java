package dev.mr.cli;

import dev.mr.rpc.Tls;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every program that may speak TLS: all three, or none. */
final class TlsOptions {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Speak TLS and show this certificate (PEM); needs --tls-key and --tls-ca.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's private key (PEM, PKCS #8).")
    private @Nullable Path key;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "The authority (PEM) that must have signed the certificate of the other side.")
    private @Nullable Path authority;

    /** Whether all three are. */
    boolean areGiven() {
        return certificate != null && key != null && authority != null;
    }

    /** The options once more, for a program that is to speak to the same. */
    List<String> repeated() {
        return certificate == null || key == null || authority == null
                ? List.of()
                : List.of(
                        "--tls-cert",
                        certificate.toAbsolutePath().toString(),
                        "--tls-key",
                        key.toAbsolutePath().toString(),
                        "--tls-ca",
                        authority.toAbsolutePath().toString());
    }

    /** Adds a problem when some are given and others not. */
    void check(List<String> problems) {
        boolean none = certificate == null && key == null && authority == null;
        if (!none && (certificate == null || key == null || authority == null)) {
            problems.add("--tls-cert, --tls-key and --tls-ca go together");
        }
    }

    /**
     * What they name, with files that can be used; empty without the options.
     *
     * @throws dev.mr.task.MrException USAGE, naming the file that cannot
     */
    Optional<Tls> read() {
        if (certificate == null || key == null || authority == null) {
            return Optional.empty();
        }
        Tls tls = new Tls(certificate, key, authority);
        tls.check();
        return Optional.of(tls);
    }
}
