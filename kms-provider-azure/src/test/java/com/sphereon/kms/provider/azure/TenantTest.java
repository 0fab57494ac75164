package com.sphereon.kms.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.provider.remote.KeyTags;
import com.sphereon.kms.provider.remote.KnownKeys;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose key it is, and whether it is in use, is seen at every use; without a cache at once. */
class TenantTest {
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

    private Map<String, String> tags() {
        return vault.fake().keys().find(vault.onlyName(), "").tags;
    }

    private static void assertGone(KeyProvider provider, KeyHandle handle) {
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.describe(handle));
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.sign(handle, OpenVault.INPUT));
    }

    @Test
    void generate_key_taggedAndNamedAfterItsTenant() {
        try (KeyProvider provider = vault.open()) {
            ProviderKey key = provider.generate(OpenVault.newKey());

            assertThat(tags()).containsEntry(KeyTags.TENANT, "acme").containsEntry(KeyTags.ALIAS, "a:key");
            assertThat(key.providerKeyId()).startsWith("kms-acme-a-key-1-");
            assertThat(key.canonicalKid())
                    .hasValueSatisfying(kid -> assertThat(kid).hasToString(key.providerKeyId()));
        }
    }

    @Test
    void sign_tagOfAnotherTenant_refusedExactlyAsAnAbsentKey() {
        try (KeyProvider provider = vault.open("cache-ttl-in-seconds", "0")) {
            ProviderKey key = provider.generate(OpenVault.newKey());
            KeyHandle foreign = new KeyHandle(OpenVault.STRANGER, key.providerKeyId());
            KeyHandle absent = new KeyHandle(OpenVault.TENANT, vault.onlyName() + ":" + "0".repeat(32));

            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> provider.sign(foreign, OpenVault.INPUT))
                    .satisfies(refusal -> assertThatExceptionOfType(NotFoundException.class)
                            .isThrownBy(() -> provider.sign(absent, OpenVault.INPUT))
                            .withMessage(refusal.getMessage()));
        }
    }

    @Test
    void sign_tagChangedOrGone_refused() {
        try (KeyProvider provider = vault.open("cache-ttl-in-seconds", "0")) {
            KeyHandle handle = OpenVault.handle(provider.generate(OpenVault.newKey()));
            assertThat(provider.sign(handle, OpenVault.INPUT)).hasSize(64);

            tags().put(KeyTags.TENANT, "acme2");
            assertGone(provider, handle);
            tags().put(KeyTags.TENANT, "");
            assertGone(provider, handle);
            tags().remove(KeyTags.TENANT);
            assertGone(provider, handle);
        }
    }

    /** Though the public key is remembered for minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"", "other", "Acme"})
    void sign_tagGoneOrChanged_noticedWithinSeconds(String owner) {
        AtomicLong nanos = new AtomicLong();
        try (KeyProvider provider = vault.openAt(nanos::get)) {
            KeyHandle handle = OpenVault.handle(provider.generate(OpenVault.newKey()));
            assertThat(provider.sign(handle, OpenVault.INPUT)).hasSize(64);
            tags().remove(KeyTags.TENANT);
            if (!owner.isEmpty()) {
                tags().put(KeyTags.TENANT, owner);
            }
            nanos.addAndGet(KnownKeys.OWNERSHIP.toNanos());

            assertGone(provider, handle);

            tags().put(KeyTags.TENANT, "acme");
            assertThat(provider.sign(handle, OpenVault.INPUT)).hasSize(64);
        }
    }

    /** The vault itself would do it. */
    @Test
    void wrap_disabledMeanwhile_noticedWithinSeconds() {
        AtomicLong nanos = new AtomicLong();
        try (KeyProvider provider = vault.openAt(nanos::get);
                SecretBytes secret = SecretBytes.copyOf(new byte[32])) {
            KeyHandle handle = OpenVault.handle(provider.generate(OpenVault.newKey(new KeySpec.Rsa(2048), KeyUse.ENC)));
            KeyCipher cipher = provider.cipher().orElseThrow();
            vault.fake().keys().find(vault.onlyName(), "").enabled = false;
            nanos.addAndGet(KnownKeys.OWNERSHIP.toNanos());

            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> cipher.wrap(handle, KeyWrapAlgorithm.RSA_OAEP_256, secret))
                    .withMessageContaining("disabled");
        }
    }

    /** It has the vault to itself; a stranger's tag is a stranger's all the same. */
    @Test
    void sign_providerOwnedByTheTenant_needsNoTag() {
        ProviderSettings own = new ProviderSettings(
                new ProviderId("azure-own"),
                new Settings(vault.settings("cache-ttl-in-seconds", "0")),
                Path.of("unused"),
                CallObserver.NONE,
                Optional.of(OpenVault.TENANT));
        try (KeyProvider provider = new AzureKeyProviderFactory().create(own)) {
            KeyHandle handle = OpenVault.handle(provider.generate(OpenVault.newKey()));
            tags().remove(KeyTags.TENANT);
            assertThat(provider.sign(handle, OpenVault.INPUT)).hasSize(64);

            tags().put(KeyTags.TENANT, "other");
            assertGone(provider, handle);
        }
    }

    @Test
    void sign_tagNotRequired_untaggedKeysServeButNoStrangers() {
        try (KeyProvider provider = vault.open("cache-ttl-in-seconds", "0", "require-tenant-tag", "false")) {
            KeyHandle handle = OpenVault.handle(provider.generate(OpenVault.newKey()));

            tags().remove(KeyTags.TENANT);
            assertThat(provider.sign(handle, OpenVault.INPUT)).hasSize(64);
            tags().put(KeyTags.TENANT, "other");
            assertGone(provider, handle);
        }
    }

    @Test
    void sign_disabledKey_refused() {
        try (KeyProvider provider = vault.open()) {
            ProviderKey key = provider.generate(OpenVault.newKey());
            vault.fake().keys().find(vault.onlyName(), "").enabled = false;

            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> provider.sign(OpenVault.handle(key), OpenVault.INPUT))
                    .withMessageContaining("disabled");
        }
    }

    /** The vault itself would do it. */
    @Test
    void wrap_disabledKey_refused() {
        try (KeyProvider provider = vault.open("cache-ttl-in-seconds", "0")) {
            ProviderKey key = provider.generate(OpenVault.newKey(new KeySpec.Rsa(2048), KeyUse.ENC));
            vault.fake().keys().find(vault.onlyName(), "").enabled = false;

            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> provider.cipher()
                            .orElseThrow()
                            .wrap(
                                    OpenVault.handle(key),
                                    KeyWrapAlgorithm.RSA_OAEP_256,
                                    SecretBytes.copyOf(new byte[32])));
        }
    }
}
