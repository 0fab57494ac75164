package com.sphereon.kms.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir
    Path folder;

    private OpenVault vault;

    @BeforeEach
    void start() {
        vault = OpenVault.start(HsmType.KEYVAULT, folder);
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    private static KeyHandle made(KeyProvider provider) {
        return OpenVault.handle(provider.generate(OpenVault.newKey()));
    }

    @Test
    void sign_manyTimes_oneToken() {
        try (KeyProvider provider = vault.open()) {
            KeyHandle handle = made(provider);
            for (int i = 0; i < 10; i++) {
                provider.sign(handle, OpenVault.INPUT);
            }
            assertThat(vault.fake().tokens().issued()).isEqualTo(1);
        }
    }

    @Test
    void sign_tokenEnded_anotherIsFetchedUnseen() {
        try (KeyProvider provider = vault.open("max-retries", "0")) {
            KeyHandle handle = made(provider);

            vault.fake().tokens().expire();

            assertThat(provider.sign(handle, OpenVault.INPUT)).hasSize(64);
            assertThat(vault.fake().tokens().issued()).isEqualTo(2);
        }
    }

    @Test
    void sign_secretReplaced_newOneIsUsedWithoutRestart() {
        try (KeyProvider provider = vault.open("max-retries", "0")) {
            KeyHandle handle = made(provider);
            vault.fake().tokens().accept("another secret");
            vault.fake().tokens().expire();
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> provider.sign(handle, OpenVault.INPUT));

            vault.write("another secret");

            assertThat(provider.sign(handle, OpenVault.INPUT)).hasSize(64);
        }
    }

    @Test
    void sign_wrongSecret_refusedWithoutRepeatingIt() {
        vault.write("a wrong secret");
        try (KeyProvider provider = vault.open()) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> made(provider))
                    .withMessageContaining("credentials")
                    .satisfies(failure -> assertThat(failure).hasMessageNotContaining("wrong"));
            assertThat(provider.health()).isInstanceOf(Health.Down.class);
        }
    }

    @Test
    void create_secretFileMissing_refused() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> vault.open("client-secret", "file:" + folder.resolve("none")))
                .satisfies(refusal -> assertThat(refusal.setting()).isEqualTo("client-secret"));
    }

    @Test
    void create_nobodyThere_startsAndSaysDown() {
        try (KeyProvider provider = vault.open("keyvault-url", "http://127.0.0.1:1", "deadline", "PT2S")) {
            assertThat(provider.health())
                    .isInstanceOfSatisfying(
                            Health.Down.class, down -> assertThat(down.reason()).contains("takes no connections"));
        }
    }

    @Test
    void sign_certificate_tokensBySignedAssertion() throws Exception {
        KeyPair pair = rsa();
        X509Certificate certificate = selfSigned(pair);
        vault.fake().tokens().accept(certificate);
        try (KeyProvider provider = withCertificate(pair, certificate)) {
            KeyHandle handle = made(provider);
            provider.sign(handle, OpenVault.INPUT);
            assertThat(vault.fake().tokens().issued()).isEqualTo(1);

            vault.fake().tokens().expire();

            assertThat(provider.sign(handle, OpenVault.INPUT)).hasSize(64);
        }
    }

    @Test
    void sign_certificateNobodyKnows_refused() throws Exception {
        vault.fake().tokens().accept(selfSigned(rsa()));
        KeyPair pair = rsa();
        try (KeyProvider provider = withCertificate(pair, selfSigned(pair))) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> made(provider))
                    .withMessageContaining("credentials");
        }
    }

    @Test
    void sign_certificateFileIsNone_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("pem"), "no certificate");
        try (KeyProvider provider = vault.open(
                "credential-mode", "service-client-certificate",
                "client-secret", "",
                "client-certificate", "file:" + file)) {
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> made(provider));
        }
    }

    private KeyProvider withCertificate(KeyPair pair, X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        Base64.Encoder base64 = Base64.getMimeEncoder();
        String pem = "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                        .formatted(base64.encodeToString(pair.getPrivate().getEncoded()))
                + "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                        .formatted(base64.encodeToString(certificate.getEncoded()));
        Path file = Files.writeString(folder.resolve("pem"), pem.replace("\r", ""));
        return vault.open(
                "credential-mode", "service-client-certificate",
                "client-secret", "",
                "client-certificate", "file:" + file);
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static X509Certificate selfSigned(KeyPair pair) throws GeneralSecurityException, OperatorCreationException {
        X500Principal name = new X500Principal("CN=kms");
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                                Date.from(Instant.parse("2120-01-01T00:00:00Z")),
                                name,
                                pair.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
    }
}
