package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.core.spi.SettingKind;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.core.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the factories say of their settings is what people are told: in the published schemas and in the documents. */
class ProviderSettingsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final String SECRET = "#/components/schemas/SecretReference";

    @TempDir
    private Path folder;

    static Stream<KeyProviderFactory> factories() {
        return ServiceLoader.load(KeyProviderFactory.class).stream().map(ServiceLoader.Provider::get);
    }

    /** {@code AwsKmsProviderConfiguration} for {@code aws_kms}. */
    private static JsonNode schema(String type) {
        String name = Arrays.stream(type.split("_", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("", "", "ProviderConfiguration"));
        JsonNode schema = PublishedApi.document().at("/components/schemas/" + name);
        assertThat(schema.isObject()).as(name).isTrue();
        return schema;
    }

    @ParameterizedTest
    @MethodSource("factories")
    void schema_ofAType_isWhatItsFactorySays(KeyProviderFactory factory) {
        JsonNode schema = schema(factory.type());
        List<String> described = new ArrayList<>();
        collect("", schema, described);

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        factory.settings().stream().map(SettingSpec::memberName).toList());
        for (SettingSpec spec : factory.settings()) {
            String[] path = spec.memberName().split("\\.", -1);
            JsonNode object = schema;
            for (String step : Arrays.copyOf(path, path.length - 1)) {
                object = object.get("properties").get(step);
            }
            String last = path[path.length - 1];
            Set<String> required = new TreeSet<>();
            object.path("required").forEach(name -> required.add(name.textValue()));
            assertThat(required.contains(last)).as(spec.name()).isEqualTo(spec.required());
            assertDescribed(spec, object.get("properties").get(last));
        }
    }

    private static void collect(String prefix, JsonNode schema, List<String> into) {
        assertThat(schema.path("additionalProperties").isBoolean()).as(prefix).isTrue();
        schema.get("properties").properties().forEach(member -> {
            if (member.getValue().has("properties")) {
                collect(prefix + member.getKey() + ".", member.getValue(), into);
            } else {
                into.add(prefix + member.getKey());
            }
        });
    }

    private static void assertDescribed(SettingSpec spec, JsonNode member) {
        String shape = switch (spec.kind()) {
            case SettingKind.Text text -> "string max " + text.maxChars();
            case SettingKind.Url url -> "string uri max " + SettingKind.MAX_CHARS;
            case SettingKind.Secret secret -> SECRET;
            case SettingKind.Secrets secrets -> "array of " + SECRET + " max " + secrets.maxCount();
            case SettingKind.WholeNumber number -> "integer from " + number.min() + " to " + number.max();
            case SettingKind.Flag flag -> "boolean";
            case SettingKind.Period period -> "string duration";
            case SettingKind.Choice choice -> "string of " + constants(choice.allowed());
        };
        assertThat(shape(member)).as(spec.name()).isEqualTo(shape);
        assertThat(member.path("default").asText(""))
                .as("default of %s", spec.name())
                .isEqualTo(
                        spec.defaultValue().map(value -> written(spec, value)).orElse(""));
    }

    private static String shape(JsonNode member) {
        if (member.has("$ref")) {
            return member.get("$ref").textValue();
        }
        String type = member.get("type").textValue();
        return switch (type) {
            case "integer" -> type + " from " + member.get("minimum") + " to " + member.get("maximum");
            case "array" -> type + " of " + member.at("/items/$ref").textValue() + " max " + member.get("maxItems");
            case "string" -> type + string(member);
            default -> type;
        };
    }

    private static String string(JsonNode member) {
        if (member.has("enum")) {
            List<String> values = new ArrayList<>();
            member.get("enum").forEach(value -> values.add(value.textValue()));
            return " of " + values;
        }
        return (member.has("format") ? " " + member.get("format").textValue() : "")
                + (member.has("maxLength") ? " max " + member.get("maxLength") : "");
    }

    private static List<String> constants(List<String> words) {
        return words.stream()
                .map(word -> word.toUpperCase(Locale.ROOT).replace('-', '_'))
                .toList();
    }

    private static String written(SettingSpec spec, String value) {
        return spec.kind() instanceof SettingKind.Choice
                ? constants(List.of(value)).getFirst()
                : value;
    }

    /** A setting without a column could be declared, but not registered. */
    @ParameterizedTest
    @MethodSource("factories")
    void registry_ofAType_hasAPlaceForEverySetting(KeyProviderFactory factory) {
        var embedded = Discovery.persistenceFactory("dialect", "embedded");
        try (PlatformPersistence platform = embedded.openPlatform(new Settings(Map.of()), folder)) {
            for (SettingSpec spec : factory.settings()) {
                Map<String, String> settings = new HashMap<>();
                factory.settings().stream()
                        .filter(other -> other.required() || other.equals(spec))
                        .forEach(other -> settings.put(other.name(), sample(other.kind())));
                Throwable refusal = catchThrowable(
                        () -> platform.providerRegistry().insert(registration(factory.type(), settings)));
                // One setting may need another; that there is a column is all that is asked here.
                assertThat(refusal == null || refusal instanceof IntegrityException)
                        .as("%s: %s", spec.name(), refusal)
                        .isTrue();
            }
        }
    }

    private static ProviderRegistration registration(String type, Map<String, String> settings) {
        UUID id = UUID.randomUUID();
        return ProviderRegistration.created(
                id,
                new ProviderDefinition(
                        new ProviderId("p-" + id), type, "A provider", ProviderVisibility.tenants(), true, settings),
                new Change(Instant.EPOCH, "test"));
    }

    private static String sample(SettingKind kind) {
        return switch (kind) {
            case SettingKind.Text text -> "x";
            case SettingKind.Url url -> "https://kms.example";
            case SettingKind.Secret secret -> "env:X";
            case SettingKind.Secrets secrets -> "env:X,file:/y";
            case SettingKind.WholeNumber number -> Integer.toString(number.max());
            case SettingKind.Flag flag -> "true";
            case SettingKind.Period period -> period.max().toString();
            case SettingKind.Choice choice -> choice.allowed().getLast();
        };
    }

    @ParameterizedTest
    @MethodSource("factories")
    void document_ofAType_listsEverySettingWithItsDefault(KeyProviderFactory factory) throws IOException {
        List<List<String>> rows = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals("### Provider type `%s`".formatted(factory.type())))
                .dropWhile(line -> !line.startsWith("| Key below `kms.providers.<id>` |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.substring(1).split(" \\| ", -1))
                        .map(String::strip)
                        .toList())
                .toList();

        assertThat(rows)
                .extracting(List::getFirst)
                .containsExactlyInAnyOrderElementsOf(factory.settings().stream()
                        .map(spec -> "`" + spec.name() + "`")
                        .toList());
        for (SettingSpec spec : factory.settings()) {
            String written = rows.stream()
                    .filter(row -> row.getFirst().equals("`" + spec.name() + "`"))
                    .map(row -> row.get(1))
                    .findFirst()
                    .orElseThrow();
            spec.defaultValue()
                    .ifPresent(value -> assertThat(written).as(spec.name()).isEqualTo("`" + value + "`"));
            assertThat(written.equals("required")).as(spec.name()).isEqualTo(spec.required());
        }
    }
}
