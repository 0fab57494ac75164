package com.sphereon.kms.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.provider.remote.KeyTags;
import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemovalTest {
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

    private FakeKeys keys() {
        return vault.fake().keys();
    }

    @Test
    void delete_noPurge_canBeRecoveredInTheVault() {
        try (KeyProvider provider = vault.open()) {
            ProviderKey key = provider.generate(OpenVault.newKey());

            provider.delete(OpenVault.handle(key));
            provider.delete(OpenVault.handle(key));

            assertThat(keys().names()).isEmpty();
            assertThat(keys().deletedNames()).hasSize(1);
        }
    }

    @Test
    void delete_purge_nothingIsLeft() {
        try (KeyProvider provider = vault.open("purge-on-delete", "true")) {
            ProviderKey key = provider.generate(OpenVault.newKey());

            provider.delete(OpenVault.handle(key));
            provider.delete(OpenVault.handle(key));

            assertThat(keys().names()).isEmpty();
            assertThat(keys().deletedNames()).isEmpty();
        }
    }

    @Test
    void delete_deletedButNotPurgedBefore_purgedNow() {
        try (KeyProvider provider = vault.open("purge-on-delete", "true")) {
            ProviderKey key = provider.generate(OpenVault.newKey());
            keys().delete(vault.onlyName());

            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> provider.delete(new KeyHandle(OpenVault.STRANGER, key.providerKeyId())));
            assertThat(keys().deletedNames()).as("a stranger purges nothing").hasSize(1);

            provider.delete(OpenVault.handle(key));
            assertThat(keys().deletedNames()).isEmpty();
        }
    }

    /** A policy, or someone by hand: the key lives, so the deletion has not been done. */
    @ParameterizedTest
    @ValueSource(strings = {"", "other", "Acme"})
    void delete_tagGoneOrChanged_saidSoUntilItIsRight(String owner) {
        try (KeyProvider provider = vault.open()) {
            ProviderKey key = provider.generate(OpenVault.newKey());
            Map<String, String> tags = keys().find(vault.onlyName(), "").tags;
            tags.remove(KeyTags.TENANT);
            if (!owner.isEmpty()) {
                tags.put(KeyTags.TENANT, owner);
            }

            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> provider.delete(OpenVault.handle(key)))
                    .withMessageContaining("tag");
            assertThat(keys().names()).hasSize(1);

            tags.put(KeyTags.TENANT, "acme");
            provider.delete(OpenVault.handle(key));
            assertThat(keys().names()).isEmpty();
        }
    }

    @Test
    void delete_vaultFails_saidSoAndRepeatable() {
        try (KeyProvider provider = vault.open("max-retries", "0")) {
            ProviderKey key = provider.generate(OpenVault.newKey());
            vault.server().inject(Fault.SERVER_ERROR, FaultyBackend.ALWAYS);
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> provider.delete(OpenVault.handle(key)));
            vault.server().heal();

            provider.delete(OpenVault.handle(key));

            assertThat(keys().names()).isEmpty();
        }
    }

    @Test
    void discard_answerWasLost_keyIsFoundAndRemoved() {
        try (KeyProvider provider = vault.open("max-retries", "0", "purge-on-delete", "true")) {
            NewKey order = OpenVault.newKey();
            provider.health();
            // the next request asks whether the name is free, the one after that makes the key
            vault.fake().whenAskedNext(() -> vault.server().inject(Fault.RESET, 1));
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.generate(order));
            assertThat(keys().names()).hasSize(1);

            provider.discard(order);
            provider.discard(order);

            assertThat(keys().names()).isEmpty();
            assertThat(keys().deletedNames()).isEmpty();
        }
    }

    @Test
    void generate_referenceUsedBefore_refusedAndNoVersionAdded() {
        try (KeyProvider provider = vault.open()) {
            NewKey order = OpenVault.newKey();
            ProviderKey key = provider.generate(order);

            assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> provider.generate(order));
            assertThat(keys().find(vault.onlyName()).versions()).hasSize(1);

            provider.delete(OpenVault.handle(key));
            assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> provider.generate(order));
        }
    }
}
