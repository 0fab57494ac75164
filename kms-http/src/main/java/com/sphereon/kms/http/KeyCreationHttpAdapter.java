package com.sphereon.kms.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.service.GenerateKey;
import com.sphereon.kms.core.service.ImportKey;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.RegisterKey;
import com.sphereon.kms.http.Creations.Creation;
import com.sphereon.kms.http.Creations.Description;
import com.sphereon.kms.wire.GenerateKeyMapping;
import com.sphereon.kms.wire.GenerateKeyRequest;
import com.sphereon.kms.wire.ImportKeyMapping;
import com.sphereon.kms.wire.ImportKeyRequest;
import com.sphereon.kms.wire.KeyInfoMapping;
import com.sphereon.kms.wire.KeyInfoResponse;
import com.sphereon.kms.wire.RegisterKeyMapping;
import com.sphereon.kms.wire.RegisterKeyReferenceRequest;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Contract sections 1 and 2: new keys, with the provider in the body or in the path.
 *
 * <p>The oldest client stores keys with the call that newer ones generate keys with. The two are told apart by the
 * member {@code keyInfo}, which only the first has (contract 0.1).
 */
final class KeyCreationHttpAdapter {
    private final KeyManagementService kms;
    private final Callers callers;
    private final Body body;
    private final Creations creations;
    private final Forwarding forwarding;
    private final String basePath;

    KeyCreationHttpAdapter(KeyManagementService kms, Callers callers, Body body, Creations creations, String basePath) {
        this.kms = kms;
        this.callers = callers;
        this.body = body;
        this.creations = creations;
        this.forwarding = new Forwarding(kms.providers());
        this.basePath = basePath;
    }

    List<Route> routes() {
        return List.of(
                Route.post(Right.CREATE_KEYS, "/keys", this::generateOrImport),
                Route.post(Right.CREATE_KEYS, "/keys/generate", this::generate),
                Route.post(Right.CREATE_KEYS, "/keys/import", this::importKey),
                Route.post(Right.REGISTER_KEYS, "/keys/register", this::register),
                Route.post(Right.CREATE_KEYS, "/providers/{providerId}/keys", this::generateOrImport),
                Route.post(Right.CREATE_KEYS, "/providers/{providerId}/keys/generate", this::generate),
                Route.post(Right.CREATE_KEYS, "/providers/{providerId}/keys/import", this::importKey));
    }

    private void generateOrImport(Context context) {
        Caller caller = callers.of(context);
        byte[] bytes = body.bytes(context);
        JsonNode request = Json.readTree(bytes);
        if (request.has("keyInfo")) {
            importKey(context, caller, bytes, Json.convert(request, ImportKeyRequest.class));
        } else {
            generate(context, caller, bytes, Json.convert(request, GenerateKeyRequest.class));
        }
    }

    private void generate(Context context) {
        Caller caller = callers.of(context);
        byte[] bytes = body.bytes(context);
        generate(context, caller, bytes, Json.read(bytes, GenerateKeyRequest.class));
    }

    private void importKey(Context context) {
        Caller caller = callers.of(context);
        byte[] bytes = body.bytes(context);
        importKey(context, caller, bytes, Json.read(bytes, ImportKeyRequest.class));
    }

    private void generate(Context context, Caller caller, byte[] bytes, GenerateKeyRequest request) {
        GenerateKey wish = GenerateKeyMapping.toDomain(request);
        Optional<ProviderId> provider = target(context, caller, wish.provider());
        creations.answer(
                context,
                caller,
                bytes,
                new Creation<>(
                        id -> kms.keys()
                                .generate(caller, new GenerateKey(id, provider, wish.alias(), wish.parameters())),
                        id -> kms.keys().find(caller, id),
                        key -> new Description(location(context, key), GenerateKeyMapping.toWire(key))));
    }

    private void importKey(Context context, Caller caller, byte[] bytes, ImportKeyRequest request) {
        creations.answer(
                context,
                caller,
                bytes,
                new Creation<>(
                        id -> imported(context, caller, id, request),
                        id -> kms.keys().find(caller, id),
                        key -> new Description(
                                location(context, key), new KeyInfoResponse(KeyInfoMapping.toWire(key)))));
    }

    /** The material exists only while it is needed. */
    private KeyReference imported(Context context, Caller caller, UUID id, ImportKeyRequest request) {
        ImportKey wish = ImportKeyMapping.toDomain(request);
        try (var material = wish.material()) {
            return kms.keys()
                    .importKey(
                            caller,
                            new ImportKey(
                                    id,
                                    target(context, caller, wish.provider()),
                                    wish.alias(),
                                    wish.kid(),
                                    material,
                                    wish.parameters(),
                                    wish.certificateChain()));
        }
    }

    private void register(Context context) {
        Caller caller = callers.of(context);
        byte[] bytes = body.bytes(context);
        RegisterKey wish = RegisterKeyMapping.toDomain(Json.read(bytes, RegisterKeyReferenceRequest.class));
        creations.answer(
                context,
                caller,
                bytes,
                new Creation<>(
                        id -> kms.keys()
                                .register(caller, new RegisterKey(id, wish.provider(), wish.alias(), wish.kid())),
                        id -> kms.keys().find(caller, id),
                        key -> new Description(location(context, key), RegisterKeyMapping.toWire(key))));
    }

    /** The provider a key shall be made at: the one in the path, which the body must not contradict. */
    private Optional<ProviderId> target(Context context, Caller caller, Optional<ProviderId> inBody) {
        if (!Parameters.hasProviderInPath(context)) {
            return inBody;
        }
        ProviderId inPath = Parameters.provider(context.pathParam("providerId"));
        kms.providers().get(caller.tenant(), inPath);
        forwarding.require(context, Optional.of(caller.tenant()), inPath);
        if (inBody.isPresent() && !inBody.get().equals(inPath)) {
            throw new InvalidRequestException(
                    "providerId '%s' in the body contradicts '%s' in the path".formatted(inBody.get(), inPath));
        }
        return Optional.of(inPath);
    }

    private String location(Context context, KeyReference key) {
        String alias = Answer.segment(key.name().alias().value());
        return Parameters.hasProviderInPath(context)
                ? "%s/providers/%s/keys/%s".formatted(basePath, key.provider(), alias)
                : "%s/keys/%s".formatted(basePath, alias);
    }
}
