package com.sphereon.kms.provider.csc;

import java.util.Map;
import java.util.Set;

/** Tokens in exchange; v1 without being asked for; keys that name no digest. */
class DigidentityContractTest extends CscContract {
    @Override
    FakeCsc fake() {
        return new FakeCsc(new FakeTokens(true), "v1");
    }

    @Override
    void prepare(FakeCredential credential) {
        if (credential.algorithms.contains(FakeCredential.PSS)) {
            credential.algorithms = Set.of(FakeCredential.RSA, FakeCredential.PSS);
        }
    }

    @Override
    Map<String, String> settings(TestCsc opened, String tenantCredentials) {
        return opened.csc("variant", "digidentity", "tenant-credentials", tenantCredentials);
    }
}
