package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.ProviderFailedException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backend across a network is not believed. */
class RemoteSignaturesTest {
    private final KmsFixture fixture = new KmsFixture();
    private KeyReference key;

    @BeforeEach
    void makeKey() {
        fixture.provider.remote = true;
        key = fixture.generate(ALICE, "key");
    }

    private void refused() {
        assertThatExceptionOfType(ProviderFailedException.class)
                .isThrownBy(() -> fixture.sign(ALICE, "key"))
                .withMessage("Provider fake-one answered with something that is no signature of key '%s' over the input"
                        .formatted(key.kid()));
    }

    @Test
    void sign_genuine_handedOut() {
        assertThat(fixture.sign(ALICE, "key").signature()).hasSize(64);
    }

    @Test
    void sign_withAnotherKey_refused() {
        fixture.provider.impostor = Optional.of(FakeProvider.newKeyPair());
        refused();
        fixture.provider.impostor = Optional.empty();
        assertThat(fixture.sign(ALICE, "key").signature()).hasSize(64);
    }

    @Test
    void sign_keyReplacedBehindOurBack_refused() {
        fixture.provider.keys.replaceAll((id, pair) -> FakeProvider.newKeyPair());
        refused();
    }

    @Test
    void sign_withAnotherTenantsKey_refused() {
        fixture.generate(KmsFixture.BOB, "key");
        fixture.provider.impostor = fixture.provider.keys.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("bob/"))
                .map(Map.Entry::getValue)
                .findFirst();
        refused();
    }

    /** A local provider is this process, and pays for no second computation (docs/adr/0005). */
    @Test
    void sign_localProvider_notVerified() {
        fixture.provider.remote = false;
        fixture.provider.impostor = Optional.of(FakeProvider.newKeyPair());
        assertThat(fixture.sign(ALICE, "key").signature()).hasSize(64);
    }
}
