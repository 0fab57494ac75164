package com.sphereon.kms.app;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Reads the layers, the later winning: the built-in file, the files of the overlay directory in lexical order, the
 * environment, and what the program that starts the service says itself. System properties play no part.
 */
final class ConfigurationLoader {
    /** Environment variables that name the directory of overlays; the first that is set counts. */
    static final List<String> DIRECTORY_VARIABLES = List.of("KMS_CONFIG_DIR", "SPHEREON_CONFIG_LOCATION");

    /** Variables by which the library itself would let somebody turn the order of the layers around. */
    private static final Pattern META_CONFIGURATION =
            Pattern.compile("(?i)config[_.]ordinal|_.*|%.*|(smallrye|mp)[_.]config.*");

    private static final String BUILT_IN = "application.yaml";
    /** Name of the weakest layer. */
    static final String BUILT_IN_NAME = "the built-in " + BUILT_IN;

    private static final int BUILT_IN_ORDINAL = 100;
    private static final int FIRST_OVERLAY_ORDINAL = 1_000;
    private static final int ENVIRONMENT_ORDINAL = 100_000;
    private static final int PROGRAM_ORDINAL = 200_000;

    private final Map<String, String> environment;

    ConfigurationLoader(Map<String, String> environment) {
        this.environment = new HashMap<>(environment);
        this.environment
                .keySet()
                .removeIf(name -> META_CONFIGURATION.matcher(name).matches());
    }

    /**
     * @param program the strongest layer, usually empty
     * @throws ConfigurationException when a file cannot be read or a key is unknown
     */
    Configuration load(Map<String, String> program) {
        List<ConfigSource> files = new ArrayList<>();
        files.add(builtIn());
        directory().ifPresent(directory -> files.addAll(overlays(directory)));
        files.add(new Layer("the starting program", new HashMap<>(program), PROGRAM_ORDINAL));
        // An unknown variable is not ours to refuse: the environment belongs to many programs.
        files.forEach(KnownKeys::requireKnown);
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(files)
                .withSources(new EnvConfigSource(environment, ENVIRONMENT_ORDINAL))
                .build();
        return new Configuration(
                config,
                files.stream().flatMap(file -> file.getPropertyNames().stream()).collect(Collectors.toSet()));
    }

    private Optional<Path> directory() {
        return DIRECTORY_VARIABLES.stream()
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .findFirst()
                .map(name -> requireDirectory(name, Path.of(Objects.requireNonNull(environment.get(name)))));
    }

    private static Path requireDirectory(String variable, Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new ConfigurationException("%s names %s, which is not a directory".formatted(variable, directory));
        }
        return directory;
    }

    private static ConfigSource builtIn() {
        URL url = Objects.requireNonNull(ConfigurationLoader.class.getResource(BUILT_IN), BUILT_IN);
        return yaml(url, BUILT_IN_NAME, BUILT_IN_ORDINAL);
    }

    private static List<ConfigSource> overlays(Path directory) {
        List<ConfigSource> sources = new ArrayList<>();
        for (Path file : yamlFiles(directory)) {
            try {
                sources.add(yaml(file.toUri().toURL(), file.toString(), FIRST_OVERLAY_ORDINAL + sources.size()));
            } catch (IOException e) {
                throw new ConfigurationException("configuration file %s cannot be read".formatted(file));
            }
        }
        return sources;
    }

    private static List<Path> yamlFiles(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigurationException("configuration directory %s cannot be read".formatted(directory));
        }
    }

    private static ConfigSource yaml(URL url, String name, int ordinal) {
        try {
            Map<String, String> values = new TreeMap<>(new YamlConfigSource(url, ordinal).getProperties());
            return new Layer(name, KnownKeys.inKebabCase(name, values), ordinal);
        } catch (ConfigurationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new ConfigurationException("configuration file %s is not valid YAML".formatted(name));
        }
    }
}
