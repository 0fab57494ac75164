package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.RemoteProviderFaultContract;
import java.util.HashMap;
import java.util.Map;

class AwsFaultTest extends RemoteProviderFaultContract<FaultyHttpServer> {

    @Override
    protected FaultyHttpServer startBackend() {
        return new FakeAwsKms().start();
    }

    @Override
    protected KeyProvider open(FaultyHttpServer backend, Map<String, String> limits, CallObserver observer) {
        Map<String, String> settings = new HashMap<>(TestAws.accessKeySettings(backend.url()));
        settings.putAll(limits);
        return TestAws.open(settings, observer);
    }
}
