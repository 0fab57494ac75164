package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.service.RotationView;
import com.sphereon.kms.core.service.Rotations;
import com.sphereon.kms.http.Creations.Creation;
import com.sphereon.kms.http.Creations.Description;
import com.sphereon.kms.wire.ListKmsKeyRotationsResult;
import com.sphereon.kms.wire.RotateKmsKeyArgs;
import com.sphereon.kms.wire.RotationMapping;
import io.javalin.http.Context;
import java.util.List;
import java.util.UUID;

/** Rotations of keys, to come and past. */
final class RotationsHttpAdapter {
    private static final String NAME = "aliasOrKid";
    private static final String COLLECTION = "/keys/{aliasOrKid}/rotations";
    private static final String PATH = COLLECTION + "/{rotationId}";

    private final Rotations rotations;
    private final Callers callers;
    private final Body body;
    private final Creations creations;
    private final String basePath;

    RotationsHttpAdapter(Rotations rotations, Callers callers, Body body, Creations creations, String basePath) {
        this.rotations = rotations;
        this.callers = callers;
        this.body = body;
        this.creations = creations;
        this.basePath = basePath;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_ADMINISTRATION, COLLECTION, this::list),
                Route.post(Right.ADMINISTER_KEYS, COLLECTION, this::rotateOrPreview),
                Route.get(Right.READ_ADMINISTRATION, PATH, this::get),
                Route.delete(Right.ADMINISTER_KEYS, PATH, this::cancel));
    }

    private void list(Context context) {
        Answer.ok(
                context,
                new ListKmsKeyRotationsResult(rotations.list(callers.of(context), context.pathParam(NAME)).stream()
                        .map(RotationMapping::toWire)
                        .toList()));
    }

    private void rotateOrPreview(Context context) {
        Caller caller = callers.of(context);
        boolean preview = Parameters.flag(context, "preview");
        byte[] bytes = body.bytesIfPresent(context);
        RotateKmsKeyArgs request = bytes.length == 0
                ? new RotateKmsKeyArgs(null, null, null, null, null, null, null)
                : Json.read(bytes, RotateKmsKeyArgs.class);
        if (preview) {
            var wish = RotationMapping.toDomain(UUID.randomUUID(), request);
            Answer.ok(context, RotationMapping.toPreview(rotations.preview(caller, context.pathParam(NAME), wish)));
        } else {
            rotate(context, caller, bytes, request);
        }
    }

    private void rotate(Context context, Caller caller, byte[] bytes, RotateKmsKeyArgs request) {
        String name = context.pathParam(NAME);
        creations.answer(
                context,
                caller,
                bytes,
                new Creation<>(
                        id -> rotations.rotate(caller, name, RotationMapping.toDomain(id, request)),
                        id -> rotations.find(caller, id),
                        this::described));
    }

    private Description described(RotationView view) {
        String alias = Answer.segment(view.rotation().alias().value());
        return new Description(
                "%s/keys/%s/rotations/%s"
                        .formatted(basePath, alias, view.rotation().id()),
                RotationMapping.toResult(view));
    }

    private void get(Context context) {
        Caller caller = callers.of(context);
        Answer.ok(context, RotationMapping.toWire(rotations.get(caller, context.pathParam(NAME), id(context))));
    }

    private void cancel(Context context) {
        Caller caller = callers.of(context);
        rotations.cancel(caller, context.pathParam(NAME), id(context));
        Answer.noContent(context);
    }

    private static UUID id(Context context) {
        return Parameters.uuid(context.pathParam("rotationId"))
                .orElseThrow(() -> new NotFoundException(
                        "Rotation not found; those of a key are listed at /keys/{aliasOrKid}/rotations"));
    }
}
