package com.sphereon.kms.wire;

import static com.sphereon.kms.wire.WireFixture.EC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.service.ResolveKey;
import com.sphereon.kms.core.service.ResolvedKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResolverMappingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void request_everything_isRead() {
        KeyInfo keyInfo = new KeyInfo(
                "k", WireFixture.jwk(EC), null, null, List.of("MIIB"), null, null, null, null, null, null, null, null);
        ResolveKey wish = ResolverMapping.toDomain(new ResolvePublicKeyRequest(keyInfo, "X5C", List.of("MIIC"), true));
        assertThat(wish.method()).contains(ResolveKey.Method.X5C);
        assertThat(wish.x5c()).containsExactly("MIIB");
        assertThat(wish.trustedCertificates()).containsExactly("MIIC");
        assertThat(wish.verifyChain()).isTrue();
        assertThat(wish.selection().publicKey()).isPresent();
    }

    @Test
    void request_unknownMethodOrNothing_isRefused() {
        assertThatThrownBy(() -> ResolverMapping.toDomain(
                        new ResolvePublicKeyRequest(WireFixture.keyInfo("a", null, null, null), "DID", null, null)))
                .hasMessage("identifierMethod 'DID' is not allowed; allowed are JWK, KID, X5C");
        assertThatThrownBy(() -> ResolverMapping.toDomain(new ResolvePublicKeyRequest(null, null, null, null)))
                .hasMessage("keyInfo is missing");
    }

    @Test
    void answer_shownKey_repeatsThePublicHalfOnly() {
        Map<String, String> members = new HashMap<>(EC);
        members.put("kid", "inner");
        ResolvePublicKeyRequest request = new ResolvePublicKeyRequest(
                WireFixture.keyInfo(null, "outer", null, WireFixture.jwk(members)), null, null, null);
        JsonNode answer = JSON.valueToTree(ResolverMapping.toWire(
                request, new ResolvedKey(PublicKeyMaterial.fromJwk(EC), Optional.empty(), List.of())));
        assertThat(answer.at("/key/d").isMissingNode()).isTrue();
        assertThat(answer.at("/key/x").asText()).isEqualTo(EC.get("x"));
        assertThat(answer.get("kid").asText()).isEqualTo("inner");
        assertThat(answer.get("keyType").asText()).isEqualTo("EC");
        assertThat(answer.has("alias")).isFalse();
    }

    @Test
    void answer_ownKey_isTheFullDescription() {
        ResolvePublicKeyRequest request = new ResolvePublicKeyRequest(
                WireFixture.keyInfo("issuer:credential-signing", null, null, null), null, null, null);
        KeyInfo answer = ResolverMapping.toWire(
                request,
                new ResolvedKey(PublicKeyMaterial.fromJwk(EC), Optional.of(WireFixture.ec(List.of())), List.of()));
        assertThat(answer).isEqualTo(KeyInfoMapping.toWire(WireFixture.ec(List.of())));
    }

    @Test
    void registration_bothWays_keepsTheNames() {
        RegisterKeyReferenceResponse answer = RegisterKeyMapping.toWire(WireFixture.ec(List.of()));
        assertThat(answer.registered()).isTrue();
        assertThat(answer.alias()).isEqualTo("issuer:credential-signing");
        assertThat(RegisterKeyMapping.toDomain(new RegisterKeyReferenceRequest("aws-eu", "alias/x", "k"))
                        .kid()
                        .orElseThrow())
                .hasToString("k");
        assertThatThrownBy(() -> RegisterKeyMapping.toDomain(new RegisterKeyReferenceRequest(null, "a", null)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.KMS_LOGICAL_PROVIDER_ID_REQUIRED));
        assertThatThrownBy(() -> RegisterKeyMapping.toDomain(new RegisterKeyReferenceRequest("aws-eu", null, null)))
                .hasMessage("alias is missing");
    }

    @Test
    void error_both_formsAgree() {
        JsonNode error = JSON.valueToTree(ErrorResponse.of("CONFLICT", "taken"));
        assertThat(error.toString())
                .isEqualTo("{\"code\":\"CONFLICT\",\"message\":\"taken\","
                        + "\"error\":{\"code\":\"CONFLICT\",\"message\":\"taken\"}}");
    }
}
