package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What comes back is what was written, to the last character and microsecond. */
interface RoundTripRules extends StoreFixture {
    /** Texts that mean something to some database, driver, template engine or shell. */
    List<String> HOSTILE_NAMES = List.of(
            "'",
            "\"",
            "`",
            "\\",
            "\\'",
            "''",
            "%",
            "_",
            "a%",
            "a_",
            "*",
            "?",
            "a?b",
            ":alias",
            "::text",
            "#{alias}",
            "${alias}",
            "<alias>",
            "{alias}",
            "$1",
            "@a",
            "--",
            "/*",
            "*/",
            ";",
            "';drop/**/table/**/key_reference;--",
            "'or'1'='1",
            "\\x00",
            "\\u0000",
            "%00",
            "null",
            "NULL",
            "true",
            "0",
            "00",
            "1e3",
            "0x10",
            "..x",
            "../../etc/passwd",
            "a",
            "A",
            "aa",
            "Aa",
            "a.",
            "a~",
            "a!");

    @Test
    default void insert_everyKindOfKey_comesBackEqual() {
        List<KeyReference> stored = new ArrayList<>();
        for (KeyParameters parameters : KindsOfKeys.all()) {
            String alias = "key-%04d".formatted(stored.size());
            stored.add(KeyReferences.of(tenant(), alias).parameters(parameters).insertedInto(store()));
        }

        assertThat(stored).hasSize(249);
        assertThat(all(tenant())).isEqualTo(stored);
    }

    @Test
    default void insert_everyKindOfReservation_comesBackEqual() {
        List<KeyParameters> kinds = KindsOfKeys.all();
        for (int i = 0; i < kinds.size(); i += 10) {
            KeyReference reservation = KeyReferences.of(tenant(), "key-" + i)
                    .parameters(kinds.get(i))
                    .creating();
            store().insert(reservation);
            assertThat(versions(tenant(), "key-" + i)).containsExactly(reservation);
        }
    }

    @Test
    default void insert_everyStateAndOrigin_comesBackEqual() {
        List<KeyReference> stored = Stream.of(Origin.values())
                .flatMap(origin -> Stream.of(KeyState.values())
                        .map(state -> KeyReferences.of(tenant(), origin + "-" + state)
                                .origin(origin)
                                .state(state)
                                .insertedInto(store())))
                .toList();

        assertThat(all(tenant())).containsExactlyInAnyOrderElementsOf(stored);
    }

    @Test
    default void insert_certificates_comeBackInOrder() {
        List<String> longChain = IntStream.range(0, 10)
                .mapToObj(i -> "MII" + (char) ('Z' - i) + "+/".repeat(2000) + "==")
                .toList();
        List<List<String>> chains =
                List.of(List.of("MIIB"), longChain, List.of("same", "same"), List.of("\"", ",", ""));
        for (List<String> chain : chains) {
            KeyReference stored = KeyReferences.of(tenant(), "key-" + chain.hashCode())
                    .chain(chain)
                    .insertedInto(store());
            assertThat(byKid(tenant(), stored.kid().value())).containsExactly(stored);
        }
    }

    @Test
    default void insert_hostileNames_eachIsItself() {
        List<KeyReference> stored = HOSTILE_NAMES.stream()
                .map(name -> KeyReferences.of(tenant(), name).kid(name).insertedInto(store()))
                .toList();

        for (KeyReference reference : stored) {
            assertThat(versions(tenant(), reference.kid().value())).containsExactly(reference);
            assertThat(byKid(tenant(), reference.kid().value())).containsExactly(reference);
        }
        assertThat(all(tenant())).containsExactlyInAnyOrderElementsOf(stored);
    }

    @Test
    default void insert_everyAllowedCharacter_comesBackEqual() {
        String characters = IntStream.rangeClosed('!', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        KeyReference stored = KeyReferences.of(tenant(), characters)
                .kid(new StringBuilder(characters).reverse().toString())
                .created(new Change(KeyReferences.CREATED.at(), characters))
                .insertedInto(store());

        assertThat(versions(tenant(), characters)).containsExactly(stored);
        assertThat(byKid(tenant(), stored.kid().value())).containsExactly(stored);
    }

    @Test
    default void insert_longestNames_differInTheLastCharacter() {
        String head = "n".repeat(511);
        KeyReference one =
                KeyReferences.of(tenant(), head + "1").kid("k" + head).insertedInto(store());
        KeyReference two =
                KeyReferences.of(tenant(), head + "2").kid(head + "k").insertedInto(store());
        KeyReference shorter = KeyReferences.of(tenant(), head).insertedInto(store());

        assertThat(versions(tenant(), head + "1")).containsExactly(one);
        assertThat(versions(tenant(), head + "2")).containsExactly(two);
        assertThat(versions(tenant(), head)).containsExactly(shorter);
        assertThat(byKid(tenant(), head + "k")).containsExactly(two);
        assertThat(versions(tenant(), head + "3")).isEmpty();
    }

    /** What a provider calls a key is up to the provider. */
    @Test
    default void insert_anyProviderKeyId_comesBackEqual() {
        List<String> ids = List.of(
                "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                "https://vault.example/keys/a b/0123456789abcdef",
                "'\"\\%_\n\t\r",
                "\u043a\u043b\u044e\u0447 \u00fc \ud83d\udd11",
                " ",
                "",
                "x".repeat(2048));
        for (String id : ids) {
            KeyReference stored = KeyReferences.of(tenant(), "key-" + id.hashCode())
                    .providerKeyId(id)
                    .insertedInto(store());
            assertThat(byKid(tenant(), stored.kid().value())).containsExactly(stored);
        }
    }

    @Test
    default void insert_longestProviderAndSubject_comeBackEqual() {
        KeyReference stored = KeyReferences.of(tenant(), "key")
                .provider("p".repeat(64))
                .version(Integer.MAX_VALUE)
                .created(new Change(KeyReferences.CREATED.at(), "s".repeat(255)))
                .insertedInto(store());

        assertThat(store().list(tenant(), Optional.of(stored.provider()))).containsExactly(stored);
    }

    @Test
    default void insert_anyMoment_comesBackToTheMicrosecond() {
        List<String> moments = List.of(
                "1970-01-01T00:00:00.000001Z",
                "1999-12-31T23:59:59.999999Z",
                "2026-03-29T01:30:00.100000Z",
                "2026-03-29T02:30:00.000010Z",
                "2026-10-25T00:30:00Z",
                "2026-10-25T01:30:00.123456Z",
                "2028-02-29T12:00:00.120Z",
                "2037-12-31T23:59:59.999999Z");
        for (String moment : moments) {
            Change change = new Change(Instant.parse(moment), "clock");
            KeyReference live =
                    KeyReferences.of(tenant(), moment).created(change).live();
            store().insert(live);
            assertThat(versions(tenant(), moment)).containsExactly(live);
            KeyReference deleting = live.deleting(new Change(change.at().plusNanos(1_000), "later"));
            store().update(deleting);
            assertThat(versions(tenant(), moment)).containsExactly(deleting);
        }
    }
}
