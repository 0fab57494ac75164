package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which provider can do something, asked of a server with one of each type; no backend is reached for that. */
class ProviderQueryTest {
    private static final String QUERY = "/providers/query";
    private static final String BEST = QUERY + "/best";

    /** In the order of the answers: the default one, that of the tenant, those of the platform. */
    private static final List<String> ALL = List.of(RunningKms.PROVIDER, "tenants-own", "aws", "csc-seals", "hsm");

    private static RunningKms kms;
    private static KmsClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        kms = RunningKms.start(folder.resolve("data"));
        client = kms.client();
        String secret = "file:" + Files.writeString(folder.resolve("secret"), "secret");
        register(
                "hsm",
                "AZURE_KEYVAULT",
                "{'keyvaultUrl':'https://hsm.invalid','hsmType':'MANAGED_HSM',"
                        + "'credentialMode':'MANAGED_IDENTITY'}");
        register(
                "csc-seals",
                "CSC",
                "{'baseUrl':'https://csc.invalid','tokenUrl':'https://csc.invalid/token',"
                        + "'clientId':'client','tenantCredentials':'*','clientSecret':'" + secret + "'}");
        register("aws", "AWS_KMS", "{'region':'eu-west-1'}");
        client.post(
                        "/providers",
                        body("tenants-own", "SOFTWARE", "{'keyStore':{'type':'MEMORY'}}")
                                .put("ownership", "TENANT")
                                .put("tenantId", "default")
                                .put("sharedWithAll", false))
                .expect(201);
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    private static ObjectNode body(String id, String type, String configuration) {
        return Json.object("providerId", id, "type", type, "sharedWithAll", true, "configuration", json(configuration));
    }

    private static void register(String id, String type, String configuration) {
        client.post("/providers", body(id, type, configuration)).expect(201);
    }

    private static JsonNode json(String quoted) {
        return Json.parse(quoted.replace('\'', '"'));
    }

