package com.sphereon.kms.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyDerivationTest {
    private static final byte[] NOTHING = {};
    private static final Optional<ContentEncryptionAlgorithm> NO_CONTENT = Optional.empty();
    /** The shared secret of RFC 7518 appendix C. */
    private static final SecretBytes SECRET = SecretBytes.copyOf(
            HexFormat.of().parseHex("9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4"));

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String derived(KeyDerivation derivation) {
        try (SecretBytes key = derivation.apply(SECRET)) {
            return key.expose(octets -> Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
        }
    }

    private static KeyDerivation withKeyBits(KeyAgreementAlgorithm algorithm, int keyBits) {
        return KeyDerivation.of(algorithm, Optional.of(keyBits), NO_CONTENT, NOTHING, NOTHING);
    }

    @Test
    void apply_exampleOfRfc7518AppendixC_publishedKey() {
        KeyDerivation derivation = KeyDerivation.of(
                KeyAgreementAlgorithm.ECDH_ES,
                Optional.empty(),
                Optional.of(ContentEncryptionAlgorithm.A128GCM),
                ascii("Alice"),
                ascii("Bob"));

        assertThat(derived(derivation)).isEqualTo("VqqN6vgjbSBcIijNcacQGg");
    }

    @Test
    void apply_nothingAskedFor_secretItselfAndItStaysUsable() {
        assertThat(KeyDerivation.none().apply(SECRET)).isEqualTo(SECRET);
        assertThat(KeyDerivation.of(KeyAgreementAlgorithm.ECDH_ES, Optional.empty(), NO_CONTENT, NOTHING, NOTHING)
                        .apply(SECRET))
                .isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 136, 192, 256, 264, 384, 512, 1024})
    void apply_anySize_keyOfThatSize(int keyBits) {
        try (SecretBytes key =
                withKeyBits(KeyAgreementAlgorithm.ECDH_ES, keyBits).apply(SECRET)) {
            assertThat(key.length() * Byte.SIZE).isEqualTo(keyBits);
            assertThat(key.<Boolean>expose(KeyDerivationTest::endsInZeros)).isFalse();
        }
    }

    /** A last round that was left out would show as zeros. */
    private static boolean endsInZeros(byte[] octets) {
        return Arrays.equals(Arrays.copyOfRange(octets, octets.length - 4, octets.length), new byte[4])
                && octets.length > 4;
    }

    /** Each of these must change the key, also where the texts are the same one after the other. */
    @Test
    void apply_anyInputChanged_anotherKey() {
        Optional<ContentEncryptionAlgorithm> gcm = Optional.of(ContentEncryptionAlgorithm.A256GCM);
        Optional<ContentEncryptionAlgorithm> cbc = Optional.of(ContentEncryptionAlgorithm.A128CBC_HS256);
        KeyAgreementAlgorithm direct = KeyAgreementAlgorithm.ECDH_ES;
        List<KeyDerivation> derivations = List.of(
                KeyDerivation.none(),
                withKeyBits(direct, 256),
                withKeyBits(KeyAgreementAlgorithm.ECDH_ES_A256KW, 256),
                KeyDerivation.of(direct, Optional.empty(), gcm, NOTHING, NOTHING),
                KeyDerivation.of(direct, Optional.empty(), cbc, NOTHING, NOTHING),
                KeyDerivation.of(direct, Optional.empty(), gcm, ascii("ab"), NOTHING),
                KeyDerivation.of(direct, Optional.empty(), gcm, NOTHING, ascii("ab")),
                KeyDerivation.of(direct, Optional.empty(), gcm, ascii("a"), ascii("b")));

        Set<String> keys = new HashSet<>();
        derivations.forEach(derivation -> keys.add(derived(derivation)));

        assertThat(keys).hasSameSizeAs(derivations);
    }

    @ParameterizedTest
    @CsvSource({"ECDH_ES_A128KW, 128", "ECDH_ES_A192KW, 192", "ECDH_ES_A256KW, 256"})
    void of_algorithmThatWraps_sizeIsKnownAndContentDoesNotCount(KeyAgreementAlgorithm algorithm, int keyBits) {
        KeyDerivation derivation = KeyDerivation.of(
                algorithm, Optional.empty(), Optional.of(ContentEncryptionAlgorithm.A256CBC_HS512), NOTHING, NOTHING);

        assertThat(derivation.keyBits()).contains(keyBits);
        assertThat(derivation.algorithmId()).isEqualTo(algorithm.joseName());
        assertThat(derived(derivation)).isEqualTo(derived(withKeyBits(algorithm, keyBits)));
    }

    @ParameterizedTest
    @CsvSource({"ECDH_ES_A128KW, 256", "ECDH_ES_A192KW, 128", "ECDH_ES_A256KW, 512"})
    void of_sizeThatContradictsTheAlgorithm_refused(KeyAgreementAlgorithm algorithm, int keyBits) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> withKeyBits(algorithm, keyBits))
                .withMessageContaining("keyDataLen is " + keyBits);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new KeyDerivation(algorithm, Optional.of(keyBits), "", NOTHING, NOTHING));
    }

    @Test
    void of_sizeThatContradictsTheContent_refused() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> KeyDerivation.of(
                        KeyAgreementAlgorithm.ECDH_ES,
                        Optional.of(128),
                        Optional.of(ContentEncryptionAlgorithm.A256GCM),
                        NOTHING,
                        NOTHING))
                .withMessageContaining("256 bits");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -128, -8, 0, 1, 8, 120, 127, 129, 255, 1025, 1032, Integer.MAX_VALUE})
    void of_sizeNoKeyHas_refused(int keyBits) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> withKeyBits(KeyAgreementAlgorithm.ECDH_ES, keyBits))
                .withMessageContaining("keyDataLen is " + keyBits);
    }

    @Test
    void of_partiesWithoutAKey_refused() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> KeyDerivation.of(
                        KeyAgreementAlgorithm.ECDH_ES, Optional.empty(), NO_CONTENT, ascii("Alice"), NOTHING))
                .withMessageContaining("keyDataLen or enc");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> KeyDerivation.of(
                        KeyAgreementAlgorithm.ECDH_ES, Optional.empty(), NO_CONTENT, NOTHING, ascii("Bob")));
    }
}
