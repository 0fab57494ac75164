package com.sphereon.kms.provider.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The token says whose call it is, and no call is made with one that says something else. */
class TenantTest {
    @TempDir
    Path folder;

    private OpenKms kms;

    @BeforeEach
    void start() {
        kms = OpenKms.start(folder);
    }

    @AfterEach
    void stop() {
        kms.close();
    }

    private static NewKey strangersKey() {
        return OpenKms.newKey(OpenKms.STRANGER, OpenKms.P256, KeyUse.SIG);
    }

    @Test
    void tenants_tokensOnDemand_eachItsOwnAndOnce() {
        try (KeyProvider provider = kms.open("audience", "kms of {tenant}")) {
            ProviderKey key = provider.generate(OpenKms.newKey());
            provider.sign(OpenKms.handle(key), OpenKms.INPUT);
            provider.generate(strangersKey());
        }

        assertThat(kms.issuer().asked())
                .extracting(form -> form.get("scope"))
                .containsExactly(null, "tenant:acme", "tenant:other");
        assertThat(kms.issuer().asked())
                .extracting(form -> form.get("audience"))
                .containsExactly(null, "kms of acme", "kms of other");
    }

    @Test
    void otherTenant_oneTokenForAnother_nothingThereAndNothingSent() {
        String token = kms.issuer().token(Optional.of("acme"));
        try (KeyProvider provider = OpenKms.open(kms.settingsWithToken(token))) {
            ProviderKey key = provider.generate(OpenKms.newKey());
            provider.sign(OpenKms.handle(key), OpenKms.INPUT);
            KeyHandle stolen = new KeyHandle(OpenKms.STRANGER, key.providerKeyId());
            int before = kms.server().requestsReceived();

            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.describe(stolen));
            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.sign(stolen, OpenKms.INPUT));
            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.generate(strangersKey()));
            assertThatCode(() -> provider.delete(stolen)).doesNotThrowAnyException();

            assertThat(kms.server().requestsReceived()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "", "acme2"})
    void token_namesAnotherTenantThanAskedFor_notSent(String named) {
        try (KeyProvider provider = kms.open()) {
            provider.capabilities();
            kms.issuer().answerAlways(kms.issuer().token(Optional.of(named).filter(name -> !name.isEmpty())));
            int before = kms.server().requestsReceived();

            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> provider.generate(OpenKms.newKey()))
                    .withMessageContaining("does not name the tenant");

            assertThat(kms.server().requestsReceived()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "a.b", "a.b.c", "e30.bm8ganNvbg.sig", "e30.e30.sig"})
    void token_doesNotSayWhoseItIs_notSent(String token) {
        try (KeyProvider provider = kms.open()) {
            provider.capabilities();
            kms.issuer().answerAlways(token);
            int before = kms.server().requestsReceived();

            assertThatExceptionOfType(KmsException.class).isThrownBy(() -> provider.generate(OpenKms.newKey()));

            assertThat(kms.server().requestsReceived()).isEqualTo(before);
        }
    }

    @Test
    void token_replacedInItsFile_usedAtOnceWhenTheOldOneIsRefused() {
        try (KeyProvider provider = OpenKms.open(kms.settingsWithToken("e30.eyJ0ZW5hbnRfaWQiOiJhY21lIn0.c2ln"))) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(provider::capabilities)
                    .withMessageContaining("refused our credentials");

            kms.write("token", kms.issuer().token(Optional.of("acme")));

            assertThat(provider.generate(OpenKms.newKey()).publicKey()).isPresent();
        }
    }

    @Test
    void clientSecret_replacedInItsFile_usedWhenTheOldOneIsRefused() {
        kms.issuer().accept("a new secret");
        try (KeyProvider provider = kms.open()) {
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(provider::capabilities);

            kms.write("client-secret", "a new secret");

            assertThat(provider.generate(OpenKms.newKey()).publicKey()).isPresent();
        }
    }
}
