package com.sphereon.kms.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.Frontier;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.KeySelection;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.provider.software.SoftwareKeyProviderFactory;
import com.sphereon.kms.provider.software.SoftwareSignatureVerifier;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written past the product is what the product would have written. */
class FillersTest {
    private static final TenantId TENANT = new TenantId("bench");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    private Path folder;

    private LocalIssuer issuer;
    private EmbeddedSite site;

    @BeforeEach
    void open() {
        issuer = LocalIssuer.start(Clock.systemUTC());
        site = new EmbeddedSite(new Product(new Launcher(folder, List.of()), issuer, folder));
    }

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void fill_keys_eachSignsUnderItsOwnMaterial() throws Exception {
        List<PublicKeyMaterial.Ec> keys = new KeyFiller(site, TENANT.value()).fill(5);

        assertThat(keys).hasSize(5).doesNotHaveDuplicates();
        try (KeyProvider provider = provider();
                Persistence persistence = site.open()) {
            KeyManagementService kms = KeyManagementService.builder()
                    .persistence(persistence)
                    .verifier(new SoftwareSignatureVerifier())
                    .defaultProvider("software-default", "software", provider)
                    .build();
            for (int i = 0; i < keys.size(); i++) {
                byte[] signature = kms.signatures()
                        .sign(new Caller(TENANT, "test"), KeySelection.of(KeyFiller.alias(i)), InputType.RAW, MESSAGE)
                        .signature();
                assertThat(SignatureCheck.isValid(keys.get(i), MESSAGE, signature))
                        .isTrue();
            }
        }
    }

    private KeyProvider provider() {
        return new SoftwareKeyProviderFactory()
                .create(ProviderSettings.of(
                        "software-default", Map.of(), site.data().toAbsolutePath()));
    }

    @Test
    void fill_auditLog_isIntactAndItsHeadIsThatOfItsLeaves() throws Exception {
        PublicKeyMaterial.Ec key = new KeyFiller(site, TENANT.value()).fill(1).getFirst();

        filler(key).fill(700);

        try (Persistence persistence = site.open()) {
            Frontier expected = Frontier.empty();
            List<Sha256> tiles = new ArrayList<>();
            List<AuditRecord> records = all(persistence);
            assertThat(records).hasSize(700).allMatch(AuditRecord::isIntact);
            records.forEach(record -> expected.append(record.leafHash(), (level, index, hash) -> {
                if (level == 8) {
                    tiles.add(hash);
                }
            }));
            assertThat(persistence.auditLog().head(TENANT).size()).isEqualTo(700);
            assertThat(persistence.auditLog().head(TENANT).root()).isEqualTo(expected.root());
            assertThat(tiles).hasSize(2);
            assertThat(persistence.auditLog().hashes(TENANT, 8, 0, 10)).isEqualTo(tiles);
        }
    }

    private static List<AuditRecord> all(Persistence persistence) {
        List<AuditRecord> records = new ArrayList<>();
        while (records.size() < 700) {
            records.addAll(persistence.auditLog().read(TENANT, records.size(), 700, EventFilter.ALL, 100));
        }
        return records;
    }

    @Test
    void fill_auditLogThatIsLongEnough_changesNothing() throws Exception {
        PublicKeyMaterial.Ec key = new KeyFiller(site, TENANT.value()).fill(1).getFirst();
        long before = size();

        filler(key).fill(1);

        assertThat(size()).isEqualTo(before);
    }

    @Test
    void fill_auditLogOfAnotherTenant_saysThatThereIsNone() throws Exception {
        PublicKeyMaterial.Ec key = new KeyFiller(site, TENANT.value()).fill(1).getFirst();
        AuditFiller other = new AuditFiller(site, new TenantId("other"), KeyFiller.alias(0), key.thumbprint(), AT);

        assertThatThrownBy(() -> other.fill(10)).hasMessageContaining("no audit log");
    }

    @Test
    void copy_rowThatIsNotThere_saysSo() throws Exception {
        new KeyFiller(site, TENANT.value()).fill(1);

        try (var connection = site.connect()) {
            assertThatThrownBy(() -> RowCopy.of(connection, "key_reference", "nobody"))
                    .hasMessageContaining("key_reference");
            assertThatThrownBy(() -> RowCopy.of(connection, "no_such_table", "nobody"))
                    .isInstanceOf(SQLException.class);
        }
    }

    private AuditFiller filler(PublicKeyMaterial.Ec key) {
        return new AuditFiller(site, TENANT, KeyFiller.alias(0), key.thumbprint(), AT);
    }

    private long size() {
        try (Persistence persistence = site.open()) {
            return persistence.auditLog().head(TENANT).size();
        }
    }
}
