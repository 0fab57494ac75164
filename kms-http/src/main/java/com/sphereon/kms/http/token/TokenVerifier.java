package com.sphereon.kms.http.token;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.PrematureJwtException;
import io.jsonwebtoken.security.SecurityException;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks tokens from the beginning: form, algorithm, issuer, key, signature, times, audience, claims (RFC 8725). Safe for
 * use by many threads.
 */
final class TokenVerifier {
    private final TokenSettings settings;
    private final Map<String, IssuerKeys> issuers;
    private final IdentityReader identities;
    private final Clock clock;
    private final StrictJson json = new StrictJson();

    TokenVerifier(TokenSettings settings, List<IssuerKeys> issuers, Clock clock) {
        this.settings = settings;
        this.issuers =
                issuers.stream().collect(Collectors.toMap(keys -> keys.issuer().issuer(), Function.identity()));
        this.identities = new IdentityReader(settings.claims());
        this.clock = clock;
    }

    /**
     * May wait for the keys of the issuer.
     *
     * @throws TokenRefusedException when the token is not to be trusted or says too little
     */
    VerifiedToken verify(String token) {
        UnverifiedToken unverified = UnverifiedToken.read(token, settings.algorithms());
        IssuerKeys issuer =
                Optional.ofNullable(issuers.get(unverified.issuer())).orElseThrow(Refusal.ISSUER::asException);
        VerificationKey key = issuer.require(unverified.kid(), unverified.algorithm());
        Claims claims = claims(token, unverified, key);
        if (!unverified.issuer().equals(claims.getIssuer())) {
            throw Refusal.MALFORMED.asException();
        }
        Instant expires = requireTimes(claims);
        requireAudience(claims, issuer.issuer());
        return new VerifiedToken(
                identities.read(unverified.claims()),
                issuer,
                key,
                unverified.kid(),
                unverified.algorithm(),
                expires.toEpochMilli());
    }

    private Claims claims(String token, UnverifiedToken unverified, VerificationKey key) {
        try {
            return Jwts.parser()
                    .sig()
                    .clear()
                    .add(unverified.algorithm().algorithm())
                    .and()
                    .zip()
                    .clear()
                    .and()
                    .json(json)
                    .clock(() -> Date.from(clock.instant()))
                    .clockSkewSeconds(settings.clockSkew().toSeconds())
                    .keyLocator(header -> requireSame(header, unverified, key))
                    .build()
                    .parseSignedClaims(token)
                    .getPayload();
        } catch (ExpiredJwtException e) {
            throw Refusal.EXPIRED.asException();
        } catch (PrematureJwtException e) {
            throw Refusal.NOT_YET_VALID.asException();
        } catch (SecurityException e) {
            throw Refusal.SIGNATURE.asException();
        } catch (JwtException | IllegalArgumentException e) {
            throw Refusal.MALFORMED.asException();
        }
    }

    /** The key was chosen by the header as we read it; it is given out only if the library reads the same. */
    private static Key requireSame(Header header, UnverifiedToken unverified, VerificationKey key) {
        Object kid = header.get("kid");
        if (!unverified.algorithm().id().equals(header.getAlgorithm())
                || !unverified.kid().equals(Optional.ofNullable(kid))) {
            throw Refusal.MALFORMED.asException();
        }
        return key.key();
    }

    /** The library checks {@code exp} and {@code nbf} where they are present; that is not enough. */
    private Instant requireTimes(Claims claims) {
        if (claims.getIssuedAt() != null
                && claims.getIssuedAt().toInstant().isAfter(clock.instant().plus(settings.clockSkew()))) {
            throw Refusal.NOT_YET_VALID.asException();
        }
        if (claims.getExpiration() == null) {
            throw Refusal.EXPIRED.asException();
        }
        return claims.getExpiration().toInstant();
    }

    private void requireAudience(Claims claims, IssuerSettings issuer) {
        String wanted = issuer.audience().orElse(settings.audience());
        if (claims.getAudience() == null || !claims.getAudience().contains(wanted)) {
            throw Refusal.AUDIENCE.asException();
        }
    }
}
