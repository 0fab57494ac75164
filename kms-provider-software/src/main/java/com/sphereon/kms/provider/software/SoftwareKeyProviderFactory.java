package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SettingSpec;
import java.util.List;

/** Makes providers that hold keys in this process' memory or in encrypted files. Safe for use by many threads. */
public final class SoftwareKeyProviderFactory implements KeyProviderFactory {

    @Override
    public String type() {
        return "software";
    }

    @Override
    public String displayName() {
        return "Software KMS";
    }

    @Override
    public List<SettingSpec> settings() {
        return SoftwareSettings.SPECS;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidSettingException also when key files are there that the master key does not open, or when the
     *     master key file is gone that they need
     */
    @Override
    public KeyProvider create(ProviderSettings settings) {
        SoftwareSettings parsed = SoftwareSettings.from(settings);
        CryptoEngines engines = CryptoEngines.shared(parsed.cryptographyProvider());
        LoadedKeys loader = new LoadedKeys(engines);
        Keystore keystore = switch (parsed.keyStoreType()) {
            case MEMORY -> new MemoryKeystore();
            case FILE -> new FileKeystoreOpening(settings, parsed, new DiskOperations()).open(loader);
        };
        return new SoftwareKeyProvider(engines, loader, keystore);
    }
}
