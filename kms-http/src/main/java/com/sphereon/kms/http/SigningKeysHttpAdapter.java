package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.SigningKey;
import com.sphereon.kms.core.service.SigningKeySetting;
import com.sphereon.kms.wire.ListSigningKeysResponse;
import com.sphereon.kms.wire.SigningKeyMapping;
import com.sphereon.kms.wire.SigningKeyRequest;
import io.javalin.http.Context;
import java.util.List;

/** Which key serves which duty. */
final class SigningKeysHttpAdapter {
    private static final String PATH = "/signing-keys/{service}/{purpose}";

    private final KeyManagementService kms;
    private final Callers callers;
    private final Body body;

    SigningKeysHttpAdapter(KeyManagementService kms, Callers callers, Body body) {
        this.kms = kms;
        this.callers = callers;
        this.body = body;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_ADMINISTRATION, "/signing-keys", this::list),
                Route.get(Right.READ_ADMINISTRATION, PATH, this::get),
                Route.put(Right.ADMINISTER_KEYS, PATH, this::put),
                Route.delete(Right.ADMINISTER_KEYS, PATH, this::delete));
    }

    private void list(Context context) {
        Caller caller = callers.of(context);
        List<SigningKey> keys = kms.signingKeys().list(caller);
        Answer.ok(
                context,
                new ListSigningKeysResponse(keys.stream()
                        .map(key -> SigningKeyMapping.toWire(key, kms.publication()::isPublished))
                        .toList()));
    }

    private void get(Context context) {
        Caller caller = callers.of(context);
        answer(context, kms.signingKeys().get(caller, duty(context)));
    }

    private void put(Context context) {
        Caller caller = callers.of(context);
        Duty duty = duty(context);
        Tag.Precondition expected = IfMatch.required(context);
        SigningKeySetting setting = SigningKeyMapping.toDomain(body.read(context, SigningKeyRequest.class));
        answer(context, kms.signingKeys().put(caller, duty, setting, expected));
    }

    private void delete(Context context) {
        Caller caller = callers.of(context);
        Duty duty = duty(context);
        kms.signingKeys().delete(caller, duty, IfMatch.required(context));
        Answer.noContent(context);
    }

    private void answer(Context context, SigningKey key) {
        Answer.tagged(context, key.tag(), SigningKeyMapping.toWire(key, kms.publication()::isPublished));
    }

    /** What is no duty has no place of its own. */
    private static Duty duty(Context context) {
        try {
            return Duty.of(context.pathParam("service"), context.pathParam("purpose"));
        } catch (InvalidRequestException e) {
            throw new NotFoundException("There is no such duty: " + e.getMessage());
        }
    }
}
