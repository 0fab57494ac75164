package com.sphereon.kms.http.token;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.model.TenantId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads who makes a call from the claims of a verified token. Nothing is folded, trimmed or guessed. */
final class IdentityReader {
    /** Who acts, the first that is present. */
    private static final List<String> SUBJECT_CLAIMS = List.of("sub", "client_id", "azp");

    /** Stands in where only the form of a subject is to be checked. */
    private static final TenantId NO_TENANT = new TenantId("none");

    private final ClaimSettings settings;

    IdentityReader(ClaimSettings settings) {
        this.settings = settings;
    }

    /** @throws TokenRefusedException when a claim that is needed is missing or not of its form */
    Identity read(Map<String, ?> claims) {
        String subject = subject(claims);
        Optional<TenantId> tenant = tenant(claims);
        Optional<ServiceName> service = service(claims);
        Set<Role> roles = roles(claims);
        if (roles.isEmpty()) {
            throw Refusal.ROLE.asException();
        }
        if (tenant.isEmpty() && !roles.contains(Role.PLATFORM_ADMIN)) {
            throw Refusal.TENANT.asException();
        }
        boolean usesKeys = roles.contains(Role.SERVICE);
        return new Identity(tenant.map(id -> new Caller(id, subject, service, usesKeys)), roles);
    }

    private static String subject(Map<String, ?> claims) {
        String name = SUBJECT_CLAIMS.stream()
                .filter(claims::containsKey)
                .findFirst()
                .orElseThrow(Refusal.SUBJECT::asException);
        return value(claims, name, Refusal.SUBJECT, text -> new Caller(NO_TENANT, text).subject());
    }

    private Optional<TenantId> tenant(Map<String, ?> claims) {
        List<TenantId> named = settings.tenantClaims().stream()
                .filter(claims::containsKey)
                .map(name -> value(claims, name, Refusal.TENANT, TenantId::new))
                .distinct()
                .toList();
        if (named.size() > 1) {
            throw Refusal.TENANT.asException();
        }
        return named.stream().findFirst();
    }

    private Optional<ServiceName> service(Map<String, ?> claims) {
        String name = settings.serviceClaim();
        return claims.containsKey(name)
                ? Optional.of(value(claims, name, Refusal.SERVICE, ServiceName::new))
                : Optional.empty();
    }

    private static <T> T value(Map<String, ?> claims, String name, Refusal refusal, Function<String, T> type) {
        if (claims.get(name) instanceof String text) {
            try {
                return type.apply(text);
            } catch (InvalidRequestException e) {
                throw refusal.asException();
            }
        }
        throw refusal.asException();
    }

    private Set<Role> roles(Map<String, ?> claims) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String value : texts(rolesClaim(claims))) {
            settings.roleNames().forEach((role, names) -> {
                if (names.contains(value)) {
                    roles.add(role);
                }
            });
        }
        return roles;
    }

    private @Nullable Object rolesClaim(Map<String, ?> claims) {
        if (claims.containsKey(settings.rolesClaim())) {
            return claims.get(settings.rolesClaim());
        }
        Object found = claims;
        for (String step : settings.rolesClaim().split("\\.", -1)) {
            found = found instanceof Map<?, ?> members ? members.get(step) : null;
        }
        return found;
    }

    /** The texts of an array, or of a string with spaces between them as {@code scope} has (RFC 8693 section 4.2). */
    private static List<String> texts(@Nullable Object claim) {
        if (claim instanceof String text) {
            return Arrays.asList(text.split(" ", -1));
        }
        return claim instanceof List<?> values
                ? values.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }
}
