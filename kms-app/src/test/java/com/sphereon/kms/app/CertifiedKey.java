package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A P-256 key and its certificates, made with the JDK's keytool.
 *
 * @param chain Base64 DER, leaf first
 */
record CertifiedKey(ObjectNode privateJwk, List<String> chain) {
    private static final String PASSWORD = "not-a-secret";

    static CertifiedKey byAnAuthority(Path keystore) {
        keytool(keystore, "-alias", "root", "-dname", "CN=root", "-ext", "bc:c");
        keytool(keystore, "-alias", "leaf", "-dname", "CN=leaf", "-signer", "root");
        return read(keystore);
    }

    static CertifiedKey byItself(Path keystore) {
        keytool(keystore, "-alias", "leaf", "-dname", "CN=stranger", "-ext", "bc:c");
        return read(keystore);
    }

    private static CertifiedKey read(Path keystore) {
        try {
            KeyStore store = KeyStore.getInstance(keystore.toFile(), PASSWORD.toCharArray());
            List<String> chain = new ArrayList<>();
            for (Certificate certificate : store.getCertificateChain("leaf")) {
                chain.add(Json.base64(certificate.getEncoded()));
            }
            ECKey key = new ECKey.Builder(Curve.P_256, (ECPublicKey)
                            store.getCertificate("leaf").getPublicKey())
                    .privateKey((ECPrivateKey) store.getKey("leaf", PASSWORD.toCharArray()))
                    .build();
            return new CertifiedKey((ObjectNode) Json.parse(key.toJSONString()), chain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keytool(Path keystore, String... arguments) {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Stream<String> command = Stream.concat(
                Stream.of(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        PASSWORD),
                Stream.of(arguments));
        try {
            Process process = new ProcessBuilder(command.toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
