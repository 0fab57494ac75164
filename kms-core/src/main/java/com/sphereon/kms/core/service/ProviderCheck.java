package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.service.ProviderValidation.Check;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.SettingSpec;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out what works of a provider: its settings, its secrets, its backend. */
final class ProviderCheck {
    private static final String DEADLINE = "deadline";

    /** How long a backend without a deadline of its own is waited for. */
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

    private static final Duration MAX_DEADLINE = Duration.ofSeconds(60);

    private final ProviderTypes types;

    ProviderCheck(ProviderTypes types) {
        this.types = types;
    }

    /** @param known one that is enabled is asked as it serves; else an instance is made for the occasion */
    ProviderValidation check(KnownProvider known) {
        ProviderDefinition definition = known.definition();
        List<Check> checks = new ArrayList<>();
        checks.add(credentials(definition));
        if (definition.enabled()) {
            checks.addAll(backend(definition, known.registered().provider()));
            return new ProviderValidation(checks);
        }
        // Closed only after the last call, should one hang.
        try (KeyProvider trial = new SwitchableProvider(
                OpenedProvider.makeOrSayWhy(types, definition.asEnabled()).provider())) {
            checks.addAll(backend(definition, trial));
        }
        return new ProviderValidation(checks);
    }

    private Check credentials(ProviderDefinition definition) {
        List<SettingSpec> specs =
                types.find(definition.type()).map(factory -> factory.settings()).orElse(List.of());
        int readable = 0;
        for (SettingSpec spec : specs) {
            String value = definition.settings().getOrDefault(spec.name(), "");
            for (String reference :
                    value.isEmpty() ? List.<String>of() : spec.kind().references(value)) {
                try {
                    SecretReference.parse(spec.name(), reference).read().close();
                    readable++;
                } catch (InvalidSettingException e) {
                    return new Check("credentials", false, String.valueOf(e.getMessage()));
                }
            }
        }
        return new Check("credentials", true, "%d secrets can be read".formatted(readable));
    }

    private static List<Check> backend(ProviderDefinition definition, KeyProvider provider) {
        Check reachable = switch (ProviderHealth.of(provider, deadline(definition))) {
            case Health.Up up -> new Check("reachable", true, "the backend answers");
            case Health.Down down -> new Check("reachable", false, down.reason());
        };
        return Stream.of(reachable, capabilities(provider)).toList();
    }

    private static Check capabilities(KeyProvider provider) {
        try {
            Capabilities capabilities = provider.capabilities();
            return new Check(
                    "capabilities",
                    true,
                    "%s with keys of type %s"
                            .formatted(
                                    capabilities.operations().keySet().stream()
                                            .map(Enum::name)
                                            .collect(Collectors.joining(", ")),
                                    capabilities.keys().keyTypes()));
        } catch (KmsException e) {
            return new Check("capabilities", false, String.valueOf(e.getMessage()));
        }
    }

    /** The health of a backend never takes longer than one of its calls may. */
    private static Duration deadline(ProviderDefinition definition) {
        try {
            Duration own = Optional.ofNullable(definition.settings().get(DEADLINE))
                    .map(Duration::parse)
                    .orElse(DEFAULT_DEADLINE);
            return own.compareTo(MAX_DEADLINE) < 0 ? own : MAX_DEADLINE;
        } catch (DateTimeParseException e) {
            return DEFAULT_DEADLINE;
        }
    }
}
