package com.sphereon.kms.persistence.embedded;

import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.testkit.persistence.KeyReferenceBuilder;
import com.sphereon.kms.testkit.persistence.KeyReferences;
import java.nio.file.Path;
import java.util.Map;

/**
 * Main of a process that writes until it is killed: several threads each reserve a key, let it live and delete every
 * third. What the store has acknowledged is printed, one line a step, after it returned.
 */
final class WritingProcess {
    static final TenantId TENANT = new TenantId("acme");
    private static final int THREADS = 4;

    private WritingProcess() {}

    public static void main(String[] arguments) {
        KeyReferenceStore store = new EmbeddedPersistenceFactory()
                .open(new Settings(Map.of()), Path.of(arguments[0]))
                .keyReferences();
        for (int thread = 0; thread < THREADS; thread++) {
            String prefix = arguments[1] + "-" + thread + "-";
            Thread.ofPlatform().start(() -> write(store, prefix));
        }
    }

    private static void write(KeyReferenceStore store, String prefix) {
        for (int i = 0; ; i++) {
            KeyReferenceBuilder builder = KeyReferences.of(TENANT, prefix + i);
            KeyReference creating = builder.creating();
            store.insert(creating);
            acknowledge(creating);
            KeyIdentity identity = builder.identity();
            KeyReference live = creating.live(identity, KeyReferences.later(1));
            store.update(live);
            acknowledge(live);
            if (i % 3 == 0) {
                KeyReference deleting = live.deleting(KeyReferences.later(2));
                store.update(deleting);
                acknowledge(deleting);
            }
        }
    }

    /** Alias, id and revision; the whole line in one call, so that lines of several threads do not mix. */
    private static void acknowledge(KeyReference reference) {
        System.out.println(reference.name().alias() + " " + reference.id() + " " + reference.revision());
    }
}
