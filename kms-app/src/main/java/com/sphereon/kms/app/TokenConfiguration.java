package com.sphereon.kms.app;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.http.token.ClaimSettings;
import com.sphereon.kms.http.token.IssuerSettings;
import com.sphereon.kms.http.token.JwksSettings;
import com.sphereon.kms.http.token.Role;
import com.sphereon.kms.http.token.TokenAlgorithm;
import com.sphereon.kms.http.token.TokenSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys below {@code server.rest.auth} that say which tokens are accepted. */
final class TokenConfiguration {
    static final String PREFIX = "server.rest.auth";
    static final String ISSUERS = PREFIX + ".issuers.";
    static final Set<String> OF_AN_ISSUER = Set.of("issuer", "jwks-uri", "audience");

    private static final String ISSUER = "issuer";
    private static final String JWKS_URI = "jwks-uri";
    private static final String CA_CERTIFICATE = "jwks.ca-certificate";

    private static final DurationSetting CLOCK_SKEW =
            new DurationSetting("clock-skew", Duration.ZERO, TokenSettings.MAX_CLOCK_SKEW);
    private static final DurationSetting REFRESH =
            new DurationSetting("jwks.refresh-interval", Duration.ofSeconds(10), Duration.ofHours(1));
    private static final DurationSetting MIN_REFETCH =
            new DurationSetting("jwks.min-refetch-interval", Duration.ofSeconds(1), Duration.ofMinutes(5));
    private static final DurationSetting MAX_STALE =
            new DurationSetting("jwks.max-stale", Duration.ofSeconds(10), Duration.ofDays(1));
    private static final DurationSetting TIMEOUT =
            new DurationSetting("jwks.timeout", Duration.ofMillis(100), Duration.ofSeconds(30));

    private final Configuration configuration;
    private final Settings auth;

    private TokenConfiguration(Configuration configuration) {
        this.configuration = configuration;
        this.auth = configuration.below(PREFIX, names());
    }

    /** All names below the prefix but those of further issuers. */
    static Set<String> names() {
        Set<String> names = new HashSet<>(Set.of(
                ISSUER,
                JWKS_URI,
                "platform-issuer",
                "platform-jwks-uri",
                "expected-audience",
                "algorithms",
                CLOCK_SKEW.name(),
                "tenant-claims",
                "roles-claim",
                "service-claim",
                REFRESH.name(),
                MIN_REFETCH.name(),
                MAX_STALE.name(),
                TIMEOUT.name(),
                CA_CERTIFICATE,
                "token-cache-size"));
        Arrays.stream(Role.values()).map(TokenConfiguration::roleNames).forEach(names::add);
        return names;
    }

    private static String roleNames(Role role) {
        return "role-names." + role.id();
    }

    /** @throws ConfigurationException when a value is wrong, or there is no issuer, half of one, or one twice */
    static TokenSettings read(Configuration configuration) {
        TokenConfiguration tokens = new TokenConfiguration(configuration);
        return configuration.explaining(PREFIX, tokens::settings);
    }

    /**
     * Whoever names issuers wants tokens. If only the built-in file says that there are none, the key that turns them on
     * was forgotten or misspelt, and everybody would be let in.
     *
     * @throws ConfigurationException when it is so
     */
    static void requireUnused(Configuration configuration, String enabled) {
        if (!configuration.isBuiltIn(enabled)) {
            return;
        }
        Stream.concat(
                        Stream.of(ISSUER, JWKS_URI, "platform-issuer", "platform-jwks-uri")
                                .map(name -> PREFIX + "." + name),
                        configuration.namesBelow(ISSUERS).stream()
                                .flatMap(name -> OF_AN_ISSUER.stream().map(part -> ISSUERS + name + "." + part)))
                .filter(key -> configuration.text(key).isPresent())
                .findFirst()
                .ifPresent(key -> {
                    throw new ConfigurationException(
                            "%s is set%s, but %s is not: set it to true, or to false if everybody shall be let in"
                                    .formatted(key, configuration.origin(key), enabled));
                });
    }

    private TokenSettings settings() {
        Duration skew = CLOCK_SKEW.read(auth, TokenSettings.DEFAULT_CLOCK_SKEW);
        if (skew.toNanosPart() != 0) {
            throw new InvalidSettingException(CLOCK_SKEW.name(), "must be whole seconds");
        }
        return new TokenSettings(
                issuers(),
                auth.text("expected-audience").orElse(TokenSettings.DEFAULT_AUDIENCE),
                algorithms(),
                skew,
                claims(),
                jwks(),
                auth.number("token-cache-size", TokenSettings.DEFAULT_CACHE_SIZE, 1, TokenSettings.MAX_CACHE_SIZE));
    }

