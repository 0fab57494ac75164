package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.ProviderSettings;
import java.util.Set;

/** Makes providers whose keys are in the AWS Key Management Service. Safe for use by many threads. */
public final class AwsKeyProviderFactory implements KeyProviderFactory {

    @Override
    public String type() {
        return "aws_kms";
    }

    @Override
    public String displayName() {
        return "AWS KMS";
    }

    @Override
    public Set<String> settings() {
        return AwsSettings.NAMES;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidSettingException also when a credential that is referred to is not there
     */
    @Override
    public KeyProvider create(ProviderSettings settings) {
        return AwsKeyProvider.open(settings, AwsSettings.from(settings.settings()));
    }
}
