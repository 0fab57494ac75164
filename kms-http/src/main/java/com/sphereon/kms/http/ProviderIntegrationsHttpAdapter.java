package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.service.ProviderIntegrations;
import com.sphereon.kms.http.Creations.Creation;
import com.sphereon.kms.http.Creations.Description;
import com.sphereon.kms.wire.ListProviderIntegrationsResponse;
import com.sphereon.kms.wire.ProviderIntegrationMapping;
import com.sphereon.kms.wire.ProviderIntegrationRequest;
import io.javalin.http.Context;
import java.util.List;
import java.util.UUID;

/** Where new keys of duties are made. */
final class ProviderIntegrationsHttpAdapter {
    private static final String COLLECTION = "/provider-integrations";
    private static final String PATH = COLLECTION + "/{id}";

    private final ProviderIntegrations integrations;
    private final Callers callers;
    private final Body body;
    private final Creations creations;
    private final String basePath;

    ProviderIntegrationsHttpAdapter(
            ProviderIntegrations integrations, Callers callers, Body body, Creations creations, String basePath) {
        this.integrations = integrations;
        this.callers = callers;
        this.body = body;
        this.creations = creations;
        this.basePath = basePath;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_ADMINISTRATION, COLLECTION, this::list),
                Route.post(Right.ADMINISTER_KEYS, COLLECTION, this::create),
                Route.get(Right.READ_ADMINISTRATION, PATH, this::get),
                Route.put(Right.ADMINISTER_KEYS, PATH, this::put),
                Route.delete(Right.ADMINISTER_KEYS, PATH, this::delete));
    }

    private void list(Context context) {
        Answer.ok(
                context,
                new ListProviderIntegrationsResponse(integrations.list(callers.of(context)).stream()
                        .map(ProviderIntegrationMapping::toWire)
                        .toList()));
    }

    private void create(Context context) {
        Caller caller = callers.of(context);
        byte[] bytes = body.bytes(context);
        ProviderIntegrations.Wish wish =
                ProviderIntegrationMapping.toDomain(Json.read(bytes, ProviderIntegrationRequest.class));
        creations.answer(
                context,
                caller,
                bytes,
                new Creation<>(
                        id -> integrations.create(caller, id, wish),
                        id -> integrations.find(caller, id),
                        created -> described(context, created)));
    }

    private Description described(Context context, ProviderIntegration created) {
        Answer.tag(context, ProviderIntegrations.tag(created));
        return new Description(basePath + COLLECTION + "/" + created.id(), ProviderIntegrationMapping.toWire(created));
    }

    private void get(Context context) {
        Caller caller = callers.of(context);
        answer(context, integrations.get(caller, id(context)));
    }

    private void put(Context context) {
        Caller caller = callers.of(context);
        UUID id = id(context);
        Tag.Precondition expected = IfMatch.required(context);
        var wish = ProviderIntegrationMapping.toDomain(body.read(context, ProviderIntegrationRequest.class));
        answer(context, integrations.put(caller, id, wish, expected));
    }

    private void delete(Context context) {
        Caller caller = callers.of(context);
        UUID id = id(context);
        integrations.delete(caller, id, IfMatch.required(context));
        Answer.noContent(context);
    }

    private static void answer(Context context, ProviderIntegration integration) {
        Answer.tagged(context, ProviderIntegrations.tag(integration), ProviderIntegrationMapping.toWire(integration));
    }

    private static UUID id(Context context) {
        return Parameters.uuid(context.pathParam("id"))
                .orElseThrow(() -> new NotFoundException(
                        "Provider integration not found; what is there is listed at /provider-integrations"));
    }
}
