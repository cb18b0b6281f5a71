package dev.mr.rpc;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * The files of a {@link Tls}, read, as Netty wants them. TLS is the JDK's own: Netty's native one would have to be unpacked at each
 * start, and the launchers turn that off.
 */
final class TlsContext {
    private final Tls tls;
    private final X509Certificate[] chain;
    private final PrivateKey key;
    private final X509Certificate[] authorities;

    private TlsContext(Tls tls, List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
        this.tls = tls;
        this.chain = chain.toArray(X509Certificate[]::new);
        this.key = key;
        this.authorities = authorities.toArray(X509Certificate[]::new);
    }

    /** @throws MrException USAGE when a file is not what it should be, naming it */
    static TlsContext read(Tls tls) {
        List<X509Certificate> chain = new PemFile("TLS certificate", tls.certificate()).certificates();
        PrivateKey key = new PemFile("TLS key", tls.key()).key(chain.get(0));
        return new TlsContext(tls, chain, key, new PemFile("TLS authority", tls.authority()).certificates());
    }

    /** For who listens: refuses every peer without a certificate of the authority. */
    SslContext server() {
        return build(SslContextBuilder.forServer(key, chain).clientAuth(ClientAuth.REQUIRE));
    }

    /** For who connects; that the certificate is for the host connected to is checked by gRPC. */
    SslContext client() {
        return build(SslContextBuilder.forClient().keyManager(key, chain));
    }

    private SslContext build(SslContextBuilder builder) {
        try {
            return GrpcSslContexts.configure(builder, SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .trustManager(authorities)
                    .build();
        } catch (SSLException | RuntimeException unusable) {
            throw new MrException(
                    ExitCode.USAGE,
                    "the TLS certificate " + tls.certificate() + ", key " + tls.key() + " and authority "
                            + tls.authority() + " cannot be used: " + unusable.getMessage(),
                    unusable);
        }
    }
}
