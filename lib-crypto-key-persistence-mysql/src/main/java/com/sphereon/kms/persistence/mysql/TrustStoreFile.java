package com.sphereon.kms.persistence.mysql;

import com.sphereon.kms.core.spi.InvalidSettingException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/** Certificates of authorities in the form the driver reads: a copy that is deleted when the program ends. */
record TrustStoreFile(Path path) {
    /** Protects nothing: certificates are public. The format wants one. */
    static final String PASSWORD = "public";

    /**
     * @param setting for messages
     * @param pem one or more certificates
     */
    static TrustStoreFile of(String setting, Path pem) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates(pem)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            if (number == 0) {
                throw new InvalidSettingException(setting, "is " + pem + ", which holds no certificate");
            }
            return write(store);
        } catch (GeneralSecurityException e) {
            throw new InvalidSettingException(setting, "is " + pem + ", which is no file of PEM certificates");
        } catch (IOException e) {
            throw new InvalidSettingException(setting, "is " + pem + ", which cannot be read or copied");
        }
    }

    private static Collection<? extends Certificate> certificates(Path pem)
            throws IOException, GeneralSecurityException {
        try (InputStream content = new BufferedInputStream(Files.newInputStream(pem))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(content);
        }
    }

    /** Readable and writable for its owner only, as temporary files are. */
    private static TrustStoreFile write(KeyStore store) throws IOException, GeneralSecurityException {
        Path file = Files.createTempFile("kms-trusted", ".p12");
        file.toFile().deleteOnExit();
        try (OutputStream content = Files.newOutputStream(file)) {
            store.store(content, PASSWORD.toCharArray());
        }
        return new TrustStoreFile(file);
    }
}
