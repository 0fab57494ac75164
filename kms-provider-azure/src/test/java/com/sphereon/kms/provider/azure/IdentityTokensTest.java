package com.sphereon.kms.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.provider.remote.CredentialSource;
import com.sphereon.kms.provider.remote.RemoteFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What an identity was made of is wiped as soon as the identity is given up. */
class IdentityTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final TokenRequestContext REQUEST = new TokenRequestContext().addScopes("a/.default");

    private final List<SecretBytes> given = new ArrayList<>();
    private boolean makingFails;
    private boolean fetchingFails;

    @TempDir
    Path folder;

    private IdentityTokens tokens;

    @BeforeEach
    void open() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "a secret");
        tokens = new IdentityTokens(
                secret -> {
                    given.add(secret.orElseThrow());
                    require(!makingFails);
                    return credential();
                },
                Optional.of(CredentialSource.open(SecretReference.parse("client-certificate", "file:" + file))),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private TokenCredential credential() {
        return request -> Mono.fromCallable(() -> {
            require(!fetchingFails);
            return new AccessToken("token", NOW.plusSeconds(3600).atOffset(ZoneOffset.UTC));
        });
    }

    private static void require(boolean works) {
        if (!works) {
            throw new IllegalArgumentException("no");
        }
    }

    private String token() {
        return tokens.getTokenSync(REQUEST).getToken();
    }

    private static int octets(SecretBytes secret) {
        return secret.<Integer>expose(octets -> octets.length);
    }

    private static void assertWiped(SecretBytes secret) {
        assertThatIllegalStateException().isThrownBy(() -> octets(secret));
    }

    @Test
    void token_again_sameIdentityWithItsSecret() {
        assertThat(token()).isEqualTo("token");
        assertThat(token()).isEqualTo("token");

        assertThat(given).hasSize(1);
        assertThat(octets(given.getFirst())).isEqualTo("a secret".length());
    }

    @Test
    void refused_identityIsMadeAnew_secretOfTheOldOneIsWiped() {
        token();

        tokens.refused();

        assertWiped(given.getFirst());
        assertThat(token()).isEqualTo("token");
        assertThat(given).hasSize(2);
    }

    @Test
    void token_cannotBeHad_secretIsWiped() {
        fetchingFails = true;

        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(this::token);

        assertWiped(given.getFirst());
    }

    @Test
    void token_identityCannotBeMade_secretIsWiped() {
        makingFails = true;

        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(this::token);

        assertWiped(given.getFirst());
    }

    @Test
    void close_identityInUse_secretIsWiped() {
        token();

        tokens.close();

        assertWiped(given.getFirst());
    }
}
