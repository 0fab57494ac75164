package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm.Scheme;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is declared makes sense; that it is true is what the other rules test. */
interface CapabilityRules extends ProviderFixture {

    @Test
    default void capabilities_askedTwice_same() {
        assertThat(provider().capabilities()).isEqualTo(provider().capabilities());
        assertThat(can().storage()).isNotEmpty();
    }

    @Test
    default void capabilities_eachOperation_onlyAlgorithmsItCanBeAbout() {
        for (ProviderOperation operation : List.of(ProviderOperation.SIGN, ProviderOperation.VERIFY)) {
            assertThat(can().algorithmsFor(operation)).noneMatch(algorithm -> algorithm.scheme() == Scheme.HMAC);
        }
        for (ProviderOperation operation : List.of(ProviderOperation.SIGN_DIGEST, ProviderOperation.VERIFY_DIGEST)) {
            assertThat(can().algorithmsFor(operation)).allMatch(SignatureAlgorithm::acceptsDigest);
        }
        for (ProviderOperation operation : List.of(ProviderOperation.GENERATE_MAC, ProviderOperation.VERIFY_MAC)) {
            assertThat(can().algorithmsFor(operation)).allMatch(algorithm -> algorithm.scheme() == Scheme.HMAC);
        }
    }

    @Test
    default void capabilities_eachAlgorithm_hasAKeyAndItsDigest() {
        can().operations().forEach((operation, algorithms) -> {
            for (SignatureAlgorithm algorithm : algorithms) {
                assertThat(SampleKeys.specs())
                        .as("%s with %s", operation, algorithm)
                        .anyMatch(spec -> can().keys().contains(spec) && algorithm.fits(spec));
                assertThat(algorithm.digest().stream())
                        .as("%s with %s", operation, algorithm)
                        .allMatch(can().digests()::contains);
            }
        });
    }

    @Test
    default void capabilities_encryption_declaredIfThereIsSomethingThatDoesIt() {
        assertThat(provider().cipher().isPresent())
                .isEqualTo(!can().encryption().isNone());
    }

    @Test
    default void capabilities_eachAlgorithmOfEncryption_hasAKey() {
        Stream.of(ProviderOperation.ENCRYPT, ProviderOperation.WRAP_KEY, ProviderOperation.KEY_AGREEMENT)
                .flatMap(operation -> can().encryption().algorithmsFor(operation).stream())
                .forEach(algorithm -> assertThat(SampleKeys.specs())
                        .as(algorithm.name())
                        .anyMatch(spec -> can().keys().contains(spec) && algorithm.fits(spec)));
    }
}
