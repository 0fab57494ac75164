package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.spi.Persistence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link Persistence} promises about the stores of what belongs to a tenant besides its keys. The rules are
 * grouped in the interfaces this class implements.
 */
public abstract class TenantStoresContract extends OpenDatabase
        implements RevisionRules,
                ConfigRules,
                IntegrationRules,
                TwinIntegrationRules,
                RotationRules,
                PolicyRules,
                IdempotencyRules,
                DueWorkRules {

    @ParameterizedTest
    @MethodSource(RevisionRules.ALL)
    <T> void open_afterClosing_findsWhatWasWritten(StoredKind<T> kind) {
        T row = inserted(kind, "name");
        T next = kind.next().apply(row);
        kind.update().accept(persistence(), next);

        persistence().close();
        openDatabase();

        assertThat(kind.find().apply(persistence(), row).isPresent()).isEqualTo(survivesClosing());
        if (survivesClosing()) {
            assertStored(kind, next);
        }
    }
}
