package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.TenantConfigStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What administrators set comes back as they set it, at once. */
interface ConfigRules extends StoreFixture {

    default TenantConfigStore configuration() {
        return persistence().tenantConfiguration();
    }

    default List<ConfigProperty> properties(TenantId tenant) {
        return configuration().list(tenant);
    }

    @Test
    default void listProperties_nothingSet_nothingUntilSomethingIs() {
        assertThat(properties(tenant())).isEmpty();
        assertThat(properties(tenant())).isEmpty();

        ConfigProperty property = TenantRows.property(tenant(), "key");
        configuration().insert(property);

        assertThat(properties(tenant())).containsExactly(property);
        assertThat(properties(stranger())).isEmpty();
    }

    @Test
    default void listProperties_everyWrite_seenAtOnce() {
        ConfigProperty first = TenantRows.property(tenant(), "key");
        configuration().insert(first);
        assertThat(properties(tenant())).containsExactly(first);
        ConfigProperty second = first.with("other", KeyReferences.later(1));
        configuration().update(second);
        assertThat(properties(tenant())).containsExactly(second);
        configuration().delete(second);
        assertThat(properties(tenant())).isEmpty();
        configuration().insert(first);
        assertThat(properties(tenant())).containsExactly(first);
    }

    @Test
    default void listProperties_hostileKeysAndValues_comeBackInOrderOfKeys() {
        List<ConfigProperty> stored = RoundTripRules.HOSTILE_NAMES.stream()
                .map(name -> TenantRows.property(tenant(), name, name + "\n\t " + name))
                .toList();
        stored.forEach(configuration()::insert);

        assertThat(properties(tenant()))
                .isEqualTo(stored.stream()
                        .sorted(Comparator.comparing(ConfigProperty::key))
                        .toList());
    }

    @Test
    default void insertProperty_longestAndAnyValue_comesBackEqual() {
        List<String> values = List.of(
                "",
                " ",
                "x".repeat(ConfigProperty.MAX_VALUE_CHARS),
                "\u20ac".repeat(ConfigProperty.MAX_VALUE_CHARS),
                "\ud83d\udd11".repeat(ConfigProperty.MAX_VALUE_CHARS / 2),
                "{\"a\": [1, \"\\u0000\"]}\r\n",
                "trailing space ");
        for (int i = 0; i < values.size(); i++) {
            String key = i + "k".repeat(ConfigProperty.MAX_KEY_CHARS - 1);
            ConfigProperty property = new ConfigProperty(
                    tenant(),
                    key,
                    values.get(i),
                    new Change(Instant.parse("1999-12-31T23:59:59.999999Z"), "s".repeat(255)),
                    new Change(Instant.parse("2026-10-25T00:30:00.000001Z"), "\u00fc\ud83d\udd11"),
                    0);
            configuration().insert(property);
            assertThat(properties(tenant())).last().isEqualTo(property);
        }
        assertThat(properties(tenant())).hasSize(values.size());
    }

    /** What is remembered of the one has no part in the other. */
    @Test
    default void writeProperty_whileKeysAreRemembered_bothAsStored() {
        var key = KeyReferences.of(tenant(), "key").insertedInto(store());
        assertThat(versions(tenant(), "key")).containsExactly(key);
        assertThat(properties(tenant())).isEmpty();
        ConfigProperty property = TenantRows.property(tenant(), "key");
        configuration().insert(property);

        assertThat(versions(tenant(), "key")).containsExactly(key);
        assertThat(store().isCurrent(key)).isTrue();
        assertThat(properties(tenant())).containsExactly(property);
    }
}
