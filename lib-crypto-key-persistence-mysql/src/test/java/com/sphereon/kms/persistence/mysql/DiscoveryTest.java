package com.sphereon.kms.persistence.mysql;

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

        assertThat(factories).hasExactlyElementsOfTypes(MysqlPersistenceFactory.class);
        PersistenceFactory factory = factories.getFirst();
        assertThat(factory.dialect()).isEqualTo("mysql");
        assertThat(factory.secretSettings()).containsExactly("password");
        assertThat(factory.settings())
                .containsAll(factory.connectionSettings())
                .contains("host", "url", "schema-pattern", "cache.max-keys");
    }
}
