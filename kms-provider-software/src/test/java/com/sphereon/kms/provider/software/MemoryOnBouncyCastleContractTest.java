package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.testkit.provider.KeyProviderContract;
import com.sphereon.kms.testkit.provider.SampleKeys;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Bouncy Castle computes whatever the JVM lacks; here, everything. */
class MemoryOnBouncyCastleContractTest extends KeyProviderContract {
    private final Map<KeySpec, ProviderKey> keys = new ConcurrentHashMap<>();

    @Override
    protected KeyProvider open() {
        BouncyCastleProvider bouncyCastle = new BouncyCastleProvider();
        CryptoEngines engines = new CryptoEngines(new Providers(Optional.of(bouncyCastle), () -> bouncyCastle));
        return new SoftwareKeyProvider(engines, new LoadedKeys(engines), new MemoryKeystore());
    }

    /** Bouncy Castle takes most of a minute to generate what the tests need. */
    @Override
    public ProviderKey sharedKey(KeySpec spec) {
        return keys.computeIfAbsent(spec, wanted -> {
            try (PrivateKeyMaterial material = SampleKeys.of(wanted, data())) {
                return provider().importKey(newKey(wanted), material);
            }
        });
    }

    @Override
    public boolean keysOutliveInstance() {
        return false;
    }
}
