package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SettingSpec;
import java.time.Clock;
import java.util.List;

/** Makes providers whose keys are at a remote signing service. Safe for use by many threads. */
public final class CscKeyProviderFactory implements KeyProviderFactory {

    @Override
    public String type() {
        return "csc";
    }

    @Override
    public String displayName() {
        return "Cloud Signature Consortium";
    }

    @Override
    public List<SettingSpec> settings() {
        return CscSettingSpecs.ALL;
    }

    @Override
    public KeyProvider create(ProviderSettings settings) {
        CscSettings parsed = CscSettings.from(settings.settings());
        return new CscKeyProvider(settings, parsed, Connections.open(parsed), Clock.systemUTC());
    }
}
