package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.wire.ForwardedCall;
import java.util.List;

/** Makes providers whose keys are at another KMS. Safe for use by many threads. */
public final class RestKeyProviderFactory implements KeyProviderFactory {

    @Override
    public String type() {
        return ForwardedCall.PROVIDER_TYPE;
    }

    @Override
    public String displayName() {
        return "Another KMS over REST";
    }

    @Override
    public List<SettingSpec> settings() {
        return RestSettingSpecs.ALL;
    }

    @Override
    public KeyProvider create(ProviderSettings settings) {
        RestSettings parsed = RestSettings.from(settings.settings());
        return new RestKeyProvider(settings, parsed, Connections.open(settings.id(), parsed));
    }
}
