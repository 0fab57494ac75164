package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.provider.remote.Authorization;
import com.sphereon.kms.provider.remote.BackendAnswer;
import com.sphereon.kms.provider.remote.BackendRequest;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.HttpBackend;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.wire.ForwardedCall;
import com.sphereon.kms.wire.KeyInfo;
import com.sphereon.kms.wire.KeyInfoResponse;
import java.util.Optional;

/** Makes requests to the other KMS. Safe for use by many threads; every method throws {@link RemoteFailure} only. */
final class RemoteKms {
    private static final int CONFLICT = 409;
    private static final int NOT_IMPLEMENTED = 501;

    private final HttpBackend backend;
    private final TenantTokens tokens;
    private final ProviderId own;

    /**
     * @param backend without authorization of its own
     * @param own under which the other KMS sees us in its logs
     */
    RemoteKms(HttpBackend backend, TenantTokens tokens, ProviderId own) {
        this.backend = backend;
        this.tokens = tokens;
        this.own = own;
    }

    /** Something that is about no tenant. */
    <T> T get(Class<T> type, Deadline deadline, String... path) {
        return answer(Optional.empty(), BackendRequest.get(path), type, deadline);
    }

    /** The key of that alias or kid. */
    KeyInfo key(ProviderId provider, KeyHandle key, Deadline deadline) {
        BackendRequest request = BackendRequest.get("providers", provider.value(), "keys", key.providerKeyId());
        return Optional.ofNullable(answer(Optional.of(key.tenant()), request, KeyInfoResponse.class, deadline)
                        .keyInfo())
                .orElseThrow(() -> WireJson.unexpected("the answer has no keyInfo"));
    }

    /** The kid of what goes by that name, if there is such a key. */
    Optional<String> kid(ProviderId provider, KeyHandle key, Deadline deadline) {
        try {
            return Optional.ofNullable(key(provider, key, deadline).kid());
        } catch (RemoteFailure failure) {
            if (failure.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Makes a key. May be repeated with the same idempotency key, and then makes no other. */
    <T> T create(
            TenantId tenant, Object request, String idempotencyKey, Class<T> type, Deadline deadline, String... path) {
        BackendRequest post =
                BackendRequest.postJson(WireJson.write(request), path).header("Idempotency-Key", idempotencyKey);
        return answer(Optional.of(tenant), post, type, deadline);
    }

    /** Uses a key. A server says 400 of keys it does not have, as of much else: then it is asked whether it has this one. */
    <T> T use(ProviderId provider, KeyHandle key, Object request, Class<T> type, Deadline deadline, String... path) {
        try {
            BackendRequest post = BackendRequest.postJson(WireJson.write(request), path);
            return answer(Optional.of(key.tenant()), post, type, deadline);
        } catch (RemoteFailure failure) {
            if (failure.kind() == Kind.INVALID) {
                key(provider, key, deadline);
            }
            throw failure;
        }
    }

    /** Deletes the key of that alias or kid, if there is one. */
    void delete(ProviderId provider, KeyHandle key, Deadline deadline) {
        BackendRequest request = BackendRequest.delete("providers", provider.value(), "keys", key.providerKeyId());
        try {
            requireSuccess(send(Optional.of(key.tenant()), request, deadline));
        } catch (RemoteFailure failure) {
            if (failure.kind() != Kind.NOT_FOUND) {
                throw failure;
            }
        }
    }

    private <T> T answer(Optional<TenantId> tenant, BackendRequest request, Class<T> type, Deadline deadline) {
        return WireJson.read(requireSuccess(send(tenant, request, deadline)).body(), type);
    }

    private BackendAnswer send(Optional<TenantId> tenant, BackendRequest request, Deadline deadline) {
        Authorization authorization = tokens.of(tenant);
        String token = authorization
                .header(deadline)
                .orElseThrow(() -> new IllegalStateException("there are tokens for all calls"));
        tenant.ifPresent(id -> tokens.requireFor(id, token));
        try {
            return backend.send(
                    request.header("Authorization", token)
                            .header("Accept", "application/json")
                            .header(ForwardedCall.HEADER, own.value()),
                    deadline);
        } catch (RemoteFailure failure) {
            // Only 401 is thrown as refused credentials; every other status is an answer.
            throw failure.kind() == Kind.DENIED && authorization.refused(token) ? failure.renewed() : failure;
        }
    }

    private static BackendAnswer requireSuccess(BackendAnswer answer) {
        if (answer.isSuccess()) {
            return answer;
        }
        if (answer.status() == CONFLICT && WireJson.isError(answer.body(), ErrorCode.KMS_FORWARDED_TWICE)) {
            throw RemoteFailure.of(
                    Kind.CONFLICT, "the backend would pass it on to yet another KMS, which may be this one");
        }
        if (answer.status() == NOT_IMPLEMENTED) {
            throw RemoteFailure.of(Kind.INVALID, "the backend cannot do that");
        }
        throw answer.failure();
    }
}
