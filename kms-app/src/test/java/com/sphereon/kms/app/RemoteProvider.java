package com.sphereon.kms.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.SettingKind;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.provider.aws.AwsBackend;
import com.sphereon.kms.provider.azure.AzureBackend;
import com.sphereon.kms.provider.csc.CscBackend;
import com.sphereon.kms.provider.rest.RestBackend;
import com.sphereon.kms.testkit.remote.RunningBackend;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/** A provider whose backend runs in this process, as it is registered over REST. */
record RemoteProvider(String id, RunningBackend backend) implements AutoCloseable {

    /** One of each type there is. */
    static List<RemoteProvider> startFour(Path folder) {
        return List.of(
                new RemoteProvider("aws", AwsBackend.start(folder)),
                new RemoteProvider("azure", AzureBackend.start(folder)),
                new RemoteProvider("csc", CscBackend.start(folder)),
                new RemoteProvider("rest", RestBackend.start(folder)));
    }

    String path() {
        return "/providers/" + id;
    }

    /**
     * What registers it, for all tenants, with time for a process that has all of a library to load yet.
     *
     * @param settings more of them, or others, in the form {@code name, value, name, value}
     */
    ObjectNode body(String... settings) {
        return body(backend.settings(), settings);
    }

    /** The same with other settings than those of the backend. */
    ObjectNode body(Map<String, String> settings, String... others) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("deadline", "PT60S");
        for (int i = 0; i < others.length; i += 2) {
            all.put(others[i], others[i + 1]);
        }
        return Json.object(
                "providerId",
                id,
                "type",
                backend.providerType().toUpperCase(Locale.ROOT),
                "sharedWithAll",
                true,
                "configuration",
                configuration(all));
    }

    private ObjectNode configuration(Map<String, String> settings) {
        ObjectNode configuration = Json.object();
        for (SettingSpec spec : specs()) {
            if (settings.containsKey(spec.name())) {
                String member = Pattern.compile("-(.)")
                        .matcher(spec.name())
                        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
                String value = settings.get(spec.name());
                switch (spec.kind()) {
                    case SettingKind.WholeNumber number -> configuration.put(member, Integer.parseInt(value));
                    case SettingKind.Choice choice ->
                        configuration.put(member, value.toUpperCase(Locale.ROOT).replace('-', '_'));
                    default -> configuration.put(member, value);
                }
            }
        }
        return configuration;
    }

    private List<SettingSpec> specs() {
        return ServiceLoader.load(KeyProviderFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.type().equals(backend.providerType()))
                .findFirst()
                .orElseThrow()
                .settings();
    }

    /** Makes a key on P-256 there, or registers the first that is there already, and returns its alias. */
    String newKey(KmsClient client, String alias) {
        if (backend.keysToRegister().isEmpty()) {
            client.post(path() + "/keys", Json.object("alias", alias, "alg", "ECDSA_SHA256"))
                    .expect(201);
            return alias;
        }
        return register(client, backend.keysToRegister().getFirst());
    }

    /** Registers a key that is there already, and returns its alias. */
    String register(KmsClient client, String key) {
        client.post("/keys/register", Json.object("providerId", id, "alias", key))
                .expect(201);
        return key;
    }

    /** Defines it anew, whatever its version. */
    Answer change(KmsClient client, ObjectNode body) {
        return client.send(
                "PUT",
                path(),
                BodyPublishers.ofString(body.toString()),
                "If-Match",
                "*",
                "Content-Type",
                "application/json");
    }

    Answer remove(KmsClient client) {
        return client.send("DELETE", path(), BodyPublishers.noBody(), "If-Match", "*");
    }

    @Override
    public void close() {
        backend.close();
    }
}
