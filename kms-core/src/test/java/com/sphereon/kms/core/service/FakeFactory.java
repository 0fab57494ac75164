package com.sphereon.kms.core.service;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SettingSpec;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes instances at one backend, and remembers them. */
final class FakeFactory implements KeyProviderFactory {
    static final String TYPE = "fake";

    /** All instances that were made, in order. */
    final List<FakeProvider> made = new CopyOnWriteArrayList<>();

    /** What each of them was told. */
    final List<ProviderSettings> told = new CopyOnWriteArrayList<>();

    /** How often somebody wanted one. */
    int tried;

    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String displayName() {
        return "Fake KMS";
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.text("region", 64).asRequired(),
                SettingSpec.secret("access-key"),
                SettingSpec.duration("deadline", Duration.ofMillis(1), Duration.ofMinutes(1)));
    }

    @Override
    public KeyProvider create(ProviderSettings settings) {
        tried++;
        String region = settings.settings().requireText("region");
        if (region.equals("nowhere")) {
            throw new InvalidSettingException("region", "is nowhere");
        }
        if (region.equals("bug")) {
            throw new IllegalStateException("with something in it that nobody should see");
        }
        if (region.equals("no-library")) {
            throw new NoClassDefFoundError("of a library that is not there");
        }
        if (region.equals("greedy")) {
            throw new OutOfMemoryError("of a library that wants more than there is");
        }
        settings.settings()
                .secret("access-key")
                .ifPresent(reference -> reference.read().close());
        FakeProvider provider = new FakeProvider(keys);
        made.add(provider);
        told.add(settings);
        return provider;
    }

    FakeProvider latest() {
        return made.getLast();
    }
}
