package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import io.javalin.http.Context;

/** Finds out on whose behalf a request is made, from what was verified about it and never from its body. */
interface Callers {

    /** The caller of a request. */
    Caller of(Context context);
}
