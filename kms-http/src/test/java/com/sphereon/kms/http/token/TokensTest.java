package com.sphereon.kms.http.token;

import static com.sphereon.kms.http.token.TestTokens.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is remembered of good tokens, and for how long. */
class TokensTest {
    private static final ECKey KEY = TestTokens.ec("key", Curve.P_256);
    private static final ECKey OTHER = TestTokens.ec("other", Curve.P_256);

    private final MovableClock clock = new MovableClock();
    private final FakeIssuer issuer = new FakeIssuer("https://issuer.test", KEY);
    private Tokens tokens = start(100, JwksSettings.DEFAULT);

    private Tokens start(int cacheSize, JwksSettings jwks) {
        return Tokens.start(
                new TokenSettings(
                        List.of(issuer.settings()),
                        TokenSettings.DEFAULT_AUDIENCE,
                        Set.of(TokenAlgorithm.values()),
                        Duration.ofSeconds(30),
                        ClaimSettings.DEFAULT,
                        jwks,
                        cacheSize),
                clock);
    }

    @AfterEach
    void stop() {
        tokens.close();
        issuer.close();
    }

    private String token() {
        return sign(KEY, JWSAlgorithm.ES256, issuer.claims());
    }

    private void assertRefused(String token, Refusal refusal) {
        assertThatThrownBy(() -> tokens.verify(token))
                .isInstanceOfSatisfying(
                        TokenRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    @Test
    void identity_ofAGoodToken_isWhatItSays() {
        Identity identity = tokens.verify(token());
        assertThat(identity.caller().orElseThrow().tenant()).hasToString("acme");
        assertThat(identity.caller().orElseThrow().subject()).isEqualTo("somebody");
        assertThat(identity.caller().orElseThrow().service()).isEmpty();
        assertThat(identity.roles()).containsExactlyInAnyOrder(Role.SERVICE, Role.TENANT_ADMIN);
        Identity narrowed = tokens.verify(sign(KEY, JWSAlgorithm.ES256, issuer.claims("kms_service", "issuer")));
        assertThat(narrowed.caller().orElseThrow().service().orElseThrow()).hasToString("issuer");
    }

    @Test
    void token_seenBefore_isRemembered() {
        String token = token();
        Identity first = tokens.verify(token);
        assertThat(tokens.verify(token)).isSameAs(first);
        assertThat(tokens.verify(token()))
                .as("another signature is another token")
                .isNotSameAs(first);
    }

    @Test
    void token_remembered_diesWithItsExpiry() {
        String token = token();
        Identity first = tokens.verify(token);
        clock.advance(Duration.ofMillis(599_999));
        assertThat(tokens.verify(token)).isSameAs(first);
        clock.advance(Duration.ofMillis(1));
        assertThat(tokens.verify(token))
                .as("only within the skew, and looked at anew")
                .isNotSameAs(first);
        clock.advance(Duration.ofSeconds(31));
        assertRefused(token, Refusal.EXPIRED);
    }

    @Test
    void token_remembered_costsNoParsing() {
        String token = token();
        tokens.verify(token);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 2_000;
        for (int i = 0; i < rounds; i++) {
            tokens.verify(token);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rounds; i++) {
            tokens.verify(token);
        }
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / rounds;
        // The token's own bytes, a digest and a key of the map; parsing it takes some twenty times as much.
        assertThat(bytes).as("bytes per token of %d", token.length()).isLessThan(token.length() + 1_000L);
    }

    @Test
    void token_changedInAnyCharacter_isNotTheRememberedOne() {
        String token = token();
        tokens.verify(token);
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThatThrownBy(() -> tokens.verify(changed))
                    .as("position %d", i)
                    .isInstanceOf(TokenRefusedException.class);
        }
    }

    @Test
    void cache_smallerThanTheTokens_stillServesThem() {
        tokens.close();
        tokens = start(1, JwksSettings.DEFAULT);
        List<String> many = List.of(token(), token(), token(), token(), token());
        for (int i = 0; i < 3; i++) {
            many.forEach(token -> assertThat(tokens.verify(token).roles()).isNotEmpty());
        }
    }

    @Test
    void keyless_token_diesWhenItsKeyIsNoLongerTheOnlyOne() {
        String token = sign(KEY, new JWSHeader.Builder(JWSAlgorithm.ES256).build(), FakeIssuer.json(issuer.claims()));
        assertThat(tokens.verify(token).roles()).isNotEmpty();
        issuer.publish(KEY, OTHER);
        clock.advance(Duration.ofSeconds(10));
        assertThat(tokens.verify(sign(OTHER, JWSAlgorithm.ES256, issuer.claims()))
                        .roles())
                .isNotEmpty();
        assertRefused(token, Refusal.KEY);
    }

    @Test
    void algorithms_onlySome_refuseTheOthers() {
        tokens.close();
        tokens = Tokens.start(
                new TokenSettings(
                        List.of(issuer.settings()),
                        TokenSettings.DEFAULT_AUDIENCE,
                        Set.of(TokenAlgorithm.PS256),
                        Duration.ZERO,
                        ClaimSettings.DEFAULT,
                        JwksSettings.DEFAULT,
                        1),
                clock);
        assertRefused(token(), Refusal.ALGORITHM);
    }

    @Test
    void audience_ofAnIssuer_replacesTheCommonOne() {
        tokens.close();
        IssuerSettings own = new IssuerSettings("own", issuer.iss(), issuer.jwksUri(), Optional.of("kms-for-partners"));
        tokens = Tokens.start(TokenSettings.of(List.of(own)), clock);
        assertRefused(token(), Refusal.AUDIENCE);
        assertThat(tokens.verify(sign(KEY, JWSAlgorithm.ES256, issuer.claims("aud", "kms-for-partners")))
                        .roles())
                .isNotEmpty();
    }

    @Test
    void settings_outOfRange_cannotBeMade() {
        assertThatThrownBy(() -> TokenSettings.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenSettings.of(List.of(issuer.settings(), issuer.settings())))
                .isInstanceOf(IllegalArgumentException.class);
        for (int cacheSize : new int[] {0, -1, TokenSettings.MAX_CACHE_SIZE + 1}) {
            assertThatThrownBy(() -> start(cacheSize, JwksSettings.DEFAULT))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new JwksSettings(
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1),
                        List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        for (String uri :
                List.of("ftp://a/b", "https://user@a/b", "https:///b", "file:/etc/passwd", "/b", "https://a/#b")) {
            assertThat(IssuerSettings.isJwksUri(URI.create(uri))).as(uri).isFalse();
        }
    }
}
