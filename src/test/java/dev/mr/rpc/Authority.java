package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Signs certificates of its own making, in a folder of a test. */
final class Authority {
    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path store;
    private final String keyKind;

    /** @param keyKind of all keys: EC, RSA or Ed25519 */
    Authority(Path folder, String keyKind) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.store = folder.resolve("authority.p12");
        this.keyKind = keyKind;
        keytool("authority", List.of("-ext", "bc:c"));
    }

    /** For a peer of this authority; the names are those of the hosts it may be, such as {@code ip:127.0.0.1}. */
    Tls issue(String peer, String... hosts) throws IOException {
        List<String> more = new ArrayList<>(List.of("-signer", "authority"));
        if (hosts.length > 0) {
            more.addAll(List.of("-ext", "san=" + String.join(",", hosts)));
        }
        keytool(peer, more);
        try (InputStream stored = Files.newInputStream(store)) {
            KeyStore entries = KeyStore.getInstance("PKCS12");
            entries.load(stored, PASSWORD.toCharArray());
            Certificate own = entries.getCertificate(peer);
            return new Tls(
                    write(peer + ".pem", "CERTIFICATE", own.getEncoded()),
                    write(
                            peer + ".key",
                            "PRIVATE KEY",
                            entries.getKey(peer, PASSWORD.toCharArray()).getEncoded()),
                    write(
                            "authority.pem",
                            "CERTIFICATE",
                            entries.getCertificate("authority").getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Path write(String name, String kind, byte[] content) throws IOException {
        return Files.writeString(folder.resolve(name), pem(kind, content));
    }

    /** A PEM file. */
    static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    private void keytool(String alias, List<String> more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                keyKind,
                "-dname",
                "CN=" + alias,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(more);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as(said).isZero();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
