package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.service.RegisterKey;
import java.util.Optional;

/** Between {@link RegisterKeyReferenceRequest} and the domain. */
public final class RegisterKeyMapping {
    private RegisterKeyMapping() {}

    /** The wish. What is wrong with it has the code the contract gives registrations. */
    public static RegisterKey toDomain(RegisterKeyReferenceRequest request) {
        String providerId = request.providerId();
        if (providerId == null) {
            throw new InvalidRequestException(ErrorCode.KMS_LOGICAL_PROVIDER_ID_REQUIRED, "providerId is missing");
        }
        try {
            return new RegisterKey(
                    new ProviderId(providerId),
                    new KeyAlias(Members.require("alias", request.alias())),
                    Optional.ofNullable(request.kid()).map(Kid::new));
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(ErrorCode.ILLEGAL_ARGUMENT_ERROR, String.valueOf(e.getMessage()));
        }
    }

    /** The answer, the same for the first registration and its repetition. */
    public static RegisterKeyReferenceResponse toWire(KeyReference version) {
        return new RegisterKeyReferenceResponse(
                true,
                version.name().alias().value(),
                version.provider().value(),
                version.kid().value(),
                WireNames.origin(version.origin()),
                WireNames.controlMode(version.origin()));
    }
}
