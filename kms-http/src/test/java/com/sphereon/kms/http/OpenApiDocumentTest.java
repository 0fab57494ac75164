package com.sphereon.kms.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.provider.software.SoftwareSignatureVerifier;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final OpenApiDocument document = new OpenApiDocument("/api/kms/v1", "1.2.3", true);
    private final KeyManagementService kms = KeyManagementService.builder()
            .persistence(new InMemoryPersistence())
            .verifier(new SoftwareSignatureVerifier())
            .build();

    @Test
    void document_operations_areExactlyTheRoutesThatAreServed() {
        Set<String> served = new TreeSet<>();
        add(
                served,
                KmsHttp.apiRoutes(
                        kms, new AnonymousAccess(new TenantId("default"), "127.0.0.1"), HttpFixture.settings("")));
        add(
                served,
                new OperationsHttpAdapter(
                                kms, new BuildInfo("", "", "", ""), document, new Metrics(), new AtomicBoolean())
                        .routes());
        assertThat(described()).isEqualTo(served);
    }

    @Test
    void document_placeholders_areReplaced() {
        JsonNode json = Json.read(document.bytes(), JsonNode.class);
        assertThat(json.at("/openapi").asText()).startsWith("3.1");
        assertThat(json.at("/info/version").asText()).isEqualTo("1.2.3");
        assertThat(json.at("/servers/0/url").asText()).isEqualTo("/api/kms/v1");
    }

    @Test
    void document_security_isThatOfTheServer() {
        JsonNode secured = Json.read(document.bytes(), JsonNode.class);
        assertThat(secured.at("/security/0/bearer").isArray()).isTrue();
        assertThat(secured.at("/paths/~1health/get/security")).isEmpty();
        assertThat(secured.at("/paths/~1keys/get/security").isMissingNode()).isTrue();
        JsonNode open = Json.read(new OpenApiDocument("", "1", false).bytes(), JsonNode.class);
        assertThat(open.at("/security").isArray()).isTrue();
        assertThat(open.at("/security")).isEmpty();
    }

    @Test
    void document_operationIds_areUnique() {
        List<String> ids =
                Json.read(document.bytes(), JsonNode.class).at("/paths").findValuesAsText("operationId");
        assertThat(ids).doesNotHaveDuplicates().hasSize(described().size());
    }

    private Set<String> described() {
        Set<String> operations = new TreeSet<>();
        JsonNode paths = Json.read(document.bytes(), JsonNode.class).at("/paths");
        paths.fieldNames()
                .forEachRemaining(path -> paths.get(path).fieldNames().forEachRemaining(method -> {
                    String name = method.toUpperCase(Locale.ROOT);
                    if (METHODS.contains(name)) {
                        operations.add(name + " " + path);
                    }
                }));
        return operations;
    }

    private static void add(Set<String> operations, List<Route> routes) {
        routes.forEach(route -> operations.add(route.method().name() + " " + route.path()));
    }
}
