package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.spi.SettingKind;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.util.List;

/** What is published of the settings that {@link RestSettings} reads. */
final class RestSettingSpecs {

    static final List<SettingSpec> ALL = RemoteSettings.with(
            SettingSpec.url(RestSettings.URL)
                    .asRequired()
                    .about("where the API of the other KMS starts, base path included"),
            text(RestSettings.CA_CERTIFICATE)
                    .about("PEM file of the certificates to trust there, in place of those of the JDK"),
            text(RestSettings.REST_PROVIDER_ID)
                    .about("which of its providers holds the keys; its default one if not given"),
            SettingSpec.secret(RestSettings.BEARER_JWT)
                    .about("where the token is; serves the tenant in its claim `tenant_id` and no other. This or"
                            + " `token-endpoint` is needed"),
            SettingSpec.url(RestSettings.TOKEN_ENDPOINT).about("where tokens come from (OAuth 2.0 client credentials)"),
            text(RestSettings.CLIENT_ID).about("with `token-endpoint`: the client that asks for tokens"),
            SettingSpec.secret(RestSettings.CLIENT_SECRET).about("with `token-endpoint`: where the client's secret is"),
            text(RestSettings.AUDIENCE)
                    .about("with `token-endpoint`: for whom the tokens shall be; `{tenant}` stands for the tenant"),
            text(RestSettings.SCOPE)
                    .about("with `token-endpoint`: what the tokens shall allow; `{tenant}` stands for the tenant"));

    private RestSettingSpecs() {}

    private static SettingSpec text(String name) {
        return SettingSpec.text(name, SettingKind.MAX_CHARS);
    }
}
