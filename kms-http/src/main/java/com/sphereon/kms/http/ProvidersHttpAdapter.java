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
    private final Callers callers;

    ProvidersHttpAdapter(Providers providers, Callers callers) {
        this.providers = providers;
        this.callers = callers;
    }

    List<Route> routes() {
        return List.of(Route.get("/providers", this::list), Route.get("/providers/{providerId}", this::get));
    }

    private void list(Context context) {
        callers.of(context);
        List<KeyProviderInfo> infos = providers.list().stream().map(this::info).toList();
        Answer.ok(context, new ListKeyProvidersResponse(infos));
    }

    private void get(Context context) {
        callers.of(context);
        Answer.ok(context, info(providers.get(Parameters.provider(context.pathParam("providerId")))));
    }

    private KeyProviderInfo info(RegisteredProvider provider) {
        return ProviderMapping.toWire(provider, providers.isDefault(provider.id()));
    }
}
