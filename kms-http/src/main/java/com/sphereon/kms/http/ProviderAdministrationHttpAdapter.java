package com.sphereon.kms.http;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.AdministeredProvider;
import com.sphereon.kms.core.service.ProviderAdministration;
import com.sphereon.kms.core.service.ProviderSelector;
import com.sphereon.kms.http.Creations.Creation;
import com.sphereon.kms.http.Creations.Description;
import com.sphereon.kms.wire.ProviderRegistrationInfo;
import com.sphereon.kms.wire.ProviderRegistrationMapping;
import com.sphereon.kms.wire.ProviderRegistrationRequest;
import io.javalin.http.Context;
import java.util.List;

/** Providers that are registered, changed and removed at run time. */
final class ProviderAdministrationHttpAdapter {
    private static final String COLLECTION = "/providers";
    private static final String PATH = COLLECTION + "/{providerId}";

    private final ProviderAdministration administration;
    private final Callers callers;
    private final Body body;
    private final Creations creations;
    private final String basePath;

    ProviderAdministrationHttpAdapter(
            ProviderAdministration administration, Callers callers, Body body, Creations creations, String basePath) {
        this.administration = administration;
        this.callers = callers;
        this.body = body;
        this.creations = creations;
        this.basePath = basePath;
    }

    List<Route> routes() {
        return List.of(
                Route.post(Right.ADMINISTER_PROVIDERS, COLLECTION, this::create),
                Route.put(Right.ADMINISTER_PROVIDERS, PATH, this::put),
                Route.delete(Right.ADMINISTER_PROVIDERS, PATH, this::delete),
                Route.get(Right.ADMINISTER_PROVIDERS, PATH + "/configuration", this::configuration),
                Route.post(Right.ADMINISTER_PROVIDERS, PATH + "/validate", this::validate));
    }

    private void create(Context context) {
        Caller caller = callers.of(context);
        byte[] bytes = body.bytes(context);
        ProviderDefinition wish = wish(bytes);
        creations.answer(
                context,
                caller,
                bytes,
                new Creation<>(
                        id -> administration.create(caller, id, wish),
                        id -> administration.find(caller, id),
                        created -> described(context, created)));
    }

    private Description described(Context context, AdministeredProvider created) {
        Answer.tag(context, created.tag());
        return new Description(location(created), wire(created));
    }

    private String location(AdministeredProvider provider) {
        ProviderRegistrationInfo info = wire(provider);
        String path = basePath + COLLECTION + "/" + info.providerId() + "/configuration";
        if (info.tenantId() != null) {
            return path + "?tenantId=" + info.tenantId();
        }
        return info.system() ? path + "?" + Parameters.SCOPE + "=" + Parameters.ALL : path;
    }

    private void put(Context context) {
        Caller caller = callers.of(context);
        ProviderSelector selector = selector(context);
        administration.requireChangeable(caller, selector, AuditOperation.CHANGE_PROVIDER);
        var expected = IfMatch.required(context);
        answer(context, administration.put(caller, selector, wish(body.bytes(context)), expected));
    }

    private void delete(Context context) {
        Caller caller = callers.of(context);
        ProviderSelector selector = selector(context);
        administration.requireChangeable(caller, selector, AuditOperation.DELETE_PROVIDER);
        administration.delete(caller, selector, IfMatch.required(context));
        Answer.noContent(context);
    }

    private void configuration(Context context) {
        Caller caller = callers.of(context);
        answer(context, administration.get(caller, selector(context)));
    }

    private void validate(Context context) {
        Caller caller = callers.of(context);
        Answer.ok(context, ProviderRegistrationMapping.toWire(administration.validate(caller, selector(context))));
    }

    private void answer(Context context, AdministeredProvider provider) {
        Answer.tagged(context, provider.tag(), wire(provider));
    }

    private ProviderRegistrationInfo wire(AdministeredProvider provider) {
        return ProviderRegistrationMapping.toWire(provider, administration.types());
    }

    private ProviderDefinition wish(byte[] bytes) {
        return ProviderRegistrationMapping.toDomain(
                Json.read(bytes, ProviderRegistrationRequest.class), administration.types());
    }

    private static ProviderSelector selector(Context context) {
        return new ProviderSelector(
                Parameters.provider(context.pathParam("providerId")),
                Parameters.query(context, "tenantId").map(TenantId::new),
                Parameters.isScopeAll(context));
    }
}
