package com.sphereon.kms.app;

import com.sphereon.kms.core.spi.KeyProviderFactory;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The keys a configuration may have. A key that is not among them is refused, since it is most often a known one with a
 * slip in it, and the default would hold unnoticed.
 */
final class KnownKeys {
    static final String PROVIDERS = "kms.providers.";

    private static final Set<String> FIXED = Set.of(
            "server.rest.host",
            "server.rest.port",
            "server.rest.base-path",
            "server.rest.max-body-bytes",
            "server.rest.shutdown-timeout",
            "server.rest.auth.enabled",
            "server.rest.auth.anonymous.allowed",
            "server.rest.auth.anonymous.tenant",
            "kms.data-dir",
            "kms.default-provider",
            "kms.lifecycle.check-interval",
            "kms.lifecycle.destruction-window");

    private static final Pattern PROVIDER_KEY = Pattern.compile("kms\\.providers\\.([^.\"]+)\\.(.+)");

    private static final Pattern ISSUER_KEY =
            Pattern.compile(Pattern.quote(TokenConfiguration.ISSUERS) + "([^.\"]+)\\.(.+)");

    private static final Pattern CAMEL_HUMP = Pattern.compile("([a-z0-9])([A-Z])");

    private KnownKeys() {}

    /**
     * The published configuration writes its keys in kebab or camel case; here they are all in kebab case. The parser
     * quotes keys that were written with their dots; without the quotes both ways of writing are one.
     *
     * @throws ConfigurationException when a key is written in two ways, of which one would go unnoticed
     */
    static Map<String, String> inKebabCase(String file, Map<String, String> values) {
        Map<String, String> kebab = new TreeMap<>();
        values.forEach((written, value) -> {
            String key = kebab(written.replace("\"", ""));
            if (kebab.put(key, value) != null) {
                throw new ConfigurationException("%s is written in two ways in %s; leave one".formatted(key, file));
            }
        });
        return kebab;
    }

    private static String kebab(String key) {
        return CAMEL_HUMP
                .matcher(key)
                .replaceAll(hump -> hump.group(1) + "-" + hump.group(2).toLowerCase(Locale.ROOT));
    }

    /** @throws ConfigurationException naming the first unknown key, its source and the nearest known one */
    static void requireKnown(ConfigSource source) {
        Set<String> always = new LinkedHashSet<>(FIXED);
        always.addAll(DatabaseConfiguration.keys());
        always.addAll(AuditConfiguration.KEYS);
        TokenConfiguration.names().forEach(name -> always.add(TokenConfiguration.PREFIX + "." + name));
        Set<String> ofProviders = namesOfProviders();
        for (String key : source.getPropertyNames()) {
            Set<String> candidates = candidates(key, always, ofProviders);
            if (!candidates.contains(key)) {
                throw new ConfigurationException("%s is not a known key (set in %s); did you mean %s?"
                        .formatted(key, source.getName(), nearest(key, candidates)));
            }
        }
    }

    private static Set<String> namesOfProviders() {
        Set<String> names = new LinkedHashSet<>(ProviderCatalog.OF_ANY_PROVIDER);
        Discovery.factories(KeyProviderFactory.class)
                .forEach(factory -> factory.settings().forEach(setting -> names.add(setting.name())));
        return names;
    }

    private static Set<String> candidates(String key, Set<String> always, Set<String> ofProviders) {
        Set<String> candidates = new LinkedHashSet<>(always);
        Matcher issuer = ISSUER_KEY.matcher(key);
        String issuerPrefix = TokenConfiguration.ISSUERS + (issuer.matches() ? issuer.group(1) : "<name>") + ".";
        TokenConfiguration.OF_AN_ISSUER.forEach(name -> candidates.add(issuerPrefix + name));
        Matcher provider = PROVIDER_KEY.matcher(key);
        String prefix = PROVIDERS + (provider.matches() ? provider.group(1) : "<id>") + ".";
        ofProviders.forEach(name -> candidates.add(prefix + name));
        return candidates;
    }

    private static String nearest(String key, Collection<String> candidates) {
        return candidates.stream()
                .sorted()
                .min(Comparator.comparingInt(candidate -> EditDistance.between(key, candidate)))
                .orElseThrow();
    }
}
