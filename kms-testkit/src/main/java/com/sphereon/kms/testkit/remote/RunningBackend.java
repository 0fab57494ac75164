package com.sphereon.kms.testkit.remote;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A backend of one type of provider, running on this machine, with what a KMS needs to use it: for tests of a whole KMS. Safe for
 * use by many threads.
 */
public interface RunningBackend extends AutoCloseable {
    /** The type of its provider, as the provider's factory calls it. */
    String providerType();

    /** The settings of a provider on it, by their names in kebab case; secrets are in files. No limits are set. */
    Map<String, String> settings();

    /** The same settings, but with a secret that this backend refuses. */
    Map<String, String> settingsWithWrongSecret();

    /** Where it listens; it hangs, fails and lies on demand. */
    FaultyHttpServer server();

    /** Every secret there was so far: those the settings refer to, and the tokens given out, each as it was handed over. */
    Set<String> secrets();

    /** The ids of keys that are there for registering; none where a provider generates its keys. */
    List<String> keysToRegister();

    @Override
    void close();
}
