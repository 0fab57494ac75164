package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.RegisteredProvider;
import com.sphereon.kms.wire.KeyProviderInfo;
import com.sphereon.kms.wire.ListKeyProvidersResponse;
import com.sphereon.kms.wire.ProviderMapping;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Contract section 2: the providers, as the caller's tenant sees them. */
final class ProvidersHttpAdapter {
    private final KeyManagementService kms;
    private final Access access;

    ProvidersHttpAdapter(KeyManagementService kms, Access access) {
        this.kms = kms;
        this.access = access;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_PROVIDERS, "/providers", this::list),
                Route.get(Right.READ_PROVIDERS, "/providers/{providerId}", this::get));
    }

    private void list(Context context) {
        if (Parameters.isScopeAll(context)) {
            access.require(context, Right.ADMINISTER_PROVIDERS);
            listAll(context, access.of(context));
            return;
        }
        List<KeyProviderInfo> infos =
                kms.providers().list(tenant(context)).stream().map(this::info).toList();
        Answer.ok(context, new ListKeyProvidersResponse(infos));
    }

    private void listAll(Context context, Caller caller) {
        Answer.ok(
                context,
                new ListKeyProvidersResponse(kms.providerAdministration().list(caller).stream()
                        .map(ProviderMapping::toWire)
                        .toList()));
    }

    private void get(Context context) {
        Answer.ok(
                context,
                info(kms.providers().get(tenant(context), Parameters.provider(context.pathParam("providerId")))));
    }

    private KeyProviderInfo info(RegisteredProvider provider) {
        return ProviderMapping.toWire(provider, kms.providers().isDefault(provider.id()));
    }

    private Optional<TenantId> tenant(Context context) {
        return access.callerIfAny(context).map(Caller::tenant);
    }
}
