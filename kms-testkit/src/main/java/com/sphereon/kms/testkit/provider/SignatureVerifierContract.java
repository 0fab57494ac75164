package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.spi.SignatureVerifier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link SignatureVerifier} promises: it accepts what was signed, nothing else, and no signature makes it
 * throw. The rules are grouped in the interfaces this class implements.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class SignatureVerifierContract implements VerifyRules, MalformedSignatureRules {
    private final TestData data = TestData.fresh();
    private @Nullable SignatureVerifier verifier;

    /** Makes the verifier; called once. */
    protected abstract SignatureVerifier create();

    @BeforeAll
    final void createVerifier() {
        verifier = create();
    }

    @Override
    public final SignatureVerifier verifier() {
        if (verifier == null) {
            throw new IllegalStateException("not created");
        }
        return verifier;
    }

    @Override
    public final TestData data() {
        return data;
    }

    @Test
    void algorithms_askedTwice_sameAndNotEmpty() {
        assertThat(verifier().algorithms()).isEqualTo(verifier().algorithms()).isNotEmpty();
    }
}
