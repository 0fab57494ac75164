package com.sphereon.kms.provider.azure;

import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import java.util.Map;

/** An error as Key Vault answers it. */
final class FakeFailure extends RuntimeException {
    private final int status;
    private final String code;
    private final String inner;

    FakeFailure(int status, String code, String inner) {
        super(code);
        this.status = status;
        this.code = code;
        this.inner = inner;
    }

    static FakeFailure notFound(String what) {
        return new FakeFailure(404, what + "NotFound", "");
    }

    static FakeFailure badParameter() {
        return new FakeFailure(400, "BadParameter", "");
    }

    static FakeFailure forbidden(String inner) {
        return new FakeFailure(403, "Forbidden", inner);
    }

    static FakeFailure conflict(String inner) {
        return new FakeFailure(409, "Conflict", inner);
    }

    Reply reply() {
        Map<String, Object> error = inner.isEmpty()
                ? Map.of("code", code, "message", "no")
                : Map.of("code", code, "message", "no", "innererror", Map.of("code", inner));
        return Reply.json(status, FakeVault.json(Map.of("error", error)));
    }
}
