package com.sphereon.kms.http.token;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a token says whose call it is.
 *
 * @param tenantClaims names of claims that may hold the tenant; those present must agree
 * @param rolesClaim claim with the roles; where no claim has this very name, dots lead into nested objects
 * @param roleNames values that mean a role; a role that is not in the map goes by its own name
 * @param serviceClaim claim that narrows a token to the duties of one service
 */
public record ClaimSettings(
        List<String> tenantClaims, String rolesClaim, Map<Role, Set<String>> roleNames, String serviceClaim) {

    /** The claims {@code tenant_id}, {@code roles} and {@code kms_service}. */
    public static final ClaimSettings DEFAULT =
            new ClaimSettings(List.of("tenant_id"), "roles", Map.of(), "kms_service");

    /** @throws IllegalArgumentException when a name is empty or missing */
    public ClaimSettings {
        tenantClaims = List.copyOf(tenantClaims);
        roleNames = complete(roleNames);
        if (tenantClaims.isEmpty() || tenantClaims.contains("") || rolesClaim.isEmpty() || serviceClaim.isEmpty()) {
            throw new IllegalArgumentException("the names of claims must not be empty");
        }
    }

    private static Map<Role, Set<String>> complete(Map<Role, Set<String>> given) {
        Map<Role, Set<String>> names = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            names.put(role, Set.copyOf(given.getOrDefault(role, Set.of(role.id()))));
        }
        return Map.copyOf(names);
    }
}
