package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.provider.remote.Authorization;
import com.sphereon.kms.provider.remote.ClientCredentials;
import com.sphereon.kms.provider.remote.ClientCredentials.Method;
import com.sphereon.kms.provider.remote.CredentialSource;
import com.sphereon.kms.provider.remote.HttpBackend;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * With which token a call of a tenant is made. The other KMS learns from the token, and from nothing else, whose keys a call may
 * touch; so a token is sent for a tenant only when it names that very tenant. It is ours, and its signature is not looked at.
 * Safe for use by many threads.
 */
final class TenantTokens {
    /** Stands for the tenant in what is asked of the token endpoint. */
    private static final String PLACEHOLDER = "{tenant}";

    private final Function<Optional<TenantId>, Authorization> authorizations;
    private final boolean perTenant;

    private TenantTokens(Function<Optional<TenantId>, Authorization> authorizations, boolean perTenant) {
        this.authorizations = authorizations;
        this.perTenant = perTenant;
    }

    /** The same for every call, which serves a single tenant. */
    static TenantTokens of(Authorization only) {
        return new TenantTokens(tenant -> only, false);
    }

    /**
     * As the token endpoint gives them: one for each tenant, where the tenant is part of what is asked for.
     *
     * @param endpoint stays the caller's to close, as the secret does
     */
    static TenantTokens of(RestSettings.Client client, HttpBackend endpoint, CredentialSource secret) {
        boolean perTenant = Stream.of(client.audience(), client.scope())
                .flatMap(Optional::stream)
                .anyMatch(TenantTokens::isPerTenant);
        Function<Optional<TenantId>, Authorization> made = tenant -> ClientCredentials.at(
                endpoint,
                new ClientCredentials.Client(
                        client.id(),
                        secret,
                        Method.CLIENT_SECRET_BASIC,
                        client.scope().flatMap(text -> completed(text, tenant)),
                        client.audience().flatMap(text -> completed(text, tenant))));
        if (!perTenant) {
            return of(made.apply(Optional.empty()));
        }
        Map<Optional<TenantId>, Authorization> known = new ConcurrentHashMap<>();
        return new TenantTokens(tenant -> known.computeIfAbsent(tenant, made), true);
    }

    private static boolean isPerTenant(String text) {
        return text.contains(PLACEHOLDER);
    }

    /** What would name a tenant is not asked for where there is none. */
    private static Optional<String> completed(String text, Optional<TenantId> tenant) {
        return isPerTenant(text) ? tenant.map(id -> text.replace(PLACEHOLDER, id.value())) : Optional.of(text);
    }

    /** For a call of that tenant; without one, for a question that is about no tenant's keys. */
    Authorization of(Optional<TenantId> tenant) {
        return authorizations.apply(tenant);
    }

    /**
     * @param header value of {@code Authorization}
     * @throws RemoteFailure when it does not say that it is for the tenant: to others than the one a single token names, it
     *     looks as if there were no keys
     */
    void requireFor(TenantId tenant, String header) {
        if (!TokenTenant.of(header).equals(Optional.of(tenant.value()))) {
            throw perTenant
                    ? RemoteFailure.of(
                            Kind.DENIED, "the token that was issued does not name the tenant it was asked for")
                    : RemoteFailure.of(Kind.NOT_FOUND, "the backend has no such key");
        }
    }
}
