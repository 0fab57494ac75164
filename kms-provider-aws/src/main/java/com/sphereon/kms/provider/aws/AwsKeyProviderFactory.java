package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SettingSpec;
import java.util.List;

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
    public List<SettingSpec> settings() {
        return AwsSettingSpecs.ALL;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidSettingException also when a credential that is referred to is not there
     */
    @Override
    public KeyProvider create(ProviderSettings settings) {
        return AwsKeyProvider.open(settings, AwsSettings.from(settings), System::nanoTime);
    }
}
