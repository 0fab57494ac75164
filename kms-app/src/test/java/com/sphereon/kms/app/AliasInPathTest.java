package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a key may be called, it can be fetched and deleted by that name, and the header Location leads to it. */
class AliasInPathTest {
    private static RunningKms kms;
    private static KmsClient client;

    @BeforeAll
    static void start(@TempDir Path dataDirectory) {
        kms = RunningKms.start(dataDirectory);
        client = kms.client();
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    /** Each visible character of ASCII that is no letter or digit, and aliases as people and standards write them. */
    static Stream<String> aliases() {
        Stream<String> characters = IntStream.rangeClosed('!', '~')
                .filter(c -> !Character.isLetterOrDigit(c))
                .mapToObj(c -> "a" + (char) c + "b");
        Stream<String> examples = Stream.of(
                "issuer:credential-signing",
                "did:web:example.com#key-1",
                "https://example.com/keys?id=1&x=2",
                "a/b/../c",
                "%2F",
                "%00",
                "...",
                "generate",
                "import",
                "register",
                "-".repeat(512));
        return Stream.concat(characters, examples);
    }

    @ParameterizedTest
    @MethodSource("aliases")
    void location_ofANewKey_leadsToIt(String alias) {
        assertLeadsToTheKey("/keys", alias);
    }

    @Test
    void location_ofANewKeyAtAProvider_leadsToIt() {
        assertLeadsToTheKey("/providers/" + RunningKms.PROVIDER + "/keys", "issuer:credential-signing");
        assertLeadsToTheKey("/providers/" + RunningKms.PROVIDER + "/keys", "a/b?c=d#e%2F");
    }

    private static void assertLeadsToTheKey(String path, String alias) {
        Answer created =
                client.post(path, Json.object("alias", alias, "alg", "ED25519")).expect(201);
        String location = created.header("Location").orElseThrow();

        assertThat(location).isEqualTo(KmsClient.BASE_PATH + path + "/" + Uris.segment(alias));
        JsonNode info = client.getAtRoot(location).expect(200).at("/keyInfo");
        assertThat(info.get("alias").textValue()).isEqualTo(alias);
        assertThat(info.get("kid")).isEqualTo(created.at("/keyPair/kid"));
        client.delete(path + "/" + Uris.segment(alias)).expect(204);
    }
}
