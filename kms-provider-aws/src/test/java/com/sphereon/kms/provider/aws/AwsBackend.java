package com.sphereon.kms.provider.aws;

import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.RunningBackend;
import com.sphereon.kms.testkit.remote.SecretFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A fake AWS KMS, with the token service beside it. */
public final class AwsBackend implements RunningBackend {
    private static final String WRONG_SECRET = "CANARY/wrong+secret+access+key+0123456789";
    private static final String SESSION_ACCESS_KEY_ID = "ASIACANARY0000000001";
    private static final String SESSION_TOKEN = "CANARY-given-session-token";

    private final FakeAwsKms fake = new FakeAwsKms();
    private final FaultyHttpServer server = fake.start();
    private final SecretFiles files;
    private final boolean withRole;

    private AwsBackend(Path folder, boolean withRole) {
        this.files = new SecretFiles(folder);
        this.withRole = withRole;
        fake.signatures().accept(SESSION_ACCESS_KEY_ID, FakeAwsKms.SECRET_ACCESS_KEY, SESSION_TOKEN);
    }

    /**
     * Its provider has the credentials of a session.
     *
     * @param folder where its secrets are kept
     */
    public static AwsBackend start(Path folder) {
        return new AwsBackend(folder, false);
    }

    /**
     * Its provider has an access key, and with it assumes a role.
     *
     * @param folder where its secrets are kept
     */
    public static AwsBackend startWithRole(Path folder) {
        return new AwsBackend(folder, true);
    }

    @Override
    public String providerType() {
        return new AwsKeyProviderFactory().type();
    }

    @Override
    public Map<String, String> settings() {
        return settings(FakeAwsKms.SECRET_ACCESS_KEY);
    }

    @Override
    public Map<String, String> settingsWithWrongSecret() {
        return settings(WRONG_SECRET);
    }

    private Map<String, String> settings(String secret) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "region", FakeAwsKms.REGION,
                "endpoint-url", server.url(),
                "secret-access-key", files.reference(secret)));
        if (withRole) {
            settings.put("credential-mode", "assume-role");
            settings.put("access-key-id", files.reference(FakeAwsKms.ACCESS_KEY_ID));
            settings.put("role-arn", FakeSts.ROLE);
            settings.put("external-id", FakeSts.EXTERNAL_ID);
            settings.put("sts-endpoint-url", server.url());
        } else {
            settings.put("credential-mode", "access-key");
            settings.put("access-key-id", files.reference(SESSION_ACCESS_KEY_ID));
            settings.put("session-token", files.reference(SESSION_TOKEN));
        }
        return settings;
    }

    @Override
    public FaultyHttpServer server() {
        return server;
    }

    @Override
    public Set<String> secrets() {
        Set<String> secrets = new HashSet<>(files.secrets());
        secrets.addAll(fake.signatures().secrets());
        return secrets;
    }

    @Override
    public List<String> keysToRegister() {
        return List.of();
    }

    @Override
    public void close() {
        server.close();
    }
}
