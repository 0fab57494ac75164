package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.provider.KeyProviderContract;
import org.junit.jupiter.api.AfterAll;

/** The whole contract, through the real SDK. */
class AwsContractTest extends KeyProviderContract {
    private final TestAws aws = new TestAws();

    @Override
    protected KeyProvider open() {
        return aws.open();
    }

    @Override
    public int minMessageBytes() {
        return 1;
    }

    @Override
    public int maxMessageBytes() {
        return AwsKeyProvider.MAX_MESSAGE_BYTES;
    }

    @Override
    public boolean fits(SignatureAlgorithm algorithm, KeySpec spec) {
        return AwsAlgorithms.fits(algorithm, spec);
    }

    @Override
    public boolean sealsAsPublished() {
        return false;
    }

    @AfterAll
    void stop() {
        aws.close();
    }
}
