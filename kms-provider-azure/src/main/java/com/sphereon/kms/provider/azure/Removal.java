package com.sphereon.kms.provider.azure;

import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.core.util.polling.SyncPoller;
import com.azure.security.keyvault.keys.models.DeletedKey;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.util.function.Supplier;

/**
 * Deletes keys, and purges them where that is the policy. Azure deletes names, with all their versions; ours have one. May be
 * repeated at any point: what is done already is no failure.
 */
final class Removal {
    private final Vault vault;
    private final HeldKeys keys;
    private final boolean purge;

    Removal(Vault vault, HeldKeys keys, boolean purge) {
        this.vault = vault;
        this.keys = keys;
        this.purge = purge;
    }

    /** Removes a key of that tenant. Another's stays as it is, and is not taken for gone. */
    void remove(KeyVersion version, TenantId tenant, Deadline deadline) {
        if (keys.isRemovable(version, tenant)) {
            delete(version.name(), deadline);
        } else if (purge) {
            purgeDeleted(version.name(), tenant);
        }
    }

    /** Removes whatever has that name, which nobody can have but the tenant. */
    void remove(String name, TenantId tenant, Deadline deadline) {
        if (keys.isTaken(name)) {
            delete(name, deadline);
        } else if (purge) {
            purgeDeleted(name, tenant);
        }
    }

    private void delete(String name, Deadline deadline) {
        SyncPoller<DeletedKey, Void> deletion = settled(() -> vault.keys(client -> client.beginDeleteKey(name)));
        if (purge) {
            vault.keys(client -> deletion.waitForCompletion(deadline.required()));
            settled(() -> purge(name));
        }
    }

    /** One that is deleted since an earlier attempt, which did not get further. */
    private void purgeDeleted(String name, TenantId tenant) {
        HeldKeys.found(() -> vault.keys(client ->
                        client.getDeletedKeyWithResponse(name, Context.NONE).getValue()))
                .ifPresent(deleted -> {
                    keys.requireOf(tenant, KeyDescriptions.tags(deleted));
                    settled(() -> purge(name));
                });
    }

    private Response<Void> purge(String name) {
        return vault.keys(client -> client.purgeDeletedKeyWithResponse(name, Context.NONE));
    }

    /** The vault takes its time to delete a key; until then, or when somebody else is at it too, the answer is to come back. */
    private static <T> T settled(Supplier<T> step) {
        try {
            return step.get();
        } catch (RemoteFailure failure) {
            if (failure.kind() == Kind.CONFLICT || failure.kind() == Kind.NOT_FOUND) {
                throw RemoteFailure.of(Kind.UNAVAILABLE, "the key is still being deleted", failure);
            }
            throw failure;
        }
    }
}
