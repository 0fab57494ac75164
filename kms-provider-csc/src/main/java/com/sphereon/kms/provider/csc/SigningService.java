package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.RemoteFailure;
import java.util.Set;

/**
 * A signing service, as the provider uses it. Safe for use by many threads. What a method throws is a {@link RemoteFailure};
 * each may be repeated.
 */
sealed interface SigningService permits CscService, AutoSigner {

    /** The algorithms a credential there may have. */
    Set<SignatureAlgorithm> algorithms();

    /** Looks at a credential, whether it can be used or not. */
    Credential credential(String id, Deadline deadline);

    /** Signs a digest. The signature is in the form of the port, and is not verified. */
    byte[] sign(Credential credential, SignatureAlgorithm algorithm, byte[] digest, Deadline deadline);

    /** Returns when the service can be used. */
    void check(Deadline deadline);
}
