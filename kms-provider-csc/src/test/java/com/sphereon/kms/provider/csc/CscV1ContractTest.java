package com.sphereon.kms.provider.csc;

import java.util.Map;

/** Found out to be v1; SAD for certain hashes, no PIN, ECDSA in DER. */
class CscV1ContractTest extends CscContract {
    @Override
    FakeCsc fake() {
        return new FakeCsc(new FakeTokens(false), "v1");
    }

    @Override
    void prepare(FakeCredential credential) {
        credential.bindsHashes = true;
        credential.answersDer = true;
    }

    @Override
    Map<String, String> settings(TestCsc opened, String tenantCredentials) {
        return opened.csc("tenant-credentials", tenantCredentials);
    }
}
