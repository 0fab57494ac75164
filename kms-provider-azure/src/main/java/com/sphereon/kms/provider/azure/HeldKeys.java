package com.sphereon.kms.provider.azure;

import com.azure.core.util.Context;
import com.azure.security.keyvault.keys.models.KeyVaultKey;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.provider.remote.KeyTags;
import com.sphereon.kms.provider.remote.KnownKeys;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The keys in the vault as far as a tenant may know of them: another's key is found no more than none at all. What was found is
 * remembered for a while, but whose it is and whether it is in use is asked again after seconds. Everything here throws {@link RemoteFailure}, and belongs into a call.
 */
final class HeldKeys {
    private static final String CURRENT_VERSION = "";

    /**
     * A key one may work with.
     *
     * @param version where it is
     */
    record Usable(KeyVersion version, ProviderKey key) {}

    private final Vault vault;
    private final KnownKeys known;
    private final boolean tagRequired;

    HeldKeys(Vault vault, KnownKeys known, boolean tagRequired) {
        this.vault = vault;
        this.known = known;
        this.tagRequired = tagRequired;
    }

    /** A key to be used, by {@code name:version}. The vault itself lets those who encrypt use a disabled key; we do not. */
    Usable use(KeyHandle handle) {
        KeyVersion version = KeyVersion.parse(handle.providerKeyId()).orElseThrow(HeldKeys::absent);
        return new Usable(version, known.get(handle, () -> asked(version, handle), () -> asked(version, handle)));
    }

    private ProviderKey asked(KeyVersion version, KeyHandle handle) {
        return usable(get(version, handle.tenant()));
    }

    private ProviderKey usable(KeyVaultKey answer) {
        if (!isEnabled(answer)) {
            throw RemoteFailure.of(Kind.DISABLED, "the key is disabled");
        }
        return KeyDescriptions.key(vault.version(answer.getId()), answer);
    }

    /**
     * A key that somebody names, in one of the ways people do: {@code name:version}, the URL of a version in this vault, or a name
     * for its current version.
     */
    ProviderKey describe(KeyHandle handle) {
        String id = handle.providerKeyId();
        Optional<KeyVersion> version = KeyVersion.parse(id).or(() -> vault.versionAt(id));
        if (version.isEmpty() && !KeyVersion.isName(id)) {
            throw absent();
        }
        KeyVaultKey answer = version.isPresent() ? get(version.get(), handle.tenant()) : current(id, handle.tenant());
        return usable(answer);
    }

    private KeyVaultKey get(KeyVersion version, TenantId tenant) {
        KeyVaultKey answer = get(version.name(), version.version(), tenant);
        vault.requireAbout(version, answer.getId());
        return answer;
    }

    private KeyVaultKey current(String name, TenantId tenant) {
        KeyVaultKey answer = get(name, CURRENT_VERSION, tenant);
        if (!vault.version(answer.getId()).name().equalsIgnoreCase(name)) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer is about another key");
        }
        return answer;
    }

    private KeyVaultKey get(String name, String version, TenantId tenant) {
        KeyVaultKey answer = vault.keys(
                client -> client.getKeyWithResponse(name, version, Context.NONE).getValue());
        if (!isOf(tenant, KeyDescriptions.tags(answer))) {
            throw absent();
        }
        return answer;
    }

    /** Whether a key with those tags is the tenant's. */
    boolean isOf(TenantId tenant, Map<String, String> tags) {
        String owner = tags.get(KeyTags.TENANT);
        return owner == null ? !tagRequired : MessageDigest.isEqual(octets(owner), octets(tenant.value()));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isEnabled(KeyVaultKey answer) {
        return !Boolean.FALSE.equals(answer.getProperties().isEnabled());
    }

    /** As the vault's own answer, so that nobody can tell another's key from none. */
    static RemoteFailure absent() {
        return RemoteFailure.of(Kind.NOT_FOUND, "the backend has no such key");
    }

    /** Whether there is a key of that name, whoever owns it. */
    boolean isTaken(String name) {
        return found(() -> vault.keys(client -> client.getKeyWithResponse(name, CURRENT_VERSION, Context.NONE)
                        .getValue()))
                .isPresent();
    }

    /** Remembers a key that was just made. */
    void remember(TenantId tenant, ProviderKey key) {
        known.put(new KeyHandle(tenant, key.providerKeyId()), key);
    }

    /** Forgets a key that goes. */
    void forget(KeyHandle handle) {
        known.forget(handle);
    }

    /** Nothing, where the vault has nothing. */
    static <T> Optional<T> found(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (RemoteFailure failure) {
            if (failure.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /**
     * Whether the vault has a key that is to be deleted.
     *
     * @throws RemoteFailure of kind DENIED when there is one but its tag does not say that it is the tenant's
     */
    boolean isRemovable(KeyVersion version, TenantId tenant) {
        Optional<KeyVaultKey> answer = found(
                () -> vault.keys(client -> client.getKeyWithResponse(version.name(), version.version(), Context.NONE)
                        .getValue()));
        answer.ifPresent(key -> {
            vault.requireAbout(version, key.getId());
            requireOf(tenant, KeyDescriptions.tags(key));
        });
        return answer.isPresent();
    }

    /** That it lives on must not look as if it were gone: a tag may have been changed or taken away by mistake. */
    void requireOf(TenantId tenant, Map<String, String> tags) {
        if (!isOf(tenant, tags)) {
            throw RemoteFailure.of(Kind.DENIED, "the key is there, but its tag does not say that it is the tenant's");
        }
    }
}
