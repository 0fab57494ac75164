package com.sphereon.kms.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.http.token.FakeIssuer;
import com.sphereon.kms.http.token.MovableClock;
import com.sphereon.kms.http.token.Refusal;
import com.sphereon.kms.http.token.Role;
import com.sphereon.kms.http.token.TestTokens;
import com.sphereon.kms.http.token.TokenSettings;
import com.sphereon.kms.provider.software.SoftwareSignatureVerifier;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what: the table of the code, that of the document, and what a running server does. */
class RightTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "security.md");
    private static final ECKey KEY = TestTokens.ec("key", Curve.P_256);
    private static final FakeIssuer issuer = new FakeIssuer("https://issuer.test", KEY);
    private static HttpFixture kms;

    @BeforeAll
    static void start() {
        kms = new HttpFixture(
                "", new CountingPersistence(), TokenSettings.of(List.of(issuer.settings())), new MovableClock());
    }

    @AfterAll
    static void stop() {
        kms.close();
        issuer.close();
    }

    /** Written down once more, by route and role as the product says, so that a slip in the table shows. */
    private static Map<String, Set<Role>> promised() {
        Set<Role> all = Set.of(Role.values());
        Set<Role> ofTenants = Set.of(Role.SERVICE, Role.TENANT_ADMIN, Role.AUDITOR);
        Set<Role> makers = Set.of(Role.SERVICE, Role.TENANT_ADMIN);
        Set<Role> watchers = Set.of(Role.TENANT_ADMIN, Role.AUDITOR);
        Set<Role> admins = Set.of(Role.TENANT_ADMIN);
        Map<String, Set<Role>> promised = new TreeMap<>();
        for (String prefix : List.of("", "/providers/{providerId}")) {
            promised.put("GET " + prefix + "/keys", ofTenants);
            promised.put("GET " + prefix + "/keys/{aliasOrKid}", ofTenants);
            promised.put("DELETE " + prefix + "/keys/{aliasOrKid}", admins);
            promised.put("POST " + prefix + "/keys", makers);
            promised.put("POST " + prefix + "/keys/generate", makers);
            promised.put("POST " + prefix + "/keys/import", makers);
            promised.put("GET " + prefix + "/capabilities", all);
        }
        promised.put("POST /keys/register", admins);
        promised.put("GET /keys/{aliasOrKid}/versions", ofTenants);
        promised.put("GET /keys/{aliasOrKid}/jwks", ofTenants);
        promised.put("GET /jwks", ofTenants);
        promised.put("POST /keys/{aliasOrKid}/state", admins);
        promised.put("DELETE /keys/{aliasOrKid}/destruction", admins);
        promised.put("POST /keys/{aliasOrKid}/rotations", admins);
        promised.put("DELETE /keys/{aliasOrKid}/rotations/{rotationId}", admins);
        promised.put("PUT /keys/{aliasOrKid}/rotation-policy", admins);
        promised.put("DELETE /keys/{aliasOrKid}/rotation-policy", admins);
        promised.put("GET /keys/{aliasOrKid}/rotations", watchers);
        promised.put("GET /keys/{aliasOrKid}/rotations/{rotationId}", watchers);
        promised.put("GET /keys/{aliasOrKid}/rotation-policy", watchers);
        promised.put("GET /signing-keys", watchers);
        promised.put("GET /signing-keys/{service}/{purpose}", watchers);
        promised.put("PUT /signing-keys/{service}/{purpose}", admins);
        promised.put("DELETE /signing-keys/{service}/{purpose}", admins);
        promised.put("GET /provider-integrations", watchers);
        promised.put("POST /provider-integrations", admins);
        promised.put("GET /provider-integrations/{id}", watchers);
        promised.put("PUT /provider-integrations/{id}", admins);
        promised.put("DELETE /provider-integrations/{id}", admins);
        promised.put("POST /providers/query", all);
        promised.put("POST /providers/query/best", all);
        promised.put("GET /providers", all);
        promised.put("GET /providers/{providerId}", all);
        Set<Role> platform = Set.of(Role.PLATFORM_ADMIN);
        promised.put("POST /providers", platform);
        promised.put("PUT /providers/{providerId}", platform);
        promised.put("DELETE /providers/{providerId}", platform);
        promised.put("GET /providers/{providerId}/configuration", platform);
        promised.put("POST /providers/{providerId}/validate", platform);
        promised.put("GET /resolvers", ofTenants);
        promised.put("GET /resolvers/{resolverId}", ofTenants);
        promised.put("POST /resolvers/{resolverId}/resolve", ofTenants);
        promised.put("GET /audit/events", watchers);
        promised.put("GET /audit/events/{index}", watchers);
        promised.put("GET /audit/status", ofTenants);
        promised.put("GET /audit/checkpoint", ofTenants);
        promised.put("GET /audit/checkpoints", ofTenants);
        promised.put("GET /audit/proofs/inclusion", ofTenants);
        promised.put("GET /audit/proofs/consistency", ofTenants);
        promised.put("POST /signatures/raw/create", Set.of(Role.SERVICE));
        promised.put("POST /signatures/raw/verify", ofTenants);
        for (String operation : List.of("encrypt", "decrypt", "wrap", "unwrap", "key-agreement")) {
            promised.put("POST /encryption/" + operation, Set.of(Role.SERVICE));
        }
        return promised;
    }

    private static List<Route> routes() {
        KeyManagementService service = KeyManagementService.builder()
                .persistence(new InMemoryPersistence())
                .verifier(new SoftwareSignatureVerifier())
                .build();
        return KmsHttp.apiRoutes(
                service, new AnonymousAccess(new TenantId("default"), "127.0.0.1"), HttpFixture.settings(""));
    }

    static Stream<String> operations() {
        return routes().stream().map(RightTest::name);
    }

    private static String name(Route route) {
        return route.method().name() + " " + route.path();
    }

    private static Set<Role> holders(Right right) {
        return Arrays.stream(Role.values()).filter(right::isOf).collect(Collectors.toSet());
    }

    @Test
    void route_ofTheApi_hasTheRightThatWasPromised() {
        Map<String, Set<Role>> actual =
                routes().stream().collect(Collectors.toMap(RightTest::name, route -> holders(route.right())));
        assertThat(new TreeMap<>(actual)).isEqualTo(promised());
        assertThat(routes()).noneMatch(route -> route.right().isOpen());
    }

    @Test
    void table_ofTheDocument_isThatOfTheCode() throws IOException {
        List<List<String>> rows = rowsUnder("| Right |");
        assertThat(rows.getFirst())
                .isEqualTo(Stream.concat(
                                Stream.of("Right", "Routes"),
                                Arrays.stream(Role.values()).map(role -> "`" + role.id() + "`"))
                        .toList());
        Map<String, Set<Route>> byRight = routes().stream()
                .collect(Collectors.groupingBy(route -> route.right().id(), Collectors.toSet()));
        Set<String> documented = new LinkedHashSet<>();
        for (List<String> row : rows.subList(2, rows.size())) {
            Right right = Arrays.stream(Right.values())
                    .filter(one -> row.getFirst().equals("`" + one.id() + "`"))
                    .findAny()
                    .orElseThrow(() -> new AssertionError("no such right: " + row));
            documented.add(right.id());
            assertThat(Set.of(row.get(1).replace("`", "").split(", ")))
                    .as(right.id())
                    .isEqualTo(byRight.get(right.id()).stream()
                            .map(RightTest::name)
                            .collect(Collectors.toSet()));
            assertThat(row.subList(2, row.size()))
                    .as(right.id())
                    .isEqualTo(Arrays.stream(Role.values())
                            .map(role -> right.isOf(role) ? "yes" : "no")
                            .toList());
        }
        assertThat(documented).isEqualTo(byRight.keySet());
    }

    private static List<List<String>> rowsUnder(String heading) throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith(heading))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void server_eachRole_mayWhatWasPromised(String operation) {
        for (Role role : Role.values()) {
            HttpResponse<String> answer = call(operation, token(List.of(role.id())));
            if (promised().get(operation).contains(role)) {
                assertThat(answer.statusCode()).as("%s as %s", operation, role).isNotIn(401, 403);
            } else {
                TokenMatrixTest.assertRefused(answer, Refusal.RIGHT);
            }
        }
        TokenMatrixTest.assertRefused(call(operation, token(List.of("nobody"))), Refusal.ROLE);
    }

    /** A body that is not even JSON: whoever has the right gets to the point where that is said. */
    private static HttpResponse<String> call(String operation, String token) {
        String[] parts = operation.split(" ");
        String path = parts[1].replace("{providerId}", HttpFixture.PROVIDER)
                .replace("{resolverId}", "default")
                .replace("{service}", "issuer")
                .replace("{purpose}", "credential-signing")
                .replace("{rotationId}", "00000000-0000-0000-0000-000000000001")
                .replace("{id}", "00000000-0000-0000-0000-000000000001")
                .replace("{index}", "0")
                .replace("{aliasOrKid}", "unknown");
        return kms.as(token, parts[0], path, parts[0].matches("POST|PUT") ? "no json" : null);
    }

    private static String token(List<String> roles) {
        return TestTokens.sign(KEY, JWSAlgorithm.ES256, issuer.claims("roles", roles));
    }

    @Test
    void roles_several_makeTheUnion() {
        String both = token(List.of("auditor", "service", "unknown"));
        assertThat(kms.as(both, "POST", "/keys", "{\"alias\":\"union\"}").statusCode())
                .isEqualTo(201);
        assertThat(call("POST /signatures/raw/create", both).statusCode()).isEqualTo(400);
        TokenMatrixTest.assertRefused(kms.as(both, "DELETE", "/keys/union", null), Refusal.RIGHT);
        assertThat(kms.as(token(List.of("auditor", "tenant-admin")), "DELETE", "/keys/union", null)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void platformAdmin_withoutTenant_seesProvidersOnly() {
        Map<String, Object> claims = issuer.claims("tenant_id", null);
        claims.put("roles", List.of("platform-admin"));
        String token = TestTokens.sign(KEY, JWSAlgorithm.ES256, claims);
        for (String path : List.of("/providers", "/capabilities", "/providers/" + HttpFixture.PROVIDER)) {
            assertThat(kms.as(token, "GET", path, null).statusCode()).as(path).isEqualTo(200);
        }
        TokenMatrixTest.assertRefused(kms.as(token, "GET", "/keys", null), Refusal.RIGHT);
        claims.put("roles", List.of("platform-admin", "tenant-admin", "service"));
        String more = TestTokens.sign(KEY, JWSAlgorithm.ES256, claims);
        assertThat(kms.as(more, "GET", "/providers", null).statusCode()).isEqualTo(200);
        for (String operation : operations().toList()) {
            if (!operation.contains("capabilities")
                    && !operation.contains("/providers/query")
                    && !operation.matches("GET /(providers(/[^/]*)?|resolvers.*)")) {
                TokenMatrixTest.assertRefused(call(operation, more), Refusal.TENANT);
            }
        }
    }

    @Test
    void tenant_missingForOtherRoles_isRefusedOnEveryRoute() {
        Map<String, Object> claims = issuer.claims("tenant_id", null);
        claims.put("roles", List.of("service", "tenant-admin", "auditor"));
        String token = TestTokens.sign(KEY, JWSAlgorithm.ES256, claims);
        operations().forEach(operation -> TokenMatrixTest.assertRefused(call(operation, token), Refusal.TENANT));
    }

    @Test
    void operations_withoutToken_stayOpen() {
        for (String path : List.of("/health", "/ready", "/metrics", "/version", "/openapi.json")) {
            assertThat(kms.send("GET", path, null).statusCode()).as(path).isEqualTo(200);
            assertThat(kms.send("HEAD", path, null).statusCode()).as(path).isEqualTo(200);
        }
        for (String path : List.of("/", "/keys", "/nothing", "/healthy", "/health/x", "/HEALTH", "/metrics/x")) {
            TokenMatrixTest.assertRefused(kms.send("GET", path, null), Refusal.MISSING);
        }
        assertThat(routes()).noneMatch(route -> route.method().equals(HandlerType.HEAD));
    }
}
