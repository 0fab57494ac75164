package com.sphereon.kms.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sphereon.kms.core.audit.TrustedKey;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as auditors keep them. */
class TrustedKeysTest {
    /** Of the Go module golang.org/x/mod/sumdb/note. */
    private static final String VERIFIER_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    /** Of RFC 8037 appendix A.2. */
    private static final String X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    private static final String JWK = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"kid\":\"k\",\"n\":1}";

    @TempDir
    private Path folder;

    private List<TrustedKey> read(String content) throws IOException {
        return TrustedKeys.read(
                Files.writeString(folder.resolve("keys"), content).toString());
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static PublicKey generate(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (bits > 0) {
            generator.initialize(bits);
        }
        return generator.generateKeyPair().getPublic();
    }

    @Test
    void read_jwkOrSet_keys() throws IOException {
        assertThat(read(JWK)).hasSize(1).allMatch(key -> key.log().isEmpty());
        assertThat(read("\n{\"keys\":[%s,%s]}\n".formatted(JWK, JWK))).hasSize(2);
        assertThat(read(JWK).getFirst().key().toJwk()).containsEntry("x", X);
    }

    @Test
    void read_verifierKeys_forTheirLogOnly() throws IOException {
        assertThat(TrustedKeys.read(VERIFIER_KEY))
                .hasSize(1)
                .allMatch(key -> key.log().orElseThrow().equals("PeterNeumann"));
        assertThat(read(VERIFIER_KEY + "\n")).isEqualTo(TrustedKeys.read(VERIFIER_KEY));
        assertThat(read(VERIFIER_KEY + "\n" + VERIFIER_KEY)).hasSize(2);
    }

    @Test
    void read_fileNamedLikeAVerifierKey_isTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a+b+c"), JWK);

        assertThat(TrustedKeys.read(file.toString())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"Ed25519, 0", "Ed448, 0"})
    void read_pemOfEdwardsKeys_theKey(String curve, int bits) throws IOException, GeneralSecurityException {
        PublicKey key = generate(curve, bits);
        PublicKeyMaterial.Okp read =
                (PublicKeyMaterial.Okp) read(pem(key)).getFirst().key();
        byte[] encoded = key.getEncoded();

        assertThat(read.curve().jwkName()).isEqualTo(curve);
        assertThat(read.x()).isEqualTo(Arrays.copyOfRange(encoded, encoded.length - read.x().length, encoded.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 384, 521})
    void read_pemOfCurves_theKey(int bits) throws IOException, GeneralSecurityException {
        ECPublicKey key = (ECPublicKey) generate("EC", bits);
        PublicKeyMaterial.Ec read =
                (PublicKeyMaterial.Ec) read(pem(key)).getFirst().key();

        assertThat(read.curve().jcaName()).isEqualTo("secp%dr1".formatted(bits));
        assertThat(read.x()).isEqualTo(key.getW().getAffineX());
        assertThat(read.y()).isEqualTo(key.getW().getAffineY());
    }

    @Test
    void read_pemOfRsa_theKey() throws IOException, GeneralSecurityException {
        RSAPublicKey key = (RSAPublicKey) generate("RSA", 2048);
        PublicKeyMaterial.Rsa read =
                (PublicKeyMaterial.Rsa) read(pem(key)).getFirst().key();

        assertThat(read.modulus()).isEqualTo(key.getModulus());
        assertThat(read.exponent()).isEqualTo(BigInteger.valueOf(65537));
    }

    @Test
    void read_keysThatCannotSignOrAreNotSupported_refused() throws GeneralSecurityException {
        for (PublicKey key : List.of(generate("X25519", 0), generate("RSA", 1024), generate("DSA", 2048))) {
            assertThatIllegalArgumentException().isThrownBy(() -> read(pem(key)));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(JWK.replace("Ed25519", "X25519")))
                .withMessageContaining("cannot sign");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "key",
                "{",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"keys\":[1]}",
                "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "{\"kty\":\"OKP\",\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qY\"}",
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                VERIFIER_KEY + "x",
                VERIFIER_KEY + "\n\n" + VERIFIER_KEY,
            })
    void read_noKeys_refused(String content) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(content));
    }

    @Test
    void read_tooLong_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(" ".repeat(1024 * 1024 + 1)))
                .withMessageContaining("more than 1048576 octets");
    }

    @Test
    void read_noSuchFile_refused() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> TrustedKeys.read(folder.resolve("none").toString()));
        assertThatIllegalArgumentException().isThrownBy(() -> TrustedKeys.read("a+b"));
    }
}
