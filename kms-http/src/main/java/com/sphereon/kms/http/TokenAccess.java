package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.http.token.Identity;
import com.sphereon.kms.http.token.Refusal;
import com.sphereon.kms.http.token.TokenRefusedException;
import com.sphereon.kms.http.token.Tokens;
import io.javalin.http.Context;
import java.util.Optional;

/** Bearer tokens (RFC 6750), in the header and nowhere else. */
final class TokenAccess implements Access {
    private static final String IDENTITY = TokenAccess.class.getName();

    private final Tokens tokens;

    TokenAccess(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Caller of(Context context) {
        return callerIfAny(context).orElseThrow(() -> new TokenRefusedException(Refusal.TENANT));
    }

    @Override
    public Optional<Caller> callerIfAny(Context context) {
        return identity(context).caller().map(caller -> caller.correlatedBy(CorrelationId.recorded(context)));
    }

    @Override
    public void authenticate(Context context) {
        identity(context);
    }

    @Override
    public void require(Context context, Right right) {
        if (!right.isOfAny(identity(context).roles())) {
            throw new TokenRefusedException(Refusal.RIGHT);
        }
    }

    /** Once per request. */
    private Identity identity(Context context) {
        Identity known = context.attribute(IDENTITY);
        if (known == null) {
            known = tokens.verify(BearerToken.of(context.req()));
            context.attribute(IDENTITY, known);
        }
        return known;
    }
}
