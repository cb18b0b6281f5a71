package dev.mr.catalog;

import dev.mr.task.JobCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A job's jars as files. */
public final class JarFiles {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SHOWN_DIGITS = 12;

    private JarFiles() {}

    /** A jar is not what it was when the job started. */
    public static final class JarChangedException extends Exception {
        private static final long serialVersionUID = 1L;

        JarChangedException(String message) {
            super(message);
        }
    }

    /** The jar as it is now. */
    public static JobCode.Jar describe(Path jar) throws IOException {
        Path absolute = jar.toAbsolutePath().normalize();
        return new JobCode.Jar(absolute.toString(), sha256(absolute));
    }

    /**
     * Reads the jar and compares.
     *
     * @throws JarChangedException when it is not what it was, or gone; the message names it
     */
    public static void check(JobCode.Jar expected) throws IOException, JarChangedException {
        String now;
        try {
            now = sha256(Path.of(expected.path()));
        } catch (NoSuchFileException gone) {
            throw new JarChangedException("jar " + expected.path() + " is gone since the job started; its SHA-256 was "
                    + shortened(expected.sha256()));
        }
        if (!now.equals(expected.sha256())) {
            throw new JarChangedException("jar " + expected.path() + " changed since the job started: its SHA-256 was "
                    + shortened(expected.sha256()) + ", now it is " + shortened(now));
        }
    }

    /** So much of a SHA-256 as people compare. */
    public static String shortened(String sha256) {
        return sha256.substring(0, Math.min(SHOWN_DIGITS, sha256.length()));
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
