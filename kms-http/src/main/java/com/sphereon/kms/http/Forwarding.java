package com.sphereon.kms.http;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.Providers;
import com.sphereon.kms.core.service.RegisteredProvider;
import com.sphereon.kms.wire.ForwardedCall;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * Keeps a call that another KMS passes on from being passed on once more (ADR 15): perhaps to the one it came from, and so
 * without end. Whoever passes calls on names the provider it means in each.
 */
final class Forwarding {
    private final Providers providers;

    Forwarding(Providers providers) {
        this.providers = providers;
    }

    /**
     * For a call that uses a key of that provider, which need not be visible for that.
     *
     * @throws ConflictException when it was passed on, and that provider would pass it on again
     */
    void require(Context context, TenantId tenant, Optional<ProviderId> provider) {
        if (isForwarded(context)) {
            provider.flatMap(id -> providers.findHolder(tenant, id)).ifPresent(Forwarding::requireEnd);
        }
    }

    /**
     * For a call that names the provider.
     *
     * @throws NotFoundException when the tenant sees none of that id
     * @throws ConflictException when it was passed on, and that provider would pass it on again
     */
    void require(Context context, Optional<TenantId> tenant, ProviderId provider) {
        if (isForwarded(context)) {
            requireEnd(providers.get(tenant, provider));
        }
    }

    private static boolean isForwarded(Context context) {
        return context.header(ForwardedCall.HEADER) != null;
    }

    private static void requireEnd(RegisteredProvider provider) {
        if (provider.type().equals(ForwardedCall.PROVIDER_TYPE)) {
            throw new ConflictException(
                    ErrorCode.KMS_FORWARDED_TWICE,
                    "Provider %s is at another KMS, and the call comes from one already; it is not passed on twice"
                            .formatted(provider.id()));
        }
    }
}