    private static List<String> matches(String query) {
        return client.post(QUERY, json(query)).expect(200).at("/matches").findValuesAsText("providerId").stream()
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | software-default tenants-own aws csc-seals hsm",
                "{'operation':null,'requiresKeyImport':false} | software-default tenants-own aws csc-seals hsm",
                "{'operation':'SIGN'} | software-default tenants-own aws csc-seals hsm",
                "{'operation':'ENCRYPT'} | software-default tenants-own aws hsm",
                "{'operation':'KEY_AGREEMENT'} | software-default tenants-own aws",
                "{'operation':'REGISTER_KEY_REFERENCE'} | aws csc-seals hsm",
                "{'operation':'EC_POINT_MULTIPLY'} |",
                "{'operation':'ATTESTATION'} |",
                "{'cryptoAlgorithm':'RSA'} | software-default tenants-own aws csc-seals hsm",
                "{'cryptoAlgorithm':'SHA256_WITH_RSA'} | software-default tenants-own aws csc-seals hsm",
                "{'cryptoAlgorithm':'HMAC'} | software-default tenants-own aws",
                "{'cryptoAlgorithm':'X448'} | software-default tenants-own",
                "{'cryptoAlgorithm':'ED25519'} | software-default tenants-own aws",
                "{'digestAlgorithm':'SHA512'} | software-default tenants-own aws csc-seals hsm",
                "{'digestAlgorithm':'NONE'} | software-default tenants-own aws",
                "{'digestAlgorithm':'SHA3_256'} |",
                "{'signatureAlgorithm':'ES256K'} | software-default tenants-own aws hsm",
                "{'signatureAlgorithm':'HMAC_SHA384'} | software-default tenants-own aws",
                "{'signatureAlgorithm':'ECKA_DH_SHA256'} | software-default tenants-own aws",
                "{'contentEncryptionAlgorithm':'A256GCM'} | software-default tenants-own aws hsm",
                "{'contentEncryptionAlgorithm':'A128GCM'} | software-default tenants-own hsm",
                "{'contentEncryptionAlgorithm':'A256CBC_HS512'} | software-default tenants-own",
                "{'curve':'secp256k1'} | software-default tenants-own aws hsm",
                "{'curve':'Ed448'} | software-default tenants-own",
                "{'keyType':'OCT'} | software-default tenants-own aws hsm",
                "{'keyType':'OKP'} | software-default tenants-own aws",
                "{'storageType':'EPHEMERAL'} | tenants-own",
                "{'storageType':'HARDWARE'} | aws hsm",
                "{'storageType':'NONE'} |",
                "{'requiresHardwareBacking':true} | aws hsm",
                "{'requiresAttestation':true} |",
                "{'requiresKeyExport':true} |",
                "{'requiresKeyImport':true} | software-default tenants-own aws hsm",
                "{'identifierMethod':'KID'} | software-default tenants-own aws csc-seals hsm",
                "{'identifierMethod':'JWK'} | software-default tenants-own aws csc-seals hsm",
                "{'identifierMethod':'X5C'} |",
                "{'identifierMethod':'DID'} |",
                "{'identifierMethod':'COSE_KEY'} |",
                "{'providerType':'aws_kms'} | aws",
                "{'providerType':'CSC'} | csc-seals",
                "{'providerType':'Software'} |",
                "{'providerType':'tpm'} |",
                "{'providerType':''} |",
            })
    void query_eachCriterion_isMetByThoseThatCan(String query, String expected) {
        assertThat(matches(query)).containsExactly(split(expected));
    }

    /** Each half of these some provider can do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'operation':'SIGN','signatureAlgorithm':'ECDSA_SHA256','curve':'P-256'} | software-default tenants-own aws csc-seals hsm",
                "{'operation':'SIGN','signatureAlgorithm':'ECDSA_SHA256','curve':'P-384'} |",
                "{'operation':'SIGN_DIGEST','signatureAlgorithm':'ED25519'} |",
                "{'operation':'SIGN_DIGEST','curve':'Ed25519'} |",
                "{'operation':'SIGN','contentEncryptionAlgorithm':'A256GCM'} |",
                "{'operation':'SIGN','curve':'X25519'} |",
                "{'operation':'KEY_AGREEMENT','curve':'X25519'} | software-default tenants-own",
                "{'operation':'KEY_AGREEMENT','curve':'Ed25519'} |",
                "{'operation':'WRAP_KEY','keyType':'OCT'} | software-default tenants-own hsm",
                "{'operation':'WRAP_KEY','keyType':'RSA'} | software-default tenants-own aws hsm",
                "{'operation':'WRAP_KEY','keyType':'EC'} |",
                "{'operation':'GENERATE_KEY','signatureAlgorithm':'RSA_SHA256'} | software-default tenants-own aws hsm",
                "{'operation':'GENERATE_KEY','signatureAlgorithm':'RSA_SHA256','keyType':'EC'} |",
                "{'operation':'GENERATE_KEY','cryptoAlgorithm':'HMAC','requiresHardwareBacking':true} | aws",
                "{'keyType':'EC','curve':'Ed25519'} |",
                "{'keyType':'RSA','cryptoAlgorithm':'ECDSA'} |",
                "{'curve':'Ed25519','cryptoAlgorithm':'X25519'} |",
                "{'digestAlgorithm':'SHA384','signatureAlgorithm':'ECDSA_SHA256'} |",
                "{'digestAlgorithm':'SHA384','signatureAlgorithm':'RSA_SHA384','storageType':'HARDWARE'} | aws hsm",
                "{'digestAlgorithm':'SHA256','contentEncryptionAlgorithm':'A256GCM'} |",
                "{'providerType':'aws_kms','requiresHardwareBacking':true,'requiresKeyImport':true} | aws",
                "{'providerType':'aws_kms','storageType':'EPHEMERAL'} |",
                "{'providerType':'aws_kms','requiresKeyExport':true} |",
                "{'providerType':'csc','operation':'GENERATE_KEY'} |",
            })
    void query_severalCriteria_areMetTogetherOrNotAtAll(String query, String expected) {
        assertThat(matches(query)).containsExactly(split(expected));
    }

    private static String[] split(String expected) {
        return expected == null ? new String[0] : expected.split(" ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'operation':'sign'} | operation 'sign' is not allowed; allowed are IMPORT_KEY",
                "{'operation':''} | operation '' is not allowed",
                "{'operation':7} | operation",
                "{'cryptoAlgorithm':'EC'} | cryptoAlgorithm 'EC' is not allowed; allowed are RSA, SHA256_WITH_RSA",
                "{'digestAlgorithm':'SHA1'} | digestAlgorithm 'SHA1' is not allowed; allowed are NONE, SHA256",
                "{'signatureAlgorithm':'ES256'} | signatureAlgorithm 'ES256' is not allowed",
                "{'signatureAlgorithm':'ED448'} | signatureAlgorithm 'ED448' is not allowed",
                "{'contentEncryptionAlgorithm':'A256CBC-HS512'} | contentEncryptionAlgorithm 'A256CBC-HS512'",
                "{'curve':'P_256'} | curve 'P_256' is not allowed; allowed are P-256",
                "{'keyType':'oct'} | keyType 'oct' is not allowed; allowed are EC, RSA, OKP, OCT",
                "{'storageType':'DISK'} | storageType 'DISK' is not allowed",
                "{'identifierMethod':'kid'} | identifierMethod 'kid' is not allowed; allowed are JWK, KID",
                "{'requiresHardwareBacking':'yes'} | requiresHardwareBacking",
                "{'requiresKeyImport':[]} | requiresKeyImport",
                "{'providerType':{}} | providerType",
                "{'identifierMethod':'DID','keyType':'x'} | keyType 'x' is not allowed",
            })
    void query_unknownConstant_isRefusedByName(String query, String said) {
        client.post(QUERY, json(query)).expectError(400, said);
        client.post(BEST, json(query)).expectError(400, said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "\"SIGN\""})
    void query_noObject_isRefused(String body) {
        client.post(QUERY, body).expect(400);
        client.post(BEST, body).expect(400);
    }

    @Test
    void query_answer_theContractsMembers() {
        JsonNode answer = client.post(QUERY, json("{'requiresHardwareBacking':true,'unknown':1}"))
                .expect(200)
                .json();

        assertThat(answer.at("/totalProviders").intValue()).isEqualTo(ALL.size());
        assertThat(answer.at("/matchCount").intValue()).isEqualTo(2);
        assertThat(answer.at("/matches")).hasSize(2);
        assertThat(answer.at("/matches/0/matchScore").intValue()).isEqualTo(100);
        assertThat(answer.at("/matches/0/capabilities"))
                .isEqualTo(client.get("/providers/aws/capabilities").expect(200).at("/capabilities"));
        assertThat(client.post(QUERY, json("{'requiresKeyExport':true}"))
                        .expect(200)
                        .text())
                .isEqualTo("{\"matches\":[],\"totalProviders\":5,\"matchCount\":0}");
    }

    @Test
    void best_isTheFirstOfAllMatches_andAbsentWhenThereIsNone() {
        for (String query : List.of("{}", "{'storageType':'EPHEMERAL'}", "{'storageType':'HARDWARE'}")) {
            JsonNode all = client.post(QUERY, json(query)).expect(200).at("/matches/0");
            assertThat(client.post(BEST, json(query)).expect(200).at("/match")).isEqualTo(all);
        }
        for (String query :
                List.of("{'requiresAttestation':true}", "{'identifierMethod':'DID'}", "{'providerType':'tpm'}")) {
            assertThat(client.post(BEST, json(query)).expect(200).text()).isEqualTo("{}");
        }
    }

    @Test
    void paths_literal_winOverProvidersOfThatName() {
        register("query", "SOFTWARE", "{'keyStore':{'type':'MEMORY'}}");

        assertThat(matches("{'providerType':'tpm'}")).isEmpty();
        assertThat(client.get(QUERY).expect(200).textAt("/providerId")).isEqualTo("query");
        client.send("DELETE", QUERY, BodyPublishers.noBody(), "If-Match", "*").expect(204);
        client.get(QUERY).expect(404);
        client.get(BEST).expect(405);
    }
}
