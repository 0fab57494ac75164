package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a factory gets to make a provider from.
 *
 * @param id the instance
 * @param settings its settings
 * @param dataDirectory where a provider that keeps files may keep them, in a folder of its own; may not exist yet
 * @param observer sees the calls of a provider that is remote
 * @param owner the tenant that has it to itself; empty for one of the platform, which may serve several
 */
public record ProviderSettings(
        ProviderId id, Settings settings, Path dataDirectory, CallObserver observer, Optional<TenantId> owner) {

    /** For a provider of the platform. */
    public ProviderSettings(ProviderId id, Settings settings, Path dataDirectory, CallObserver observer) {
        this(id, settings, dataDirectory, observer, Optional.empty());
    }

    /** For a provider whose calls nobody observes. */
    public ProviderSettings(ProviderId id, Settings settings, Path dataDirectory) {
        this(id, settings, dataDirectory, CallObserver.NONE);
    }

    /** For programs that embed the service. */
    public static ProviderSettings of(String id, Map<String, String> values, Path dataDirectory) {
        return new ProviderSettings(new ProviderId(id), new Settings(values), dataDirectory);
    }
}
