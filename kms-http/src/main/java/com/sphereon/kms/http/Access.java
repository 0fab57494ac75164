package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import io.javalin.http.Context;
import java.util.Optional;

/** Decides who may come in. Implementations are safe for use by many threads. */
interface Access extends Callers {

    /**
     * Finds out who makes a request, from its headers alone: nothing of its body is read and nothing is looked up.
     *
     * @throws com.sphereon.kms.http.token.TokenRefusedException when nobody who may come in
     */
    void authenticate(Context context);

    /** The caller of a request, unless it is an administrator of the platform who belongs to no tenant. */
    Optional<Caller> callerIfAny(Context context);

    /**
     * Lets a request go on to its handler, or not.
     *
     * @throws com.sphereon.kms.http.token.TokenRefusedException when the caller has no such right
     */
    void require(Context context, Right right);
}