    private List<IssuerSettings> issuers() {
        List<IssuerSettings> issuers = new ArrayList<>();
        issuer("default", auth, ISSUER, JWKS_URI).ifPresent(issuers::add);
        issuer("platform", auth, "platform-issuer", "platform-jwks-uri").ifPresent(issuers::add);
        for (String name : configuration.namesBelow(ISSUERS)) {
            String prefix = ISSUERS + name;
            Settings settings = configuration.below(prefix, OF_AN_ISSUER);
            issuers.add(configuration.explaining(
                    prefix,
                    () -> issuer(name, settings, ISSUER, JWKS_URI)
                            .orElseThrow(() -> new InvalidSettingException(ISSUER, "is required but not set"))));
        }
        if (issuers.isEmpty()) {
            throw new ConfigurationException(
                    "%1$s.enabled is true%2$s, but no issuer is known whose tokens could be verified; set %1$s.issuer and %1$s.jwks-uri, or %1$s.platform-issuer and %1$s.platform-jwks-uri, or %1$s.issuers.<name>.issuer and %1$s.issuers.<name>.jwks-uri"
                            .formatted(PREFIX, configuration.origin(PREFIX + ".enabled")));
        }
        requireDistinct(issuers);
        return issuers;
    }

    private static Optional<IssuerSettings> issuer(String name, Settings settings, String issuerKey, String uriKey) {
        Optional<String> issuer = settings.text(issuerKey);
        Optional<String> uri = settings.text(uriKey);
        if (issuer.isEmpty() && uri.isEmpty()) {
            return Optional.empty();
        }
        if (issuer.isEmpty()) {
            throw new InvalidSettingException(issuerKey, "is required beside " + uriKey + " but not set");
        }
        if (uri.isEmpty()) {
            throw new InvalidSettingException(uriKey, "is required beside " + issuerKey + " but not set");
        }
        // Only further issuers can have an audience of their own; the others have no such setting.
        return Optional.of(new IssuerSettings(name, issuer.get(), uri(uriKey, uri.get()), settings.text("audience")));
    }

    private static URI uri(String key, String text) {
        try {
            URI uri = new URI(text);
            if (IssuerSettings.isJwksUri(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // falls through to the one message that says what is allowed
        }
        throw new InvalidSettingException(
                key, "must be an https or http URI with a host, without user information and fragment");
    }

    private static void requireDistinct(List<IssuerSettings> issuers) {
        for (IssuerSettings issuer : issuers) {
            List<String> same = issuers.stream()
                    .filter(other -> other.issuer().equals(issuer.issuer()))
                    .map(other -> "'" + other.name() + "'")
                    .toList();
            if (same.size() > 1) {
                throw new ConfigurationException("%s: the issuers %s have the same issuer; each token has one issuer"
                        .formatted(PREFIX, String.join(" and ", same)));
            }
        }
    }

    private Set<TokenAlgorithm> algorithms() {
        Set<TokenAlgorithm> algorithms = new LinkedHashSet<>();
        for (String id : list(auth, "algorithms", "")) {
            algorithms.add(TokenAlgorithm.of(id)
                    .orElseThrow(() -> new InvalidSettingException(
                            "algorithms",
                            Arrays.stream(TokenAlgorithm.values())
                                    .map(TokenAlgorithm::id)
                                    .collect(Collectors.joining(", ", "must be some of: ", "")))));
        }
        return algorithms.isEmpty() ? Set.of(TokenAlgorithm.values()) : algorithms;
    }

    private ClaimSettings claims() {
        Map<Role, Set<String>> roleNames = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            roleNames.put(role, new HashSet<>(list(auth, roleNames(role), role.id())));
        }
        return new ClaimSettings(
                list(auth, "tenant-claims", String.join(",", ClaimSettings.DEFAULT.tenantClaims())),
                auth.text("roles-claim").orElse(ClaimSettings.DEFAULT.rolesClaim()),
                roleNames,
                auth.text("service-claim").orElse(ClaimSettings.DEFAULT.serviceClaim()));
    }

    /** Values between commas; one that is empty is a slip. */
    private static List<String> list(Settings settings, String name, String defaultValue) {
        String text = settings.text(name).orElse(defaultValue);
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> values =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (values.contains("")) {
            throw new InvalidSettingException(name, "must be values with commas between them");
        }
        return values;
    }

    private JwksSettings jwks() {
        Duration refresh = REFRESH.read(auth, JwksSettings.DEFAULT.refreshInterval());
        Duration maxStale = MAX_STALE.read(auth, JwksSettings.DEFAULT.maxStale());
        if (maxStale.compareTo(refresh) < 0) {
            throw new InvalidSettingException(MAX_STALE.name(), "must not be less than " + REFRESH.name());
        }
        return new JwksSettings(
                refresh,
                MIN_REFETCH.read(auth, JwksSettings.DEFAULT.minRefetchInterval()),
                maxStale,
                TIMEOUT.read(auth, JwksSettings.DEFAULT.timeout()),
                authorities());
    }

    private List<X509Certificate> authorities() {
        if (auth.text(CA_CERTIFICATE).isEmpty()) {
            return List.of();
        }
        Path file = auth.path(CA_CERTIFICATE, Path.of(""));
        try (InputStream pem = Files.newInputStream(file)) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (IOException | CertificateException e) {
            // falls through to the one message that says what is wanted
        }
        throw new InvalidSettingException(CA_CERTIFICATE, "must name a readable file with certificates in PEM");
    }
}
