package com.sphereon.kms.persistence.jdbi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.InvalidSettingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaPatternTest {
    private static final int MAX_CHARS = 63;

    private static SchemaPattern parse(String text) {
        return SchemaPattern.parse("schema-pattern", text, MAX_CHARS);
    }

    @ParameterizedTest
    @CsvSource({
        "tenant_{id}, acme, tenant_acme",
        "tenant_{id}, 0f8fad5b-d9cb-469f-a165-70867728950e, tenant_0f8fad5b_d9cb_469f_a165_70867728950e",
        "t{id}, able, table",
        "a{id}b, x, axb",
        "kms_{id}_keys, a-b-c, kms_a_b_c_keys"
    })
    void schema_shortTenant_patternAroundIt(String pattern, String tenant, String schema) {
        assertThat(parse(pattern).schema(new TenantId(tenant))).isEqualTo(schema);
    }

    /** These names are in databases: another one would be another tenant's emptiness. */
    @Test
    void schema_longTenant_sameForEver() {
        assertThat(parse("tenant_{id}").schema(new TenantId("a".repeat(63))))
                .isEqualTo("tenant_aaaaaaaaaaaaaaaaaaaaaa__7d3e74a05d7db15bce4ad9ec0658ea98");
    }

    @Test
    void schema_lengthsAroundTheLimit_shortenedFromThereOn() {
        SchemaPattern pattern = parse("tenant_{id}");

        assertThat(pattern.schema(new TenantId("a".repeat(56)))).isEqualTo("tenant_" + "a".repeat(56));
        assertThat(pattern.schema(new TenantId("a".repeat(57))))
                .hasSize(MAX_CHARS)
                .contains("__");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant_{id}",
                "t{id}",
                "a{id}_",
                "a_{id}",
                "abcdefghijkl{id}abcdefghijkl",
                "x_______________________{id}"
            })
    void schema_anyTenants_allDifferentAndWithinTheLimit(String text) {
        long seed = Long.getLong("kms.test.seed", System.nanoTime());
        SchemaPattern pattern = parse(text);
        Map<String, TenantId> seen = new HashMap<>();
        for (TenantId tenant : tenants(new Random(seed))) {
            String schema = pattern.schema(tenant);
            assertThat(schema).as("-Dkms.test.seed=" + seed).matches("[a-z][a-z0-9_]{0,62}");
            TenantId other = seen.put(schema, tenant);
            assertThat(other == null || other.equals(tenant))
                    .as(schema + " -Dkms.test.seed=" + seed)
                    .isTrue();
            assertThat(pattern.mayProduce(schema)).isTrue();
        }
    }

    /** Of few different characters and near the limit, so that they are alike. */
    private static List<TenantId> tenants(Random random) {
        List<TenantId> tenants = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            StringBuilder id = new StringBuilder("a");
            int length = random.nextBoolean() ? 1 + random.nextInt(8) : 24 + random.nextInt(39);
            while (id.length() < length) {
                id.append(random.nextInt(3) == 0 ? "-a" : "a");
            }
            tenants.add(new TenantId(id.length() > 63 ? id.substring(0, 62) + "b" : id.toString()));
        }
        return tenants;
    }

    /** The name a shortened one gets is no name another tenant could get unshortened. */
    @Test
    void schema_tenantNamedLikeAShortenedOne_refusedAsTenant() {
        String shortened = parse("tenant_{id}").schema(new TenantId("a".repeat(63)));

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() ->
                        new TenantId(shortened.substring("tenant_".length()).replace('_', '-')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tenant",
                "{id}",
                "{id}_x",
                "_{id}",
                "1{id}",
                "T{id}",
                "tenant-{id}",
                "tenant_{id}{id}",
                "tenant_{ID}",
                "tenant_{id",
                "t\"{id}",
                "t;{id}",
                "t {id}",
                "t\u00fc{id}",
                "tenant_{id}\n",
                "abcdefghijklm{id}abcdefghijkl"
            })
    void parse_noPattern_refused(String text) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> parse(text))
                .withMessageStartingWith("schema-pattern must hold {id} once");
    }

    @Test
    void mayProduce_otherSchemas_false() {
        SchemaPattern pattern = parse("kms_{id}_x");

        assertThat(List.of("kms_a_x", "kms_platform_x")).allMatch(pattern::mayProduce);
        assertThat(List.of("kms_x", "kms__x", "kms_a", "a_x", "public")).noneMatch(pattern::mayProduce);
    }

    @Test
    void like_underscores_takenLiterally() {
        assertThat(parse("a_b{id}_c").like()).isEqualTo("a!_b%!_c");
    }
}
