package com.sphereon.kms.provider.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.testkit.provider.TestData;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link DerivedName} and {@link KeyTags}. */
class NamesTest {
    private static final UUID REFERENCE = UUID.fromString("6f1b1c1e-0000-4000-8000-000000000001");
    private static final int ROUNDS = 3000;

    /** Few characters, and those that mean something: so that many aliases are almost the same. */
    private static final String HOSTILE = "ab/_-:.=%@~A";

    private final TestData data = TestData.fresh();

    @Test
    void aws_dutyAndPlainAlias_readable() {
        assertThat(aws("acme", "issuer:credential-signing", 3)).isEqualTo("alias/kms/acme/issuer/credential-signing/3");
        assertThat(aws("acme", "my_key-1", 1)).isEqualTo("alias/kms/acme/-/my_key-1/1");
    }

    @Test
    void aws_aliasThatDoesNotFit_hashed() {
        assertThat(aws("acme", "a:b", 1)).matches("alias/kms/acme/-/a_b/[0-9a-f]{20}/1");
        assertThat(aws("acme", "issuer:unknown", 1)).matches("alias/kms/acme/-/issuer_unknown/[0-9a-f]{20}/1");
        assertThat(aws("acme", "x".repeat(512), 1)).hasSize(256).matches("alias/kms/acme/-/x+/[0-9a-f]{20}/1");
    }

    @Test
    void aws_longestAliasThatFits_notHashedAndOneMoreIs() {
        int room = 256 - "alias/kms/acme/-//1".length();
        assertThat(aws("acme", "x".repeat(room), 1)).hasSize(256).doesNotContainPattern("[0-9a-f]{20}/1$");
        assertThat(aws("acme", "x".repeat(room + 1), 1)).hasSize(256).matches(".*/x+/[0-9a-f]{20}/1");
    }

    /** An alias that looks like the hashed name of another. */
    @Test
    void aws_aliasThatImitatesAnother_otherName() {
        String hashed = aws("acme", "a:b", 1);
        String imitation = hashed.substring("alias/kms/acme/-/".length(), hashed.length() - "/1".length());
        assertThat(aws("acme", imitation, 1)).isNotEqualTo(hashed);
        assertThat(aws("acme", "issuer/credential-signing", 1))
                .isNotEqualTo(aws("acme", "issuer:credential-signing", 1));
        assertThat(aws("acme", "x/1", 2)).isNotEqualTo(aws("acme", "x", 1));
    }

    @Test
    void azure_anyAlias_allowedAndCaseDoesNotMatter() {
        String longest = azure("t".repeat(63), "~".repeat(512), Integer.MAX_VALUE, REFERENCE);
        assertThat(longest).matches("[0-9a-zA-Z-]{1,127}");
        assertThat(azure("acme", "issuer:credential-signing", 3, REFERENCE))
                .matches("kms-acme-issuer-credential-signing-3-[0-9a-f]{20}");
        assertThat(azure("acme", "key", 1, REFERENCE)).isNotEqualToIgnoringCase(azure("acme", "KEY", 1, REFERENCE));
        assertThat(azure("acme", "key", 1, REFERENCE)).isNotEqualTo(azure("acme", "key", 1, UUID.randomUUID()));
    }

    @Test
    void names_hostileAliases_allAllowedAndDifferent() {
        Set<KeyName> names = new HashSet<>();
        Set<String> aws = new HashSet<>();
        Set<String> azure = new HashSet<>();
        for (int i = 0; i < ROUNDS; i++) {
            names.add(hostile());
        }
        for (KeyName name : names) {
            aws.add(DerivedName.aws(name));
            azure.add(DerivedName.azure(newKey(name, REFERENCE)).toLowerCase(Locale.ROOT));
        }
        assertThat(names).as("%s", data).hasSizeGreaterThan(ROUNDS / 2);
        assertThat(aws).as("%s", data).hasSameSizeAs(names).allMatch(n -> n.matches("alias/[a-zA-Z0-9/_-]{1,250}"));
        assertThat(azure).as("%s", data).hasSameSizeAs(names).allMatch(n -> n.matches("[0-9a-zA-Z-]{1,127}"));
    }

    @Test
    void tags_hostileAliases_allowedAndTellTheName() {
        for (int i = 0; i < ROUNDS; i++) {
            NewKey key = newKey(hostile(), REFERENCE);
            Map<String, String> tags = KeyTags.of(key);
            assertThat(tags).hasSizeLessThanOrEqualTo(10).containsEntry(KeyTags.REFERENCE, REFERENCE.toString());
            assertThat(tags.values()).allMatch(value -> value.matches("[a-zA-Z0-9 +=._:/@-]{1,256}"));
            assertThat(KeyTags.name(tags)).as("%s", data).contains(key.name());
        }
    }

    @Test
    void tags_longestAliasOfOddCharacters_severalTags() {
        NewKey key = newKey(name("acme", "~".repeat(512), 1), REFERENCE);
        Map<String, String> tags = KeyTags.of(key);
        assertThat(tags).hasSize(9).containsKeys("kms-alias", "kms-alias-6").doesNotContainKey("kms-alias-7");
        assertThat(KeyTags.name(tags)).contains(key.name());
    }

    @Test
    void tags_missingOrNonsense_noName() {
        Map<String, String> good = KeyTags.of(newKey(name("acme", "a", 1), REFERENCE));
        for (String tag : List.of(KeyTags.TENANT, KeyTags.ALIAS, KeyTags.VERSION)) {
            for (String value : List.of("", "=zz", "=", "\u0000", "-1 x")) {
                Map<String, String> changed = new HashMap<>(good);
                changed.put(tag, value);
                assertThat(KeyTags.name(changed).filter(name("acme", "a", 1)::equals))
                        .as("%s=%s", tag, value)
                        .isEmpty();
            }
        }
        assertThat(KeyTags.name(Map.of())).isEmpty();
    }

    private KeyName hostile() {
        StringBuilder alias = new StringBuilder();
        int length = data.number(10) == 0 ? 1 + data.number(512) : 1 + data.number(8);
        for (int i = 0; i < length; i++) {
            alias.append(HOSTILE.charAt(data.number(HOSTILE.length())));
        }
        String tenant = List.of("a", "a-b", "a-b-a", "b", "t".repeat(63)).get(data.number(5));
        String text = alias.toString();
        return name(tenant, text.equals(".") || text.equals("..") ? "dots" : text, 1 + data.number(3));
    }

    private static String aws(String tenant, String alias, int version) {
        String name = DerivedName.aws(name(tenant, alias, version));
        assertThat(name.getBytes(StandardCharsets.US_ASCII)).hasSizeLessThanOrEqualTo(256);
        return name;
    }

    private static String azure(String tenant, String alias, int version, UUID reference) {
        return DerivedName.azure(newKey(name(tenant, alias, version), reference));
    }

    private static KeyName name(String tenant, String alias, int version) {
        return new KeyName(new TenantId(tenant), new KeyAlias(alias), version);
    }

    private static NewKey newKey(KeyName name, UUID reference) {
        KeySpec spec = new KeySpec.Ec(Curve.P_256);
        KeyUsage usage = KeyUsage.of(spec, Optional.empty(), Set.of());
        return new NewKey(reference, name, KeyParameters.of(spec, usage, Optional.empty()));
    }
}
