package com.sphereon.kms.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.spi.PersistenceFactory;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    @Test
    void serviceLoader_thisModule_findsTheFactory() {
        List<PersistenceFactory> factories = ServiceLoader.load(PersistenceFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();

        assertThat(factories).hasExactlyElementsOfTypes(EmbeddedPersistenceFactory.class);
        assertThat(factories.getFirst().dialect()).isEqualTo("embedded");
        assertThat(factories.getFirst().settings()).containsExactlyInAnyOrder("path", "cache.max-keys");
    }
}
