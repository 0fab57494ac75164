package com.sphereon.kms.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.service.GenerateKey;
import com.sphereon.kms.core.service.ImportKey;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.wire.GenerateKeyMapping;
import com.sphereon.kms.wire.GenerateKeyRequest;
import com.sphereon.kms.wire.ImportKeyMapping;
import com.sphereon.kms.wire.ImportKeyRequest;
import com.sphereon.kms.wire.KeyInfoMapping;
import com.sphereon.kms.wire.KeyInfoResponse;
import com.sphereon.kms.wire.ListKeysResponse;
import com.sphereon.kms.wire.RegisterKeyMapping;
import com.sphereon.kms.wire.RegisterKeyReferenceRequest;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/**
 * Contract sections 1 and 2: keys, with the provider in the body or query, or in the path.
 *
 * <p>The oldest client stores keys with the call that newer ones generate keys with. The two are told apart by the
 * member {@code keyInfo}, which only the first has (contract 0.1).
 */
final class KeysHttpAdapter {
    private final KeyManagementService kms;
    private final Callers callers;
    private final Body body;
    private final String basePath;

    KeysHttpAdapter(KeyManagementService kms, Callers callers, Body body, String basePath) {
        this.kms = kms;
        this.callers = callers;
        this.body = body;
        this.basePath = basePath;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_KEYS, "/keys", this::list),
                Route.post(Right.CREATE_KEYS, "/keys", this::generateOrImport),
                Route.post(Right.CREATE_KEYS, "/keys/generate", this::generate),
                Route.post(Right.CREATE_KEYS, "/keys/import", this::importKey),
                Route.post(Right.REGISTER_KEYS, "/keys/register", this::register),
                Route.get(Right.READ_KEYS, "/keys/{aliasOrKid}", this::get),
                Route.delete(Right.DELETE_KEYS, "/keys/{aliasOrKid}", this::delete),
                Route.get(Right.READ_KEYS, "/providers/{providerId}/keys", this::list),
                Route.post(Right.CREATE_KEYS, "/providers/{providerId}/keys", this::generateOrImport),
                Route.post(Right.CREATE_KEYS, "/providers/{providerId}/keys/generate", this::generate),
                Route.post(Right.CREATE_KEYS, "/providers/{providerId}/keys/import", this::importKey),
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
        KeyReference key = kms.keys().get(callers.of(context), context.pathParam("aliasOrKid"), provider(context));
        Answer.ok(context, new KeyInfoResponse(KeyInfoMapping.toWire(key)));
    }

    private void delete(Context context) {
        kms.keys().delete(callers.of(context), context.pathParam("aliasOrKid"), provider(context));
        Answer.noContent(context);
    }

    private void generateOrImport(Context context) {
        Caller caller = callers.of(context);
        JsonNode request = Json.readTree(body.bytes(context));
        if (request.has("keyInfo")) {
            importKey(context, caller, Json.convert(request, ImportKeyRequest.class));
        } else {
            generate(context, caller, Json.convert(request, GenerateKeyRequest.class));
        }
    }

    private void generate(Context context) {
        generate(context, callers.of(context), body.read(context, GenerateKeyRequest.class));
    }

    private void importKey(Context context) {
        importKey(context, callers.of(context), body.read(context, ImportKeyRequest.class));
    }

    private void generate(Context context, Caller caller, GenerateKeyRequest request) {
        GenerateKey wish = GenerateKeyMapping.toDomain(request);
        Optional<ProviderId> provider = target(context, wish.provider());
        KeyReference key = kms.keys().generate(caller, new GenerateKey(provider, wish.alias(), wish.parameters()));
        Answer.created(context, location(context, key), GenerateKeyMapping.toWire(key));
    }

    private void importKey(Context context, Caller caller, ImportKeyRequest request) {
        ImportKey wish = ImportKeyMapping.toDomain(request);
        try (var material = wish.material()) {
            KeyReference key = kms.keys()
                    .importKey(
                            caller,
                            new ImportKey(
                                    target(context, wish.provider()),
                                    wish.alias(),
                                    wish.kid(),
                                    material,
                                    wish.parameters(),
                                    wish.certificateChain()));
            Answer.created(context, location(context, key), new KeyInfoResponse(KeyInfoMapping.toWire(key)));
        }
    }

    private void register(Context context) {
        Caller caller = callers.of(context);
        RegisterKeyReferenceRequest request = body.read(context, RegisterKeyReferenceRequest.class);
        KeyReference key = kms.keys().register(caller, RegisterKeyMapping.toDomain(request));
        Answer.created(context, location(context, key), RegisterKeyMapping.toWire(key));
    }

    /** The provider a key shall be made at: the one in the path, which the body must not contradict. */
    private Optional<ProviderId> target(Context context, Optional<ProviderId> inBody) {
        if (!hasProviderInPath(context)) {
            return inBody;
        }
        ProviderId inPath = Parameters.provider(context.pathParam("providerId"));
        kms.providers().get(inPath);
        if (inBody.isPresent() && !inBody.get().equals(inPath)) {
            throw new InvalidRequestException(
                    "providerId '%s' in the body contradicts '%s' in the path".formatted(inBody.get(), inPath));
        }
        return Optional.of(inPath);
    }

    /** The provider to look at: the one in the path or in the query. */
    private Optional<ProviderId> provider(Context context) {
        Optional<ProviderId> provider = (hasProviderInPath(context)
                        ? Optional.of(context.pathParam("providerId"))
                        : Parameters.query(context, "providerId"))
                .map(Parameters::provider);
        provider.ifPresent(kms.providers()::get);
        return provider;
    }

    private String location(Context context, KeyReference key) {
        String alias = Answer.segment(key.name().alias().value());
        return hasProviderInPath(context)
                ? "%s/providers/%s/keys/%s".formatted(basePath, key.provider(), alias)
                : "%s/keys/%s".formatted(basePath, alias);
    }

    private static boolean hasProviderInPath(Context context) {
        return context.pathParamMap().containsKey("providerId");
    }
}
