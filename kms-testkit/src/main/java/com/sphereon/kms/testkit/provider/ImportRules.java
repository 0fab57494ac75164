package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyType;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import java.math.BigInteger;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Material from outside is taken over as it is, or not at all. */
interface ImportRules extends ProviderFixture {

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.SampleKeys#specs")
    default void import_eachKindOfKey_takenIfDeclared(KeySpec spec) {
        NewKey order = newKey(spec);
        try (PrivateKeyMaterial material = SampleKeys.of(spec, data())) {
            if (!can(ProviderOperation.IMPORT_KEY, spec)) {
                assertUnsupported(() -> provider().importKey(order, material));
                return;
            }
            ProviderKey key = provider().importKey(order, material);

            assertThat(key.spec()).isEqualTo(spec);
            assertThat(key.publicKey()).isEqualTo(material.publicKey());
            assertThat(provider().describe(handle(key))).isEqualTo(key);
            signingAlgorithm(spec).ifPresent(algorithm -> assertSignsAs(material, key, algorithm));
        }
    }

    /** Also proves that the provider has left the material to the caller to close. */
    private void assertSignsAs(PrivateKeyMaterial material, ProviderKey key, SignatureAlgorithm algorithm) {
        byte[] message = data().message();
        byte[] signature = sign(key, algorithm, message);
        if (material instanceof PrivateKeyMaterial.Oct) {
            assertThat(signature)
                    .as(data().toString())
                    .isEqualTo(IndependentSignatures.sign(material, algorithm, message));
        } else {
            assertThat(IndependentSignatures.verify(material.publicKey().orElseThrow(), algorithm, message, signature))
                    .as(data().toString())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.SampleKeys#specs")
    default void import_halvesOfTwoKeys_refused(KeySpec spec) {
        if (spec.keyType() == KeyType.OCT || !can(ProviderOperation.IMPORT_KEY, spec)) {
            return; // there are no halves; or import_eachKindOfKey has seen the refusal
        }
        Map<String, String> jwk = new LinkedHashMap<>(jwkOf(SampleKeys.of(spec, data())));
        Map<String, String> other = jwkOf(SampleKeys.another(spec, data()));
        if (spec instanceof KeySpec.Rsa) {
            jwk.put("n", other.getOrDefault("n", ""));
        } else {
            jwk.put("d", other.getOrDefault("d", ""));
        }
        assertRefused(spec, jwk);
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "e"})
    default void import_rsaMemberThatContradictsTheOthers_refused(String member) {
        KeySpec spec = new KeySpec.Rsa(2048);
        if (!can(ProviderOperation.IMPORT_KEY, spec)) {
            return; // import_eachKindOfKey has seen the refusal
        }
        Map<String, String> jwk = new LinkedHashMap<>(jwkOf(SampleKeys.of(spec, data())));
        jwk.computeIfPresent(member, (name, value) -> plusTwo(value));
        assertRefused(spec, jwk);
    }

    /** n = 1 * n is true but no factorisation; the exponents modulo 0 must not end in an arithmetic error. */
    @Test
    default void import_rsaWithTrivialFactors_refused() {
        KeySpec spec = new KeySpec.Rsa(2048);
        if (!can(ProviderOperation.IMPORT_KEY, spec)) {
            return; // import_eachKindOfKey has seen the refusal
        }
        Map<String, String> jwk = new LinkedHashMap<>(jwkOf(SampleKeys.of(spec, data())));
        jwk.put("p", "AQ");
        jwk.put("q", jwk.getOrDefault("n", ""));
        assertRefused(spec, jwk);
    }

    @Test
    default void import_otherKindThanOrdered_refused() {
        KeySpec ordered = anySigningSpec();
        NewKey order = newKey(ordered);
        for (KeySpec given : SampleKeys.specs()) {
            if (!given.equals(ordered) && can(ProviderOperation.IMPORT_KEY, given)) {
                try (PrivateKeyMaterial material = SampleKeys.of(given, data())) {
                    assertThatExceptionOfType(InvalidRequestException.class)
                            .isThrownBy(() -> provider().importKey(order, material));
                }
            }
        }
        assertNotFound(() -> provider().describe(handle(order)));
    }

    private void assertRefused(KeySpec spec, Map<String, String> jwk) {
        NewKey order = newKey(spec);
        try (PrivateKeyMaterial material = PrivateKeyMaterial.fromJwk(jwk)) {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .as(data().toString())
                    .isThrownBy(() -> provider().importKey(order, material))
                    .satisfies(refusal -> jwk.values().stream()
                            .filter(value -> value.length() > 20)
                            .forEach(value -> assertThat(refusal).hasMessageNotContaining(value)));
        }
        provider().discard(order);
        assertNotFound(() -> provider().describe(handle(order)));
    }

    /** Local providers name a key by its reference; for the others this is a name nobody has either. */
    private KeyHandle handle(NewKey order) {
        return new KeyHandle(tenant(), order.reference().toString());
    }

    private static Map<String, String> jwkOf(PrivateKeyMaterial material) {
        try (material) {
            return material.toJwk();
        }
    }

    private static String plusTwo(String member) {
        return encoded(number(member).add(BigInteger.TWO));
    }

    private static BigInteger number(String member) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(member));
    }

    private static String encoded(BigInteger number) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(BigIntegers.asUnsignedByteArray(number));
    }
}
