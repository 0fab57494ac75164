package com.sphereon.kms.provider.azure;

import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import java.util.Arrays;
import java.util.Map;

/** What becomes of an answer that is right but cannot be read. */
enum Spoilt {
    /** Nothing. */
    NOT,
    /** Its second half is missing. */
    HALF,
    /** It has a status nobody expects, which is one of success. */
    ODD_STATUS,
    /** It has the status of a failure. */
    FAILURE,
    /** It says that it is no JSON. */
    NO_JSON;

    Reply of(Reply reply) {
        return switch (this) {
            case NOT -> reply;
            case HALF ->
                new Reply(reply.status(), reply.headers(), Arrays.copyOf(reply.body(), reply.body().length * 3 / 4));
            case ODD_STATUS -> new Reply(203, reply.headers(), reply.body());
            case FAILURE -> new Reply(418, reply.headers(), reply.body());
            case NO_JSON -> new Reply(reply.status(), Map.of("Content-Type", "application/xml"), reply.body());
        };
    }
}
