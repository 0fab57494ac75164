package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.provider.remote.HttpEndpoint;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings of one instance.
 *
 * @param applicationId {@value #APPLICATION_ID}: what AWS records as the caller's application; by default {@code aws-kms}
 * @param region {@value #REGION}: where the keys are, such as {@code eu-west-1}
 * @param endpoint {@value #ENDPOINT_URL}: where KMS is, when not where it is for everyone; {@value #CA_CERTIFICATE} then may
 *     name a PEM file with the certificates to trust there and at STS, in place of those of the JDK
 * @param mode {@value #CREDENTIAL_MODE}: by default {@code default-chain}
 * @param accessKey {@value #ACCESS_KEY_ID}, {@value #SECRET_ACCESS_KEY} and {@value #SESSION_TOKEN}: references
 * @param profileName {@value #PROFILE_NAME}: by default the AWS tools' own choice
 * @param role what to be instead, for the modes that need it
 * @param requireTenantTag {@value #REQUIRE_TENANT_TAG}: whether keys without a tenant's tag belong to nobody; if not, they
 *     belong to every tenant, so that it is right only for an account that serves one; by default true, but false for a
 *     provider that a tenant owns
 * @param limits those of all remote providers
 */
record AwsSettings(
        String applicationId,
        String region,
        Optional<HttpEndpoint> endpoint,
        CredentialMode mode,
        Optional<AccessKeyReference> accessKey,
        Optional<String> profileName,
        Optional<Role> role,
        boolean requireTenantTag,
        RemoteSettings limits) {
    static final String APPLICATION_ID = "application-id";
    static final String REGION = "region";
    static final String ENDPOINT_URL = "endpoint-url";
    static final String CA_CERTIFICATE = "ca-certificate";
    static final String CREDENTIAL_MODE = "credential-mode";
    static final String ACCESS_KEY_ID = "access-key-id";
    static final String SECRET_ACCESS_KEY = "secret-access-key";
    static final String SESSION_TOKEN = "session-token";
    static final String PROFILE_NAME = "profile-name";
    static final String ROLE_ARN = "role-arn";
    static final String ROLE_SESSION_NAME = "role-session-name";
    static final String EXTERNAL_ID = "external-id";
    static final String WEB_IDENTITY_TOKEN_FILE = "web-identity-token-file";
    static final String STS_ENDPOINT_URL = "sts-endpoint-url";
    static final String REQUIRE_TENANT_TAG = "require-tenant-tag";

    static final String DEFAULT_APPLICATION_ID = "aws-kms";
    static final String DEFAULT_SESSION_NAME = "kms";
    private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9._-]{1,50}");
    private static final Pattern REGION_NAME = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}");

    /** In China KMS encrypts with SM4 and wraps with SM2, which is not what we declare. */
    private static final String CHINA = "cn-";

    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\x21-\\x7e]{1,512}");
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_=,.@-]{2,64}");

    /** Where each of these belongs; anywhere else it would have no effect, unnoticed. */
    private static final Map<String, Set<CredentialMode>> MODES = modes();

    /** An access key; the token is there for temporary ones. */
    record AccessKeyReference(SecretReference id, SecretReference secret, Optional<SecretReference> token) {}

    /**
     * A role to assume.
     *
     * @param arn {@value #ROLE_ARN}
     * @param sessionName {@value #ROLE_SESSION_NAME}: what AWS records as the session; by default {@code kms}
     * @param externalId {@value #EXTERNAL_ID}: what the role's owner may ask for
     * @param tokenFile {@value #WEB_IDENTITY_TOKEN_FILE}: for web identity; read anew each time
     * @param stsEndpoint {@value #STS_ENDPOINT_URL}: where STS is, when not where it is for everyone
     */
    record Role(
            String arn,
            String sessionName,
            Optional<String> externalId,
            Optional<Path> tokenFile,
            Optional<HttpEndpoint> stsEndpoint) {}

    /** @throws InvalidSettingException when a setting is missing, wrong, or of another mode */
    static AwsSettings from(ProviderSettings provider) {
        Settings settings = provider.settings();
        CredentialMode mode = settings.choice(CREDENTIAL_MODE, CredentialMode.class, CredentialMode.DEFAULT_CHAIN);
        MODES.forEach((name, modes) -> requireMode(settings, name, modes, mode));
        String region = matching(settings, REGION, REGION_NAME, "the name of a region, such as eu-west-1", "");
        if (region.startsWith(CHINA)) {
            throw new InvalidSettingException(REGION, "must not be one in China, where KMS has other algorithms");
        }
        if (settings.text(CA_CERTIFICATE).isPresent()
                && settings.text(ENDPOINT_URL).isEmpty()) {
            throw new InvalidSettingException(CA_CERTIFICATE, "has no effect without " + ENDPOINT_URL);
        }
        return new AwsSettings(
                matching(settings, APPLICATION_ID, APPLICATION, "1 to 50 of A-Z a-z 0-9 . _ -", DEFAULT_APPLICATION_ID),
                region,
                endpoint(settings, ENDPOINT_URL),
                mode,
                accessKey(settings, mode),
                settings.text(PROFILE_NAME),
                role(settings, mode),
                settings.flag(REQUIRE_TENANT_TAG, provider.owner().isEmpty()),
                RemoteSettings.from(settings));
    }

    private static Map<String, Set<CredentialMode>> modes() {
        Set<CredentialMode> keyed = Set.of(CredentialMode.ACCESS_KEY, CredentialMode.ASSUME_ROLE);
        Set<CredentialMode> roles = Set.of(CredentialMode.ASSUME_ROLE, CredentialMode.WEB_IDENTITY);
        Map<String, Set<CredentialMode>> modes = new LinkedHashMap<>();
        modes.put(ACCESS_KEY_ID, keyed);
        modes.put(SECRET_ACCESS_KEY, keyed);
        modes.put(SESSION_TOKEN, keyed);
        modes.put(PROFILE_NAME, Set.of(CredentialMode.PROFILE));
        modes.put(ROLE_ARN, roles);
        modes.put(ROLE_SESSION_NAME, roles);
        modes.put(EXTERNAL_ID, Set.of(CredentialMode.ASSUME_ROLE));
        modes.put(WEB_IDENTITY_TOKEN_FILE, Set.of(CredentialMode.WEB_IDENTITY));
        modes.put(STS_ENDPOINT_URL, roles);
        return modes;
    }

    private static void requireMode(Settings settings, String name, Set<CredentialMode> modes, CredentialMode mode) {
        if (!modes.contains(mode) && settings.text(name).isPresent()) {
            throw new InvalidSettingException(name, "has no effect with the " + CREDENTIAL_MODE + " that is set");
        }
    }

    private static Optional<HttpEndpoint> endpoint(Settings settings, String name) {
        return settings.text(name).map(text -> HttpEndpoint.from(settings, name, CA_CERTIFICATE));
    }

    private static Optional<AccessKeyReference> accessKey(Settings settings, CredentialMode mode) {
        boolean given = Stream.of(ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN)
                .anyMatch(name -> settings.text(name).isPresent());
        if (!given && mode != CredentialMode.ACCESS_KEY) {
            return Optional.empty();
        }
        return Optional.of(new AccessKeyReference(
                secret(settings, ACCESS_KEY_ID), secret(settings, SECRET_ACCESS_KEY), settings.secret(SESSION_TOKEN)));
    }

    private static SecretReference secret(Settings settings, String name) {
        return SecretReference.parse(name, settings.requireText(name));
    }

    private static Optional<Role> role(Settings settings, CredentialMode mode) {
        return switch (mode) {
            case ASSUME_ROLE -> Optional.of(role(settings, Optional.empty()));
            case WEB_IDENTITY -> {
                settings.requireText(WEB_IDENTITY_TOKEN_FILE);
                yield Optional.of(role(settings, Optional.of(settings.path(WEB_IDENTITY_TOKEN_FILE, Path.of("")))));
            }
            case DEFAULT_CHAIN, ACCESS_KEY, PROFILE, CONTAINER, INSTANCE -> Optional.empty();
        };
    }

    private static Role role(Settings settings, Optional<Path> tokenFile) {
        return new Role(
                matching(settings, ROLE_ARN, ROLE, "the ARN of an IAM role", ""),
                matching(
                        settings,
                        ROLE_SESSION_NAME,
                        SESSION,
                        "2 to 64 of A-Z a-z 0-9 _ = , . @ -",
                        DEFAULT_SESSION_NAME),
                settings.text(EXTERNAL_ID),
                tokenFile,
                endpoint(settings, STS_ENDPOINT_URL));
    }

    /** @param defaultText empty where there is no default */
    private static String matching(
            Settings settings, String name, Pattern pattern, String allowed, String defaultText) {
        String text = defaultText.isEmpty()
                ? settings.requireText(name)
                : settings.text(name).orElse(defaultText);
        if (!pattern.matcher(text).matches()) {
            throw new InvalidSettingException(name, "must be " + allowed);
        }
        return text;
    }
}
