package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.RemoteProviderFaultContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

class ToyProviderFaultTest extends RemoteProviderFaultContract<FaultyHttpServer> {

    @Override
    protected FaultyHttpServer startBackend() {
        return FaultyHttpServer.start(new ToyBackend());
    }

    @Override
    protected KeyProvider open(FaultyHttpServer backend, Map<String, String> limits, CallObserver observer) {
        Map<String, String> settings = new HashMap<>(limits);
        settings.put("url", backend.url());
        return new ToyProvider(
                new ProviderSettings(new ProviderId("toy"), new Settings(settings), Path.of("unused"), observer));
    }
}
