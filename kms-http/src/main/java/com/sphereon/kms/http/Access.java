package com.sphereon.kms.http;

import io.javalin.http.Context;

/** Decides who may come in. Implementations are safe for use by many threads. */
interface Access extends Callers {

    /**
     * Finds out who makes a request, from its headers alone: nothing of its body is read and nothing is looked up.
     *
     * @throws com.sphereon.kms.http.token.TokenRefusedException when nobody who may come in
     */
    void authenticate(Context context);

    /**
     * Lets a request go on to its handler, or not.
     *
     * @throws com.sphereon.kms.http.token.TokenRefusedException when the caller has no such right
     */
    void require(Context context, Right right);
}
