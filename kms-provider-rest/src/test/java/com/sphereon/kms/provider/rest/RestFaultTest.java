package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.RemoteProviderFaultContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class RestFaultTest extends RemoteProviderFaultContract<FaultyHttpServer> {
    @TempDir
    Path folder;

    private OpenKms kms;

    @Override
    protected FaultyHttpServer startBackend() {
        kms = OpenKms.start(folder);
        return kms.server();
    }

    @Override
    protected KeyProvider open(FaultyHttpServer backend, Map<String, String> limits, CallObserver observer) {
        Map<String, String> settings = new HashMap<>(kms.settings());
        settings.putAll(limits);
        return OpenKms.open(settings, observer);
    }

    @AfterEach
    void closeKms() {
        kms.close();
    }
}
