package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.spi.SettingKind;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.provider.remote.ClientCredentials;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.util.List;

/** What is published of the settings that {@link CscSettings} reads. */
final class CscSettingSpecs {

    static final List<SettingSpec> ALL = RemoteSettings.with(
            SettingSpec.url(CscSettings.BASE_URL)
                    .asRequired()
                    .about("what precedes `/csc/v1` or `/csc/v2` in the service's URLs, or with the automatic signer"
                            + " `/v1`"),
            text(CscSettings.CA_CERTIFICATE)
                    .about("PEM file of the certificates to trust there, in place of those of the JDK"),
            SettingSpec.choice(CscSettings.VARIANT, Variant.class)
                    .defaultsTo("csc")
                    .about("which service it is"),
            SettingSpec.choice(CscSettings.API_VERSION, ApiVersion.class)
                    .defaultsTo("auto")
                    .about("`auto`: what the service says it speaks, the newest first; with `digidentity` v1"),
            SettingSpec.url(CscSettings.TOKEN_URL).asRequired().about("where access tokens come from"),
            SettingSpec.choice(CscSettings.TOKEN_AUTH_METHOD, ClientCredentials.Method.class)
                    .about("how the client shows its secret there; `client-secret-post` with `csc`, else"
                            + " `client-secret-basic`"),
            text(CscSettings.CLIENT_ID).asRequired().about("the client that asks for tokens"),
            SettingSpec.secret(CscSettings.CLIENT_SECRET).asRequired().about("where the client's secret is"),
            text(CscSettings.SCOPE).about("what the tokens shall allow, where the service wants to be told"),
            SettingSpec.url(CscSettings.ESIGN_URL)
                    .about("with `digidentity`: where tokens are exchanged; `base-url` if not given"),
            text(CscSettings.USER_ID).about("whose credentials are listed, where the service wants to know"),
            SettingSpec.secret(CscSettings.PIN).about("where the PIN is, for credentials that want one"),
            text(CscSettings.AUTO_SIGNER_ID).about("with `digidentity-auto-signer`: which one"),
            SettingSpec.secret(CscSettings.API_KEY).about("with `digidentity-auto-signer`: where the API key is"),
            text(CscSettings.TENANT_CREDENTIALS)
                    .asRequired()
                    .about("which tenant may use which credentials: pairs `tenant=credentialID`, parted by commas; `*`:"
                            + " every tenant that can use the provider may use all, which is right only for an account"
                            + " that serves one"));

    private CscSettingSpecs() {}

    private static SettingSpec text(String name) {
        return SettingSpec.text(name, SettingKind.MAX_CHARS);
    }
}
