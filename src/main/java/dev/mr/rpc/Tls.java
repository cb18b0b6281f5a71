package dev.mr.rpc;

import java.nio.file.Path;

/**
 * What one side shows and whom it trusts, as PEM files. Both sides show a certificate, and take none that the authority has not signed.
 *
 * @param certificate its own certificate, and those between it and the authority if there are any, in this order
 * @param key the private key of the certificate: PKCS #8, not encrypted
 * @param authority the certificates of those it trusts
 */
public record Tls(Path certificate, Path key, Path authority) {
    /**
     * Reads the files, so that what is wrong with them is said before anything depends on them.
     *
     * @throws dev.mr.task.MrException USAGE, naming the file
     */
    public void check() {
        TlsContext.read(this);
    }
}
