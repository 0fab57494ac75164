package com.sphereon.kms.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.sphereon.kms.provider.remote.RemoteFailure;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import reactor.core.publisher.Mono;

/**
 * Where the SDK's access tokens come from. Throws {@link RemoteFailure} when there is none. Safe for use by many threads.
 *
 * <p>The SDK keeps tokens too, and cannot be made to forget one that was refused. So it is told that each is used up at once, and
 * asks here every time.
 */
interface Tokens extends TokenCredential, AutoCloseable {

    /**
     * The vault refused the last token.
     *
     * @return whether another one can be had now
     */
    boolean refused();

    /** Wipes the secret behind the tokens. */
    @Override
    void close();

    @Override
    default Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.fromCallable(() -> getTokenSync(request));
    }

    @Override
    AccessToken getTokenSync(TokenRequestContext request);

    /** A token for the SDK to use once. */
    static AccessToken once(String token) {
        return new AccessToken(token, OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC));
    }
}
