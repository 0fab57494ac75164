package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.spi.SettingKind;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.util.List;

/** What is published of the settings that {@link AwsSettings} reads. */
final class AwsSettingSpecs {
    private static final int MAX_APPLICATION_CHARS = 50;
    private static final int MAX_REGION_CHARS = 64;
    private static final int MAX_SESSION_CHARS = 64;

    static final List<SettingSpec> ALL = RemoteSettings.with(
            SettingSpec.text(AwsSettings.APPLICATION_ID, MAX_APPLICATION_CHARS)
                    .defaultsTo(AwsSettings.DEFAULT_APPLICATION_ID)
                    .about("what AWS records as the caller's application"),
            SettingSpec.text(AwsSettings.REGION, MAX_REGION_CHARS)
                    .asRequired()
                    .about("the region the keys are in, such as `eu-west-1`"),
            SettingSpec.url(AwsSettings.ENDPOINT_URL).about("where KMS is, when not where it is for everyone"),
            SettingSpec.text(AwsSettings.CA_CERTIFICATE, SettingKind.MAX_CHARS)
                    .about("PEM file of the certificates to trust at the endpoints, in place of those of the JDK; only"
                            + " with `endpoint-url`"),
            SettingSpec.choice(AwsSettings.CREDENTIAL_MODE, CredentialMode.class)
                    .defaultsTo("default-chain")
                    .about("where credentials come from"),
            SettingSpec.secret(AwsSettings.ACCESS_KEY_ID)
                    .about("where the id of the access key is; with `access-key`, and with `assume-role` if not the"
                            + " default chain's"),
            SettingSpec.secret(AwsSettings.SECRET_ACCESS_KEY).about("where the access key's secret is; with its id"),
            SettingSpec.secret(AwsSettings.SESSION_TOKEN)
                    .about("where the session token is; with an access key that is temporary"),
            SettingSpec.text(AwsSettings.PROFILE_NAME, SettingKind.MAX_CHARS)
                    .about("with `profile`: which one; the AWS tools' own choice if not given"),
            SettingSpec.text(AwsSettings.ROLE_ARN, SettingKind.MAX_CHARS)
                    .about("with `assume-role` and `web-identity`: the role's ARN"),
            SettingSpec.text(AwsSettings.ROLE_SESSION_NAME, MAX_SESSION_CHARS)
                    .defaultsTo(AwsSettings.DEFAULT_SESSION_NAME)
                    .about("with a role: what AWS records as the session"),
            SettingSpec.text(AwsSettings.EXTERNAL_ID, SettingKind.MAX_CHARS)
                    .about("with `assume-role`: what the role's owner may ask for"),
            SettingSpec.text(AwsSettings.WEB_IDENTITY_TOKEN_FILE, SettingKind.MAX_CHARS)
                    .about("with `web-identity`: the file with the token, read anew each time"),
            SettingSpec.url(AwsSettings.STS_ENDPOINT_URL)
                    .about("with a role: where STS is, when not where it is for everyone"),
            SettingSpec.flag(AwsSettings.REQUIRE_TENANT_TAG)
                    .about("whether keys without a tenant's tag are nobody's; if not, they are every tenant's, which is"
                            + " right only for an account that serves one; by default they are nobody's, unless a tenant"
                            + " owns the provider"));

    private AwsSettingSpecs() {}
}
