package com.sphereon.kms.http;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.wire.KeyInfoMapping;
import com.sphereon.kms.wire.KeyInfoResponse;
import com.sphereon.kms.wire.ListKeysResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Contract sections 1 and 2: keys that are there, with the provider in the query or in the path. */
final class KeysHttpAdapter {
    private final KeyManagementService kms;
    private final Callers callers;

    KeysHttpAdapter(KeyManagementService kms, Callers callers) {
        this.kms = kms;
        this.callers = callers;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_KEYS, "/keys", this::list),
                Route.get(Right.READ_KEYS, "/keys/{aliasOrKid}", this::get),
                Route.delete(Right.DELETE_KEYS, "/keys/{aliasOrKid}", this::delete),
                Route.get(Right.READ_KEYS, "/providers/{providerId}/keys", this::list),
                Route.get(Right.READ_KEYS, "/providers/{providerId}/keys/{aliasOrKid}", this::get),
                Route.delete(Right.DELETE_KEYS, "/providers/{providerId}/keys/{aliasOrKid}", this::delete));
    }

    private void list(Context context) {
        List<KeyReference> keys = kms.keys().list(callers.of(context), provider(context));
        Answer.ok(
                context,
                new ListKeysResponse(keys.stream().map(KeyInfoMapping::toWire).toList()));
    }

    private void get(Context context) {
        String name = context.pathParam("aliasOrKid");
        KeyReference key = kms.keys().get(callers.of(context), name, provider(context));
        Answer.ok(context, new KeyInfoResponse(KeyInfoMapping.toWire(key, name)));
    }

    private void delete(Context context) {
        kms.keys().delete(callers.of(context), context.pathParam("aliasOrKid"), provider(context));
        Answer.noContent(context);
    }

    /** The provider to look at: the one in the path or in the query. */
    private Optional<ProviderId> provider(Context context) {
        Optional<ProviderId> provider = (Parameters.hasProviderInPath(context)
                        ? Optional.of(context.pathParam("providerId"))
                        : Parameters.query(context, "providerId"))
                .map(Parameters::provider);
        provider.ifPresent(kms.providers()::get);
        return provider;
    }
}
