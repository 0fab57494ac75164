package com.sphereon.kms.core.model;

import java.util.List;
import java.util.Optional;

/** A task of a service that needs a key, such as {@code issuer:credential-signing}. */
public record Duty(ServiceName service, Purpose purpose) {
    /** The services of the platform. */
    public static final List<ServiceName> SERVICES = List.of(
            new ServiceName("issuer"),
            new ServiceName("verifier"),
            new ServiceName("as"),
            new ServiceName("did"),
            new ServiceName("audit"));

    /** The duties that every tenant has. */
    public static final List<Duty> STANDARD = List.of(
            new Duty(SERVICES.get(0), Purpose.CREDENTIAL_SIGNING),
            new Duty(SERVICES.get(1), Purpose.REQUEST_OBJECT_SIGNING),
            new Duty(SERVICES.get(2), Purpose.ACCESS_TOKEN_SIGNING),
            new Duty(SERVICES.get(3), Purpose.DID_UPDATE),
            new Duty(SERVICES.get(4), Purpose.AUDIT_CHECKPOINT));

    /** @throws InvalidRequestException when the platform has no such service */
    public Duty {
        if (!SERVICES.contains(service)) {
            throw new InvalidRequestException("service '%s' is unknown; allowed are %s".formatted(service, SERVICES));
        }
    }

    /**
     * The duty of those names.
     *
     * @throws InvalidRequestException when there is no such service or purpose
     */
    public static Duty of(String service, String purpose) {
        return new Duty(
                new ServiceName(service),
                Purpose.of(purpose)
                        .orElseThrow(() -> new InvalidRequestException(
                                "purpose is unknown; allowed are %s".formatted(Purpose.names()))));
    }

    /** The duty an alias names, if it is of the form {@code service:purpose} with names that exist. */
    public static Optional<Duty> named(KeyAlias alias) {
        int colon = alias.value().indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String service = alias.value().substring(0, colon);
        return Purpose.of(alias.value().substring(colon + 1))
                .flatMap(purpose -> SERVICES.stream()
                        .filter(known -> known.value().equals(service))
                        .findFirst()
                        .map(known -> new Duty(known, purpose)));
    }

    /** The name under which callers use the duty's key. */
    public KeyAlias alias() {
        return new KeyAlias(toString());
    }

    @Override
    public String toString() {
        return service + ":" + purpose.text();
    }
}
