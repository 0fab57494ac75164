package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.DerivedName;
import com.sphereon.kms.provider.remote.KeyTags;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;

/** Has AWS delete keys, and finds those that an unfinished creation may have left. Safe for use by many threads. */
final class KeyRemoval {
    /** The shortest time AWS allows until a key is gone for good, in days. */
    private static final int WAITING_DAYS = 7;

    private static final int KEYS_PER_PAGE = 1000;
    private static final String OUR_ALIASES = "alias/kms/";

    private final KmsBackend backend;
    private final RecentOrders orders;

    /** By key identifier, the reference in its tag, or nothing: neither ever changes once AWS shows the key as it is. */
    private final Map<String, String> references = new ConcurrentHashMap<>();

    KeyRemoval(KmsBackend backend, RecentOrders orders) {
        this.backend = backend;
        this.orders = orders;
    }

    /** Schedules the deletion of a key and deletes its aliases of ours. Repeatable. */
    void remove(String keyId, Deadline deadline) {
        ScheduleKeyDeletionRequest request = ScheduleKeyDeletionRequest.builder()
                .keyId(keyId)
                .pendingWindowInDays(WAITING_DAYS)
                .build();
        try {
            KmsBackend.requireAbout(
                    keyId,
                    backend.send(request, KmsClient::scheduleKeyDeletion, deadline)
                            .keyId());
        } catch (RemoteFailure failure) {
            if (!isGone(keyId, failure, deadline)) {
                throw failure;
            }
        }
        ListAliasesRequest question = ListAliasesRequest.builder().keyId(keyId).build();
        backend.send(question, KmsClient::listAliases, deadline).aliases().stream()
                .map(AliasListEntry::aliasName)
                .filter(alias -> alias.startsWith(OUR_ALIASES))
                .forEach(alias -> deleteAlias(alias, deadline));
    }

    private boolean isGone(String keyId, RemoteFailure failure, Deadline deadline) {
        return failure.kind() == Kind.DISABLED
                && TenantKeys.isGone(backend.metadata(keyId, deadline).keyState());
    }

    private void deleteAlias(String alias, Deadline deadline) {
        try {
            DeleteAliasRequest request =
                    DeleteAliasRequest.builder().aliasName(alias).build();
            backend.send(request, KmsClient::deleteAlias, deadline);
        } catch (RemoteFailure failure) {
            if (failure.kind() != Kind.NOT_FOUND) {
                throw failure;
            }
        }
    }

    /**
     * The keys that were made for an order. Mostly this process knows it, or the alias leads to it; when that was not given yet,
     * every key of the account is looked at once, over several calls if the deadline is too short for all.
     */
    List<String> madeFor(NewKey order, Deadline deadline) {
        // What this process saw made is not looked for: AWS may not show it yet.
        if (orders.isRefused(order)) {
            return List.of();
        }
        Optional<String> named = orders.keyId(order).or(() -> named(order, deadline));
        if (named.isPresent()) {
            return List.of(named.get());
        }
        List<String> made = new ArrayList<>();
        @Nullable String marker = null;
        do {
            ListKeysRequest request = ListKeysRequest.builder()
                    .limit(KEYS_PER_PAGE)
                    .marker(marker)
                    .build();
            ListKeysResponse page = backend.send(request, KmsClient::listKeys, deadline);
            page.keys().stream()
                    .map(KeyListEntry::keyId)
                    .filter(keyId -> isFor(order, keyId, deadline))
                    .forEach(made::add);
            marker = Boolean.TRUE.equals(page.truncated()) ? page.nextMarker() : null;
        } while (marker != null);
        if (made.isEmpty()) {
            // A new key may be shown before its tags are.
            references.values().removeIf(String::isEmpty);
        }
        return made;
    }

    private Optional<String> named(NewKey order, Deadline deadline) {
        try {
            KeyMetadata key = backend.metadata(DerivedName.aws(order.name()), deadline);
            return Optional.of(key.keyId()).filter(keyId -> isFor(order, keyId, deadline));
        } catch (RemoteFailure failure) {
            if (failure.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private boolean isFor(NewKey order, String keyId, Deadline deadline) {
        @Nullable String known = references.get(keyId);
        String reference = known == null ? reference(keyId, deadline) : known;
        return reference.equals(order.reference().toString());
    }

    /** A key that is gone meanwhile is not ours, nor is one whose tags we may not read, though we may ask AWS at all. */
    private String reference(String keyId, Deadline deadline) {
        try {
            String reference = backend.tags(keyId, deadline).getOrDefault(KeyTags.REFERENCE, "");
            references.put(keyId, reference);
            return reference;
        } catch (RemoteFailure failure) {
            if (failure.kind() == Kind.DENIED) {
                backend.send(ListKeysRequest.builder().limit(1).build(), KmsClient::listKeys, deadline);
            } else if (failure.kind() != Kind.NOT_FOUND) {
                throw failure;
            }
            return "";
        }
    }
}
