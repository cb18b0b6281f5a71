package dev.mr.rpc;

import dev.mr.files.LocalFileSystem;
import dev.mr.fuzz.FuzzTarget;
import dev.mr.fuzz.ScratchFile;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** {@link PemFile}: refuses certificates and keys as documented, also where their Base64 is sound and what it says is not. */
public final class PemFilesFuzz implements FuzzTarget {
    private final List<byte[]> seeds = new ArrayList<>();
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final ScratchFile scratch = new ScratchFile();

    public PemFilesFuzz() {
        try {
            Path folder = Files.createTempDirectory("mr-fuzz-keys");
            for (String kind : List.of("EC", "RSA")) {
                Tls files = new Authority(folder.resolve(kind), kind).issue("peer", "ip:127.0.0.1");
                for (Path file : List.of(files.certificate(), files.key())) {
                    seeds.add(Files.readAllBytes(file));
                    seeds.add(Base64.getMimeDecoder()
                            .decode(Files.readString(file).replaceAll("-----[^-]*-----", "")));
                }
                certificates.add(new PemFile("certificate", files.certificate())
                        .certificates()
                        .get(0));
            }
            new LocalFileSystem().deleteTree(folder);
        } catch (IOException noKeys) {
            throw new IllegalStateException(noKeys);
        }
    }

    @Override
    public List<byte[]> seeds() {
        return seeds;
    }

    @Override
    public void run(byte[] input) throws IOException {
        reads(input);
        reads(armored("CERTIFICATE", input));
        reads(armored("PRIVATE KEY", input));
    }

    private void reads(byte[] content) throws IOException {
        PemFile file = new PemFile("file", scratch.of(content));
        refusable(file::certificates);
        for (X509Certificate certificate : certificates) {
            refusable(() -> file.key(certificate));
        }
    }

    private static void refusable(Runnable reading) {
        try {
            reading.run();
        } catch (MrException refused) {
            if (refused.exitCode() != ExitCode.USAGE) {
                throw refused;
            }
        }
    }

    private static byte[] armored(String kind, byte[] content) {
        return Authority.pem(kind, content).getBytes(StandardCharsets.US_ASCII);
    }
}
