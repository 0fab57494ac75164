package com.sphereon.kms.provider.csc;

import java.util.Map;

/** Found out to be v2, though v1 is there too; SAD for any hashes, a PIN, ECDSA as r and s. */
class CscV2ContractTest extends CscContract {
    @Override
    FakeCsc fake() {
        return new FakeCsc(new FakeTokens(false), "v1", "v2");
    }

    @Override
    void prepare(FakeCredential credential) {
        credential.bindsHashes = false;
        credential.answersDer = false;
        credential.withPin(TestCsc.PIN);
    }

    @Override
    Map<String, String> settings(TestCsc opened, String tenantCredentials) {
        return opened.csc("tenant-credentials", tenantCredentials);
    }
}
