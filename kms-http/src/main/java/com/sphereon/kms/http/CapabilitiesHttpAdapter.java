package com.sphereon.kms.http;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.service.Providers;
import com.sphereon.kms.wire.ListCapabilitiesResponse;
import com.sphereon.kms.wire.ProviderMapping;
import io.javalin.http.Context;
import java.util.List;

/** Contract section 3: what providers can do. */
final class CapabilitiesHttpAdapter {
    private final Providers providers;

    CapabilitiesHttpAdapter(Providers providers) {
        this.providers = providers;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_CAPABILITIES, "/capabilities", this::list),
                Route.get(Right.READ_CAPABILITIES, "/providers/{providerId}/capabilities", this::get));
    }

    private void list(Context context) {
        // Providers that are disabled are never created, so both values list the same; anything else is a mistake.
        Parameters.flag(context, "includeDisabled");
        Answer.ok(
                context,
                new ListCapabilitiesResponse(providers.list().stream()
                        .map(ProviderMapping::capabilities)
                        .toList()));
    }

    private void get(Context context) {
        ProviderId id = Parameters.provider(context.pathParam("providerId"));
        Answer.ok(context, ProviderMapping.capabilities(providers.get(id)));
    }
}
