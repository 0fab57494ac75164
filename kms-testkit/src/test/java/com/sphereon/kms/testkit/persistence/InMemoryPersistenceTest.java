package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.spi.Persistence;
import org.junit.jupiter.api.Test;

class InMemoryPersistenceTest extends KeyReferenceStoreContract {

    @Override
    protected Persistence open() {
        return new InMemoryPersistence();
    }

    @Override
    protected boolean survivesClosing() {
        return false;
    }

    @Test
    void shared_always_false() {
        assertThat(persistence().shared()).isFalse();
    }
}
