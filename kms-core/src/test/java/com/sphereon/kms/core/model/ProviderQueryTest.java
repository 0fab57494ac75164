package com.sphereon.kms.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That a match can do the whole call, and not only its parts. */
class ProviderQueryTest {
    /** Two curves, of which it signs with one, and symmetric keys that only encrypt. */
    private static final Capabilities CAN = new Capabilities(
            new SupportedKeys(Set.of(Curve.P_256, Curve.P_384), Set.of(), Set.of(256)),
            Map.of(
                    ProviderOperation.SIGN,
                    Set.of(SignatureAlgorithm.ECDSA_SHA256),
                    ProviderOperation.GENERATE_KEY,
                    Set.of(),
                    ProviderOperation.HARDWARE_BACKED,
                    Set.of()),
            Set.of(DigestAlgorithm.SHA256),
            Set.of(StorageType.HARDWARE),
            new SupportedEncryption(Set.of(ContentEncryptionAlgorithm.A256GCM), Set.of(), Set.of()));

    private static final Capabilities NOTHING =
            new Capabilities(new SupportedKeys(Set.of(), Set.of(), Set.of()), Map.of(), Set.of(), Set.of());

    private static ProviderQuery query(
            ProviderOperation operation, Curve curve, CryptoAlgorithm family, Algorithm... algorithms) {
        return new ProviderQuery(
                Optional.empty(),
                Optional.ofNullable(operation),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(curve),
                Optional.ofNullable(family),
                List.of(algorithms).stream()
                        .<Set<? extends Algorithm>>map(Set::of)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "SIGN, , , , true",
        "SIGN, P_256, , , true",
        "SIGN, P_256, ECDSA, ECDSA_SHA256, true",
        "SIGN, P_384, , , false",
        "SIGN, , , ECDSA_SHA384, false",
        "SIGN, , HMAC, , false",
        "GENERATE_KEY, P_384, , , true",
        "GENERATE_KEY, P_384, ECDSA, , false",
        "GENERATE_KEY, P_521, , , false",
        "GENERATE_KEY, , , ECDSA_SHA384, false",
        "VERIFY, , , , false",
        ", , ECDSA, , true",
        ", , RSA, , false",
        ", , ED25519, , false",
        ", , SHA256_WITH_RSA, , false",
    })
    void isMetBy_oneKeyAndOneUse_togetherOrNotAtAll(
            ProviderOperation operation,
            Curve curve,
            CryptoAlgorithm family,
            SignatureAlgorithm algorithm,
            boolean met) {
        ProviderQuery query =
                algorithm == null ? query(operation, curve, family) : query(operation, curve, family, algorithm);

        assertThat(query.isMetBy("any", CAN)).isEqualTo(met);
        assertThat(query.isMetBy("any", NOTHING)).isFalse();
    }

    @Test
    void isMetBy_encryption_isAnotherUseThanSigning() {
        ContentEncryptionAlgorithm gcm = ContentEncryptionAlgorithm.A256GCM;

        assertThat(query(ProviderOperation.ENCRYPT, null, null, gcm).isMetBy("any", CAN))
                .isTrue();
        assertThat(query(null, null, null, gcm).isMetBy("any", CAN)).isTrue();
        assertThat(query(ProviderOperation.SIGN, null, null, gcm).isMetBy("any", CAN))
                .isFalse();
        assertThat(query(ProviderOperation.ENCRYPT, Curve.P_256, null, gcm).isMetBy("any", CAN))
                .isFalse();
        assertThat(query(null, null, null, gcm, SignatureAlgorithm.ECDSA_SHA256).isMetBy("any", CAN))
                .isFalse();
        assertThat(query(null, null, null, ContentEncryptionAlgorithm.A128GCM).isMetBy("any", CAN))
                .isFalse();
    }

    @Test
    void isMetBy_whatIsNotAboutKeys_isAskedOfTheProvider() {
        ProviderQuery open = query(null, null, null);
        ProviderQuery typed = new ProviderQuery(
                Optional.of("aws_kms"),
                Optional.empty(),
                Set.of(ProviderOperation.HARDWARE_BACKED),
                Optional.of(StorageType.HARDWARE),
                Optional.of(KeyType.OCT),
                Optional.empty(),
                Optional.empty(),
                List.of());
        Capabilities elsewhere = new Capabilities(
                CAN.keys(), CAN.operations(), CAN.digests(), Set.of(StorageType.EPHEMERAL), CAN.encryption());
        Capabilities soft = new Capabilities(CAN.keys(), Map.of(), CAN.digests(), CAN.storage(), CAN.encryption());

        assertThat(open.isMetBy("any", NOTHING)).isTrue();
        assertThat(typed.isMetBy("aws_kms", CAN)).isTrue();
        assertThat(typed.isMetBy("software", CAN)).isFalse();
        assertThat(typed.isMetBy("aws_kms", elsewhere)).isFalse();
        assertThat(typed.isMetBy("aws_kms", soft)).isFalse();
    }
}
