package com.sphereon.kms.provider.azure;

import com.sphereon.kms.core.model.PrivateKeyMaterial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The keys of a vault, by names that do not care about case. */
final class FakeKeys {

    /** A version of a key. */
    static final class Version {
        final String id = UUID.randomUUID().toString().replace("-", "");
        final PrivateKeyMaterial material;
        final Set<String> operations;
        final Map<String, String> tags;
        boolean enabled = true;

        Version(PrivateKeyMaterial material, Set<String> operations, Map<String, String> tags) {
            this.material = material;
            this.operations = Set.copyOf(operations);
            this.tags = new HashMap<>(tags);
        }
    }

    /** A name and its versions, the current one last. */
    record Name(String name, List<Version> versions) {}

    private final Map<String, Name> live = new HashMap<>();
    private final Map<String, Name> deleted = new HashMap<>();

    synchronized Version add(String name, Version version) {
        if (deleted.containsKey(folded(name))) {
            throw FakeFailure.conflict("ObjectIsDeletedButRecoverable");
        }
        live.computeIfAbsent(folded(name), folded -> new Name(name, new ArrayList<>()))
                .versions()
                .add(version);
        return version;
    }

    synchronized Name find(String name) {
        Name found = live.get(folded(name));
        if (found == null) {
            throw FakeFailure.notFound("Key");
        }
        return found;
    }

    /** @param version empty for the current one */
    synchronized Version find(String name, String version) {
        List<Version> versions = find(name).versions();
        return version.isEmpty()
                ? versions.getLast()
                : versions.stream()
                        .filter(each -> each.id.equals(version))
                        .findAny()
                        .orElseThrow(() -> FakeFailure.notFound("Key"));
    }

    synchronized Name delete(String name) {
        Name gone = find(name);
        live.remove(folded(name));
        deleted.put(folded(name), gone);
        return gone;
    }

    synchronized Name findDeleted(String name) {
        Name found = deleted.get(folded(name));
        if (found == null) {
            throw FakeFailure.notFound("Key");
        }
        return found;
    }

    synchronized void purge(String name) {
        findDeleted(name);
        deleted.remove(folded(name));
    }

    synchronized List<String> names() {
        return live.values().stream().map(Name::name).toList();
    }

    synchronized List<String> deletedNames() {
        return deleted.values().stream().map(Name::name).toList();
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
