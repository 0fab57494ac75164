package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
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
    private final Forwarding forwarding;

    KeysHttpAdapter(KeyManagementService kms, Callers callers) {
        this.kms = kms;
        this.callers = callers;
        this.forwarding = new Forwarding(kms.providers());
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
        Caller caller = callers.of(context);
        List<KeyReference> keys = kms.keys().list(caller, provider(context, caller));
        Answer.ok(
                context,
                new ListKeysResponse(keys.stream().map(KeyInfoMapping::toWire).toList()));
    }

    private void get(Context context) {
        String name = context.pathParam("aliasOrKid");
        Caller caller = callers.of(context);
        KeyReference key = kms.keys().get(caller, name, provider(context, caller));
        Answer.ok(context, new KeyInfoResponse(KeyInfoMapping.toWire(key, name)));
    }

    private void delete(Context context) {
        Caller caller = callers.of(context);
        Optional<ProviderId> provider = provider(context, caller);
        forwarding.require(context, caller.tenant(), provider);
        kms.keys().delete(caller, context.pathParam("aliasOrKid"), provider);
        Answer.noContent(context);
    }

    /** The provider to look at: the one in the path or in the query. */
    private Optional<ProviderId> provider(Context context, Caller caller) {
        Optional<ProviderId> provider = (Parameters.hasProviderInPath(context)
                        ? Optional.of(context.pathParam("providerId"))
                        : Parameters.query(context, "providerId"))
                .map(Parameters::provider);
        provider.ifPresent(id -> kms.providers().get(caller.tenant(), id));
        return provider;
    }
}
