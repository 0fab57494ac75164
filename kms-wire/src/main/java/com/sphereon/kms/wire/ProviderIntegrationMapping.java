package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.Purpose;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.service.ProviderIntegrations;
import java.util.Optional;

/** Between the schemas of provider integrations and the domain. */
public final class ProviderIntegrationMapping {
    private static final int DEFAULT_PRIORITY = 100;

    private ProviderIntegrationMapping() {}

    /** The wish, complete: what is left out is as it is by default. */
    public static ProviderIntegrations.Wish toDomain(ProviderIntegrationRequest request) {
        return new ProviderIntegrations.Wish(
                new ProviderId(Members.require("providerId", request.providerId())),
                Optional.ofNullable(request.service()).map(ServiceName::new),
                Members.optionalConstant("purpose", request.purpose(), Purpose.class, Purpose::text),
                Optional.ofNullable(request.priority()).orElse(DEFAULT_PRIORITY),
                !Boolean.FALSE.equals(request.enabled()));
    }

    /** The whole integration. */
    public static ProviderIntegrationInfo toWire(ProviderIntegration integration) {
        return new ProviderIntegrationInfo(
                integration.id().toString(),
                integration.provider().value(),
                integration.service().map(ServiceName::value).orElse(null),
                integration.purpose().map(Purpose::text).orElse(null),
                integration.priority(),
                integration.enabled(),
                integration.created().at().toString(),
                integration.updated().at().toString(),
                integration.created().by(),
                integration.updated().by());
    }
}
