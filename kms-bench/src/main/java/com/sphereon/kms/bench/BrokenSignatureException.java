package com.sphereon.kms.bench;

import java.io.Serial;

/** A target returned a signature that is not valid: nothing that was measured is worth anything. */
final class BrokenSignatureException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    BrokenSignatureException(String target) {
        super("%s returned a signature that the JDK does not accept".formatted(target));
    }
}
