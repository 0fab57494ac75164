package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How a backend learns who we are: the header {@code Authorization} (RFC 9110 section 11.6.2). Safe for use by many threads. */
public interface Authorization {

    /** For backends that do not ask. */
    Authorization NONE = new Authorization() {
        @Override
        public Optional<String> header(Deadline deadline) {
            return Optional.empty();
        }

        @Override
        public boolean refused(String header) {
            return false;
        }
    };

    /**
     * The value of the header; a secret.
     *
     * @throws RemoteFailure when it has to be fetched first and that failed
     */
    Optional<String> header(Deadline deadline);

    /**
     * The backend answered 401 to that value.
     *
     * @return whether there is, or can be fetched, another one now
     */
    boolean refused(String header);

    /** A secret that is itself the token: {@code Bearer}, RFC 6750 section 2.1. The source stays the caller's to close. */
    static Authorization bearer(CredentialSource source) {
        return new Authorization() {
            @Override
            public Optional<String> header(Deadline deadline) {
                try (SecretBytes secret = source.read()) {
                    return Optional.of(secret.expose(bytes -> "Bearer " + new String(bytes, StandardCharsets.UTF_8)));
                }
            }

            @Override
            public boolean refused(String header) {
                byte[] token = header.substring("Bearer ".length()).getBytes(StandardCharsets.UTF_8);
                try (SecretBytes secret = SecretBytes.copyOf(token)) {
                    return source.renew(secret);
                }
            }
        };
    }
}
