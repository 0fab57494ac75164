package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.service.Providers;
import com.sphereon.kms.core.service.RegisteredProvider;
import com.sphereon.kms.wire.ListCapabilitiesResponse;
import com.sphereon.kms.wire.ProviderCapabilitiesResponse;
import com.sphereon.kms.wire.ProviderMapping;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Contract section 3: what providers can do. */
final class CapabilitiesHttpAdapter {
    private final Providers providers;
    private final Access access;
    private final Forwarding forwarding;

    CapabilitiesHttpAdapter(Providers providers, Access access) {
        this.providers = providers;
        this.access = access;
        this.forwarding = new Forwarding(providers);
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_CAPABILITIES, "/capabilities", this::list),
                Route.get(Right.READ_CAPABILITIES, "/providers/{providerId}/capabilities", this::get));
    }

    private void list(Context context) {
        // Nobody knows what a disabled provider could do, so both values list the same; anything else is a mistake.
        Parameters.flag(context, "includeDisabled");
        Answer.ok(
                context,
                new ListCapabilitiesResponse(providers.list(tenant(context)).stream()
                        .flatMap(CapabilitiesHttpAdapter::capabilities)
                        .toList()));
    }

    /** Of one that cannot be used now nothing is known; the others are listed all the same. */
    private static Stream<ProviderCapabilitiesResponse> capabilities(RegisteredProvider provider) {
        try {
            return Stream.of(ProviderMapping.capabilities(provider));
        } catch (UnavailableException e) {
            return Stream.empty();
        }
    }

    private void get(Context context) {
        ProviderId id = Parameters.provider(context.pathParam("providerId"));
        RegisteredProvider provider = providers.get(tenant(context), id);
        forwarding.require(context, tenant(context), id);
        Answer.ok(context, ProviderMapping.capabilities(provider));
    }

    private Optional<TenantId> tenant(Context context) {
        return access.callerIfAny(context).map(Caller::tenant);
    }
}
