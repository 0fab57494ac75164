package com.sphereon.kms.core.model;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody says a provider shall be, in the configuration or over REST.
 *
 * @param type the type of its factory, such as {@code aws_kms}
 * @param displayName what people read; 1 to {@value #MAX_DISPLAY_NAME_CHARS} characters, none of them a control character
 * @param enabled whether it is used at all
 * @param settings by kebab-case name; secrets are references
 */
public record ProviderDefinition(
        ProviderId id,
        String type,
        String displayName,
        ProviderVisibility visibility,
        boolean enabled,
        Map<String, String> settings) {
    /** Longest display name, in characters. */
    public static final int MAX_DISPLAY_NAME_CHARS = 160;

    private static final Pattern DISPLAY_NAME = Pattern.compile("[^\\p{Cc}]{1," + MAX_DISPLAY_NAME_CHARS + "}");

    /** @throws InvalidRequestException when the display name is not of the allowed form */
    public ProviderDefinition {
        if (displayName.isBlank() || !DISPLAY_NAME.matcher(displayName).matches()) {
            throw new InvalidRequestException(
                    "displayName is not allowed; allowed are 1 to %d characters, not only spaces, none a control character"
                            .formatted(MAX_DISPLAY_NAME_CHARS));
        }
        settings = Map.copyOf(settings);
    }

    /** The tenant whose it is; the platform's when empty. */
    public Optional<TenantId> owner() {
        return visibility.owner();
    }

    /**
     * Whether some tenant could see both under one id: two tenants may each have one of their own by a name, but nobody may
     * have one by a name that the platform uses.
     */
    public boolean sharesNameWith(ProviderDefinition other) {
        return id.equals(other.id)
                && (owner().equals(other.owner())
                        || owner().isEmpty() != other.owner().isEmpty());
    }

    /** The same, in use. */
    public ProviderDefinition asEnabled() {
        return new ProviderDefinition(id, type, displayName, visibility, true, settings);
    }

    /** Whether the same instance can serve both. */
    public boolean opensLike(ProviderDefinition other) {
        return enabled == other.enabled && type.equals(other.type) && settings.equals(other.settings);
    }
}
