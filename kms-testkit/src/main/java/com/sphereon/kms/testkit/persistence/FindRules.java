package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.ProviderId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is found, what is not, and in which order. */
interface FindRules extends StoreFixture {

    @Test
    default void find_nothingStored_nothing() {
        assertThat(versions(tenant(), "a")).isEmpty();
        assertThat(byKid(tenant(), "a")).isEmpty();
        assertThat(all(tenant())).isEmpty();
        assertThat(store().list(tenant(), Optional.of(new ProviderId("software-default"))))
                .isEmpty();
    }

    @Test
    default void find_oneKey_sameEveryWay() {
        KeyReference stored =
                KeyReferences.of(tenant(), "issuer:credential-signing").insertedInto(store());

        assertThat(versions(tenant(), "issuer:credential-signing")).containsExactly(stored);
        assertThat(byKid(tenant(), stored.kid().value())).containsExactly(stored);
        assertThat(all(tenant())).containsExactly(stored);
        assertThat(store().list(tenant(), Optional.of(stored.provider()))).containsExactly(stored);
    }

    @Test
    default void find_namesSwapped_nothing() {
        KeyReference stored = KeyReferences.of(tenant(), "alias").kid("kid").insertedInto(store());

        assertThat(versions(tenant(), "kid")).isEmpty();
        assertThat(byKid(tenant(), "alias")).isEmpty();
        assertThat(versions(tenant(), stored.id().toString())).isEmpty();
    }

    @Test
    default void findByAlias_severalVersions_newestFirst() {
        List<KeyReference> stored = Stream.of(1, 10, 2)
                .map(version ->
                        KeyReferences.of(tenant(), "key").version(version).insertedInto(store()))
                .toList();

        assertThat(versions(tenant(), "key")).containsExactly(stored.get(1), stored.get(2), stored.get(0));
    }

    @Test
    default void findByAlias_unfinished_found() {
        KeyReference deleting =
                KeyReferences.of(tenant(), "key").insertedInto(store()).deleting(KeyReferences.later(1));
        store().update(deleting);
        KeyReference creating = KeyReferences.of(tenant(), "key").version(2).creating();
        store().insert(creating);

        assertThat(versions(tenant(), "key")).containsExactly(creating, deleting);
        assertThat(byKid(tenant(), deleting.kid().value())).containsExactly(deleting);
    }

    @Test
    default void list_unfinished_leftOut() {
        store().insert(KeyReferences.creating(tenant(), "creating"));
        store().update(KeyReferences.of(tenant(), "deleting")
                .insertedInto(store())
                .deleting(KeyReferences.later(1)));
        delete(KeyReferences.of(tenant(), "deleted").insertedInto(store()));
        KeyReference live = KeyReferences.of(tenant(), "live").insertedInto(store());

        assertThat(all(tenant())).containsExactly(live);
        assertThat(store().list(tenant(), Optional.of(live.provider()))).containsExactly(live);
    }

    @Test
    default void find_deleted_nothing() {
        KeyReference deleted = delete(KeyReferences.of(tenant(), "key").insertedInto(store()));

        assertThat(versions(tenant(), "key")).isEmpty();
        assertThat(byKid(tenant(), deleted.kid().value())).isEmpty();
        assertThat(all(tenant())).isEmpty();
    }

    @Test
    default void findByKid_atSeveralProviders_orderedByProvider() {
        Stream.of("software-b", "software-a", "software", "softwarez", "software1")
                .forEach(provider -> KeyReferences.of(tenant(), "at-" + provider)
                        .provider(provider)
                        .kid("shared-kid")
                        .insertedInto(store()));

        assertThat(byKid(tenant(), "shared-kid"))
                .extracting(reference -> reference.provider().value())
                .containsExactly("software", "software-a", "software-b", "software1", "softwarez");
    }

    /** Databases know orders in which letters of both cases mix and punctuation does not count. */
    @Test
    default void list_anyAliases_orderedByCharacterAndVersion() {
        List<String> inOrder = List.of("!", "A", "B", "Z", "_", "a", "a-b", "a:b", "ab", "aa".repeat(200), "b");
        inOrder.stream()
                .sorted((a, b) -> Integer.compare(a.hashCode(), b.hashCode()))
                .forEach(alias -> Stream.of(1, 10, 9)
                        .forEach(version -> KeyReferences.of(tenant(), alias)
                                .version(version)
                                .insertedInto(store())));

        assertThat(all(tenant()))
                .extracting(reference -> reference.name().alias().value() + " "
                        + reference.name().version())
                .containsExactlyElementsOf(inOrder.stream()
                        .sorted()
                        .flatMap(alias -> Stream.of(1, 9, 10).map(version -> alias + " " + version))
                        .toList());
    }

    @Test
    default void list_oneProvider_onlyItsKeys() {
        KeyReference there =
                KeyReferences.of(tenant(), "b").provider("aws-eu-west-1").insertedInto(store());
        KeyReference thereToo =
                KeyReferences.of(tenant(), "a").provider("aws-eu-west-1").insertedInto(store());
        KeyReferences.of(tenant(), "c").provider("aws-eu-west-11").insertedInto(store());
        KeyReferences.of(tenant(), "d").provider("aws-eu-west").insertedInto(store());

        assertThat(store().list(tenant(), Optional.of(new ProviderId("aws-eu-west-1"))))
                .containsExactly(thereToo, there);
        assertThat(store().list(tenant(), Optional.of(new ProviderId("azure")))).isEmpty();
    }
}
