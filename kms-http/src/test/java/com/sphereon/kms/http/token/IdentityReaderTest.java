package com.sphereon.kms.http.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Claims under other names than the default ones. */
class IdentityReaderTest {
    private static final Map<String, Object> CLAIMS =
            Map.of("sub", "somebody", "tenant_id", "acme", "roles", List.of("service"));

    private static IdentityReader reader(List<String> tenantClaims, String rolesClaim, Map<Role, Set<String>> names) {
        return new IdentityReader(new ClaimSettings(tenantClaims, rolesClaim, names, "kms_service"));
    }

    private static IdentityReader roles(String claim) {
        return reader(List.of("tenant_id"), claim, Map.of());
    }

    private static IdentityReader tenants(String... claims) {
        return reader(List.of(claims), "roles", Map.of());
    }

    private static Map<String, Object> with(Object... namesAndValues) {
        Map<String, Object> claims = new HashMap<>(CLAIMS);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            claims.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return claims;
    }

    private static Map<String, Object> without(String name) {
        Map<String, Object> claims = with();
        claims.remove(name);
        return claims;
    }

    private static void assertRefused(IdentityReader reader, Map<String, Object> claims, Refusal refusal) {
        assertThatThrownBy(() -> reader.read(claims))
                .isInstanceOfSatisfying(
                        TokenRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    @Test
    void roles_inNestedObjects_areFound() {
        IdentityReader reader = roles("realm_access.roles");
        Map<String, Object> access = Map.of("roles", List.of("auditor", "offline_access"));
        assertThat(reader.read(with("realm_access", access)).roles()).containsExactly(Role.AUDITOR);
        assertRefused(reader, with("realm_access", Map.of("groups", List.of("auditor"))), Refusal.ROLE);
        assertRefused(reader, with("realm_access", List.of("auditor")), Refusal.ROLE);
        assertRefused(reader, with(), Refusal.ROLE);
    }

    @Test
    void roles_claimWithDotsInItsName_comesBeforeNestedObjects() {
        IdentityReader reader = roles("https://kms.test/roles");
        assertThat(reader.read(with("https://kms.test/roles", "auditor")).roles())
                .containsExactly(Role.AUDITOR);
        Map<String, Object> both = with("a.b", List.of("auditor"), "a", Map.of("b", List.of("service")));
        assertThat(roles("a.b").read(both).roles()).containsExactly(Role.AUDITOR);
    }

    @Test
    void roles_asText_areSplitAtSpacesOnly() {
        IdentityReader reader = roles("scope");
        assertThat(reader.read(with("scope", "openid tenant-admin auditor")).roles())
                .containsExactlyInAnyOrder(Role.TENANT_ADMIN, Role.AUDITOR);
        for (String text : List.of("service,auditor", "SERVICE", "service\tauditor", "", " ")) {
            assertRefused(reader, with("scope", text), Refusal.ROLE);
        }
    }

    @Test
    void roleNames_configured_replaceTheRolesOwnName() {
        IdentityReader reader =
                reader(List.of("tenant_id"), "roles", Map.of(Role.SERVICE, Set.of("kms.sign", "kms.use")));
        assertThat(reader.read(with("roles", List.of("kms.use", "auditor"))).roles())
                .containsExactlyInAnyOrder(Role.SERVICE, Role.AUDITOR);
        assertRefused(reader, with(), Refusal.ROLE);
    }

    @Test
    void tenantClaims_several_mustAgree() {
        IdentityReader reader = tenants("tenant_id", "realm", "tid");
        assertThat(reader.read(with()).caller().orElseThrow().tenant()).hasToString("acme");
        assertThat(reader.read(with("tid", "acme")).caller().orElseThrow().tenant())
                .hasToString("acme");
        assertRefused(reader, with("tid", "rival"), Refusal.TENANT);
        assertRefused(reader, with("realm", 1), Refusal.TENANT);
        assertRefused(reader, with("realm", "ACME"), Refusal.TENANT);
        assertRefused(reader, with("realm", null), Refusal.TENANT);
        assertRefused(tenants("realm"), with(), Refusal.TENANT);
    }

    @Test
    void subject_absent_isTheClient() {
        Map<String, Object> claims = without("sub");
        assertRefused(tenants("tenant_id"), claims, Refusal.SUBJECT);
        claims.put("azp", "a-party");
        assertThat(tenants("tenant_id").read(claims).caller().orElseThrow().subject())
                .isEqualTo("a-party");
        claims.put("client_id", "a-client");
        assertThat(tenants("tenant_id").read(claims).caller().orElseThrow().subject())
                .isEqualTo("a-client");
        claims.put("sub", "not visible");
        assertRefused(tenants("tenant_id"), claims, Refusal.SUBJECT);
    }

    @Test
    void platformAdmin_withoutTenant_isNobodysCaller() {
        Map<String, Object> claims = without("tenant_id");
        claims.put("roles", List.of("platform-admin"));
        assertThat(tenants("tenant_id").read(claims).caller()).isEmpty();
        claims.put("tenant_id", "Not Valid");
        assertRefused(tenants("tenant_id"), claims, Refusal.TENANT);
        claims.remove("tenant_id");
        claims.put("roles", List.of("tenant-admin"));
        assertRefused(tenants("tenant_id"), claims, Refusal.TENANT);
        claims.put("kms_service", "No Service");
        assertRefused(tenants("tenant_id"), claims, Refusal.SERVICE);
    }

    @Test
    void caller_withTheRoleOfAService_isTheOnlyOneWhoUsesKeys() {
        for (List<String> roles : List.of(List.of("service"), List.of("auditor", "service"))) {
            assertThat(roles("roles").read(with("roles", roles)).caller())
                    .hasValueSatisfying(caller -> assertThat(caller.usesKeys()).isTrue());
        }
        for (List<String> roles : List.of(List.of("tenant-admin"), List.of("auditor", "platform-admin"))) {
            assertThat(roles("roles").read(with("roles", roles)).caller())
                    .hasValueSatisfying(caller -> assertThat(caller.usesKeys()).isFalse());
        }
    }
}
