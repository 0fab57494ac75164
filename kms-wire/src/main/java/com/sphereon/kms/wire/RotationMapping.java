package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.Rotation.Phase;
import com.sphereon.kms.core.service.RotateKey;
import com.sphereon.kms.core.service.RotationView;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Between the schemas of rotations and the domain. */
public final class RotationMapping {
    private RotationMapping() {}

    /** The wish for the rotation of that id. */
    public static RotateKey toDomain(UUID id, RotateKmsKeyArgs request) {
        if (request.rotationInterval() != null) {
            throw new InvalidRequestException(
                    "rotationInterval does not go with one rotation; PUT it as interval to the key's rotation-policy");
        }
        return new RotateKey(
                id,
                Optional.ofNullable(request.targetProviderId()).map(ProviderId::new),
                Optional.ofNullable(request.newAlias()).map(KeyAlias::new),
                Optional.ofNullable(request.kid()).map(Kid::new),
                Moments.readIfPresent("rotateAt", request.rotateAt()),
                Durations.readIfPresent("publishBefore", request.publishBefore()),
                Durations.readIfPresent("overlap", request.overlap()));
    }

    /** The answer to a rotation that was asked for. */
    public static RotateKmsKeyResult toResult(RotationView view) {
        return new RotateKmsKeyResult(toWire(view), oldAssignments(view), newAssignments(view));
    }

    /** A rotation that was only planned. */
    public static PreviewKmsKeyRotationResult toPreview(RotationView view) {
        Rotation rotation = view.rotation();
        return new PreviewKmsKeyRotationResult(
                rotation.tenant().value(),
                oldKey(view),
                newKey(view),
                rotation.plan().provider().value(),
                oldAssignments(view),
                newAssignments(view),
                List.of(),
                interval(view),
                rotation.plan().rotateAt().toString(),
                Durations.write(rotation.plan().publishBefore()),
                Durations.write(rotation.plan().overlap()),
                view.oldVersion().kid().value(),
                view.oldVersion().name().version());
    }

    /** Where a rotation stands. */
    public static KmsKeyRotationRecord toWire(RotationView view) {
        Rotation rotation = view.rotation();
        Optional<KeyReference> made =
                view.newVersion().filter(version -> version.identity().isPresent());
        List<String> moved = rotation.phase() == Phase.COMPLETED ? duties(view) : List.of();
        return new KmsKeyRotationRecord(
                rotation.id().toString(),
                rotation.tenant().value(),
                oldKey(view),
                newKey(view),
                rotation.plan().provider().value(),
                status(rotation.phase()),
                moved,
                moved,
                interval(view),
                rotation.plan().rotateAt().toString(),
                rotation.created().at().toString(),
                rotation.updated().at().toString(),
                rotation.phase().name(),
                view.oldVersion().kid().value(),
                view.oldVersion().name().version(),
                made.map(version -> version.kid().value()).orElse(null),
                made.map(version -> version.name().version()).orElse(null),
                rotation.plan().externalKey().map(KeyAlias::value).orElse(null),
                Durations.write(rotation.plan().publishBefore()),
                Durations.write(rotation.plan().overlap()),
                KeyVersionMapping.moment(made.map(version -> version.created().at())),
                KeyVersionMapping.moment(
                        made.flatMap(version -> version.lifecycle().activated())),
                KeyVersionMapping.moment(view.oldVersion().lifecycle().publishedUntil()),
                rotation.progress().failure().orElse(null));
    }

    /** Enum {@code KmsKeyLifecycleStatus}: that of the version which is replaced. */
    private static String status(Phase phase) {
        return switch (phase) {
            case SCHEDULED, CANCELLED, FAILED -> "ACTIVE";
            case PUBLISHED -> "ROTATING";
            case COMPLETED -> "ROTATED";
        };
    }

    private static KmsKeyRef oldKey(RotationView view) {
        return reference(view, view.oldVersion().provider());
    }

    private static KmsKeyRef newKey(RotationView view) {
        return reference(view, view.rotation().plan().provider());
    }

    /** The alias stays, whichever version it means. */
    private static KmsKeyRef reference(RotationView view, ProviderId provider) {
        return new KmsKeyRef(provider.value(), view.rotation().alias().value());
    }

    private static List<KmsKeyAssignment> oldAssignments(RotationView view) {
        return assignments(view, oldKey(view), view.rotation().phase() == Phase.COMPLETED ? "ROTATED" : "ACTIVE");
    }

    /** As they are when the rotation is completed. */
    private static List<KmsKeyAssignment> newAssignments(RotationView view) {
        return assignments(view, newKey(view), "ACTIVE");
    }

    private static List<KmsKeyAssignment> assignments(RotationView view, KmsKeyRef key, String status) {
        return view.duties().stream()
                .map(duty -> new KmsKeyAssignment(
                        duty.toString(),
                        view.rotation().tenant().value(),
                        key.providerId(),
                        key.keyAlias(),
                        "SERVICE",
                        duty.purpose().text(),
                        status,
                        duty.service().value()))
                .toList();
    }

    private static List<String> duties(RotationView view) {
        return view.duties().stream().map(Object::toString).toList();
    }

    private static @Nullable String interval(RotationView view) {
        return view.policy()
                .map(policy -> Durations.write(policy.schedule().interval()))
                .orElse(null);
    }
}
