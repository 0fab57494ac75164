package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.KeyStates;
import com.sphereon.kms.wire.KeyStateMapping;
import com.sphereon.kms.wire.KeyStateRequest;
import com.sphereon.kms.wire.KeyVersion;
import com.sphereon.kms.wire.KeyVersionMapping;
import com.sphereon.kms.wire.ListKeyVersionsResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** The versions of keys and their states. */
final class KeyLifecycleHttpAdapter {
    private static final String NAME = "aliasOrKid";

    private final KeyManagementService kms;
    private final Callers callers;
    private final Body body;

    KeyLifecycleHttpAdapter(KeyManagementService kms, Callers callers, Body body) {
        this.kms = kms;
        this.callers = callers;
        this.body = body;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_KEYS, "/keys/{aliasOrKid}/versions", this::versions),
                Route.post(Right.ADMINISTER_KEYS, "/keys/{aliasOrKid}/state", this::change),
                Route.delete(Right.ADMINISTER_KEYS, "/keys/{aliasOrKid}/destruction", this::cancelDestruction));
    }

    private void versions(Context context) {
        Caller caller = callers.of(context);
        String name = context.pathParam(NAME);
        Key key = kms.keys().versions(caller, name);
        Answer.ok(
                context,
                new ListKeyVersionsResponse(
                        key.alias().value(),
                        key.versions().stream()
                                .map(version -> toWire(version, key))
                                .toList()));
    }

    private void change(Context context) {
        Caller caller = callers.of(context);
        KeyStates.Wish wish = KeyStateMapping.toDomain(body.read(context, KeyStateRequest.class));
        String name = context.pathParam(NAME);
        answer(context, caller, name, kms.states().change(caller, name, wish));
    }

    private void cancelDestruction(Context context) {
        Caller caller = callers.of(context);
        Optional<String> reason = Parameters.query(context, "reason");
        String name = context.pathParam(NAME);
        answer(context, caller, name, kms.states().cancelDestruction(caller, name, reason));
    }

    private void answer(Context context, Caller caller, String name, KeyReference changed) {
        Key key = kms.keys().versions(caller, name);
        Answer.ok(context, toWire(changed, key));
    }

    private KeyVersion toWire(KeyReference version, Key key) {
        boolean primary = key.primary()
                .filter(standing -> standing.id().equals(version.id()))
                .isPresent();
        return KeyVersionMapping.toWire(version, primary, kms.publication().isPublished(version));
    }
}
