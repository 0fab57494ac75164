package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.spi.ProviderKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A MAC depends on key, message and algorithm, and on nothing else: the core verifies one by computing it again. */
interface MacRules extends ProviderFixture {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "HMAC.*")
    default void mac_sameInput_sameMacAndNoOther(SignatureAlgorithm algorithm) {
        if (!can().supports(ProviderOperation.GENERATE_MAC, algorithm)) {
            ProviderKey key = sharedKey(anySigningSpec());
            assertUnsupported(() -> sign(key, algorithm, data().message()));
            return;
        }
        ProviderKey key = sharedKey(algorithm);
        ProviderKey other = provider().generate(newKey(key.spec()));
        byte[] message = data().message();

        byte[] mac = sign(key, algorithm, message);

        assertThat(mac)
                .as(data().toString())
                .hasSize(algorithm.digest().orElseThrow().lengthBytes());
        assertThat(sign(key, algorithm, message)).as(data().toString()).isEqualTo(mac);
        assertThat(sign(key, algorithm, data().withFlippedBit(message)))
                .as(data().toString())
                .isNotEqualTo(mac);
        assertThat(sign(other, algorithm, message)).as(data().toString()).isNotEqualTo(mac);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "HMAC.*")
    default void mac_importedKey_asComputedIndependently(SignatureAlgorithm algorithm) {
        KeySpec spec = algorithm.defaultKeySpec();
        if (!can().supports(ProviderOperation.GENERATE_MAC, algorithm) || !can(ProviderOperation.IMPORT_KEY, spec)) {
            return; // mac_sameInput or import_eachKindOfKey has seen the refusal
        }
        byte[] message = data().bytes(maxMessageBytes());
        try (PrivateKeyMaterial material = SampleKeys.of(spec, data())) {
            ProviderKey key = provider().importKey(newKey(spec), material);

            assertThat(sign(key, algorithm, message))
                    .as(data().toString())
                    .isEqualTo(IndependentSignatures.sign(material, algorithm, message));
        }
    }
}
