package dev.mr.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The end of all writing to one mounted file system, as when its machine loses power: what is not on the disk is lost. */
public final class PowerCut {
    /** The shutdown of ext4 and XFS that flushes no log. */
    private static final String SHUTDOWN =
            "open(F, '<', $ARGV[0]) or die \"$!\"; my $how = pack('L', 2); ioctl(F, 0x8004587d, $how) or die \"$!\"";

    private PowerCut() {}

    /** Of the file system that is mounted here; when this returns nothing more is written to it. */
    public static void of(Path mounted) throws IOException {
        Process perl = new ProcessBuilder("perl", "-e", SHUTDOWN, mounted.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(perl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (perl.waitFor() != 0) {
                throw new IOException("the power of " + mounted + " cannot be cut: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
