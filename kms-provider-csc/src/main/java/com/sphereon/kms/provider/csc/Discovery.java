package com.sphereon.kms.provider.csc;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.provider.remote.BackendAnswer;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.HttpBackend;
import com.sphereon.kms.provider.remote.RemoteFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which version of the API a service speaks: it is asked once ({@code info}, CSC section 11.1), the newest first. Safe for use
 * by many threads.
 */
final class Discovery {
    /** What a service must be able to do. */
    private static final Set<String> METHODS =
            Set.of(CscService.LIST, CscService.INFO, CscService.AUTHORIZE, CscService.SIGN);

    private static final Set<Integer> ABSENT = Set.of(404, 405, 410, 501);

    private final HttpBackend backend;
    private final AtomicReference<@Nullable CscApi> found;

    private Discovery(HttpBackend backend, @Nullable CscApi known) {
        this.backend = backend;
        this.found = new AtomicReference<>(known);
    }

    /** Asks nobody when the version is given. */
    static Discovery of(ApiVersion version, HttpBackend backend) {
        return switch (version) {
            case AUTO -> new Discovery(backend, null);
            case V1 -> new Discovery(backend, CscApi.V1);
            case V2 -> new Discovery(backend, CscApi.V2);
        };
    }

    /** @throws RemoteFailure when the service does not say, or speaks none that is known, or not enough of it */
    CscApi api(Deadline deadline) {
        CscApi known = found.get();
        if (known != null) {
            return known;
        }
        for (CscApi candidate : List.of(CscApi.V2, CscApi.V1)) {
            BackendAnswer answer = backend.send(candidate.request("info", ServiceAnswers.object()), deadline);
            if (!ABSENT.contains(answer.status())) {
                requireSpoken(candidate, ServiceAnswers.csc(answer));
                found.set(candidate);
                return candidate;
            }
        }
        throw ServiceAnswers.unexpected("the backend speaks neither version 1 nor version 2 of CSC");
    }

    private static void requireSpoken(CscApi candidate, JsonNode info) {
        if (!ServiceAnswers.text(info, "specs").startsWith(candidate.specs())) {
            throw ServiceAnswers.unexpected("the backend says of itself that it speaks another version of CSC");
        }
        Set<String> missing = new HashSet<>(METHODS);
        ServiceAnswers.texts(info, "methods").forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw ServiceAnswers.unexpected("the backend does not have " + String.join(", ", missing));
        }
    }
}
