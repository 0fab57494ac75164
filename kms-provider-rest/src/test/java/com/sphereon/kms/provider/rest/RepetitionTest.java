package com.sphereon.kms.provider.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes keys makes one, however often it is sent. */
class RepetitionTest {
    @TempDir
    Path folder;

    private OpenKms kms;
    private KeyProvider provider;

    @BeforeEach
    void start() {
        kms = OpenKms.start(folder);
        provider = kms.open("max-retries", "2", "base-delay-in-ms", "1");
        provider.capabilities();
    }

    @AfterEach
    void stop() {
        provider.close();
        kms.close();
    }

    private int keysOverThere() {
        return kms.other()
                .service()
                .keys()
                .list(new Caller(OpenKms.TENANT, "test"), Optional.empty())
                .size();
    }

    private List<String> idempotencyKeys() {
        return kms.before().seen().stream()
                .filter(ask -> ask.method().equals("POST"))
                .map(ask -> ask.headers().get("idempotency-key"))
                .toList();
    }

    @Test
    void generate_answerLost_repeatedAndOneKeyMade() {
        kms.server().inject(Fault.RESET, 1);

        ProviderKey key = provider.generate(OpenKms.newKey());

        assertThat(idempotencyKeys()).hasSize(2).doesNotContainNull();
        assertThat(idempotencyKeys().stream().distinct()).hasSize(1);
        assertThat(keysOverThere()).isEqualTo(1);
        assertThat(provider.describe(OpenKms.handle(key))).isEqualTo(key);
    }

    @Test
    void import_answerLost_repeatedAndOneKeyMade() {
        try (PrivateKeyMaterial material = SampleKeys.of(OpenKms.P256, TestData.fresh())) {
            kms.server().inject(Fault.RESET, 1);

            ProviderKey key = provider.importKey(OpenKms.newKey(), material);

            assertThat(key.publicKey()).isEqualTo(material.publicKey());
            assertThat(keysOverThere()).isEqualTo(1);
        }
    }

    @Test
    void generate_referenceUsedAlready_conflict() {
        NewKey order = OpenKms.newKey();
        provider.generate(order);

        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> provider.generate(order));

        assertThat(idempotencyKeys()).doesNotHaveDuplicates();
        assertThat(keysOverThere()).isEqualTo(1);
    }

    @Test
    void discard_afterAnAnswerThatWasLost_nothingIsLeft() {
        NewKey order = OpenKms.newKey();
        kms.server().inject(Fault.TRUNCATED, 1);
        assertThatExceptionOfType(ProviderFailedException.class).isThrownBy(() -> provider.generate(order));
        assertThat(keysOverThere()).isEqualTo(1);

        provider.discard(order);

        assertThat(keysOverThere()).isZero();
    }
}
