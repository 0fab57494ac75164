package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.spi.InvalidSettingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Trust in servers whose certificates end in some of our choice, and in no others. Immutable. */
public final class ServerTrust {
    private static final long MAX_FILE_BYTES = 1 << 20;

    private final X509TrustManager manager;
    private final SSLSocketFactory sockets;

    private ServerTrust(Collection<? extends Certificate> certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("trusted-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        this.manager = Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no trust manager for X.509"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {manager}, null);
        this.sockets = context.getSocketFactory();
    }

    /**
     * Reads the certificates from a PEM file.
     *
     * @param setting names the file, for messages
     * @throws InvalidSettingException when there are none, or one cannot be read
     */
    static ServerTrust fromPem(String setting, Path file) {
        try (InputStream in = new ByteArrayInputStream(octets(file))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (!certificates.isEmpty()) {
                return new ServerTrust(certificates);
            }
        } catch (IOException | GeneralSecurityException e) {
            // falls through to the one message that says what is allowed
        }
        throw new InvalidSettingException(setting, "must name a PEM file with certificates");
    }

    /** Nothing else has an end for sure. */
    private static byte[] octets(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException("no plain file, or too large");
        }
        return Files.readAllBytes(file);
    }

    /** The same trust, for clients other than {@link HttpBackend}. */
    public X509TrustManager manager() {
        return manager;
    }

    SSLSocketFactory sockets() {
        return sockets;
    }
}
