package com.sphereon.kms.http;

import com.sphereon.kms.core.service.Providers;
import com.sphereon.kms.core.service.RegisteredProvider;
import com.sphereon.kms.wire.KeyProviderInfo;
import com.sphereon.kms.wire.ListKeyProvidersResponse;
import com.sphereon.kms.wire.ProviderMapping;
import io.javalin.http.Context;
import java.util.List;

/** Contract section 2: the providers. */
final class ProvidersHttpAdapter {
    private final Providers providers;

    ProvidersHttpAdapter(Providers providers) {
        this.providers = providers;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_PROVIDERS, "/providers", this::list),
                Route.get(Right.READ_PROVIDERS, "/providers/{providerId}", this::get));
    }

    private void list(Context context) {
        List<KeyProviderInfo> infos = providers.list().stream().map(this::info).toList();
        Answer.ok(context, new ListKeyProvidersResponse(infos));
    }

    private void get(Context context) {
        Answer.ok(context, info(providers.get(Parameters.provider(context.pathParam("providerId")))));
    }

    private KeyProviderInfo info(RegisteredProvider provider) {
        return ProviderMapping.toWire(provider, providers.isDefault(provider.id()));
    }
}
