package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.testkit.provider.SampleKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeystoreTest {
    @TempDir
    Path data;

    @Test
    void open_afterRestart_sameKeysOfEveryKind() {
        Map<NewKey, ProviderKey> made = new HashMap<>();
        try (KeyProvider provider = TestProvider.open(data)) {
            for (KeySpec spec : SampleKeys.specs()) {
                NewKey order = TestProvider.newKey(TestProvider.TENANT, spec);
                made.put(order, provider.generate(order));
            }
        }
        try (KeyProvider provider = TestProvider.open(data)) {
            made.forEach((order, key) ->
                    assertThat(provider.describe(TestProvider.handle(order))).isEqualTo(key));
        }
    }

    @Test
    void generate_key_oneFileUnderTenantAndReference() {
        try (KeyProvider provider = TestProvider.open(data)) {
            KeyHandle handle = TestProvider.generated(provider);

            assertThat(provider.capabilities().storage()).containsExactly(StorageType.PERSISTENT);
            assertThat(TestProvider.files(data))
                    .containsExactlyInAnyOrder(TestProvider.file(data, handle), data.resolve("master.key"));
        }
    }

    @Test
    void generate_pathSet_filesThere(@TempDir Path elsewhere) {
        Path store = elsewhere.resolve("a/b");
        try (KeyProvider provider = TestProvider.open(data, "key-store.path", store.toString())) {
            KeyHandle handle = TestProvider.generated(provider);

            assertThat(store.resolve("acme").resolve(handle.providerKeyId() + ".jwe"))
                    .isRegularFile();
        }
    }

    @Test
    void generate_key_onlyOwnerMayReadIt() throws IOException {
        try (KeyProvider provider = TestProvider.open(data.resolve("new"))) {
            TestProvider.generated(provider);
        }
        for (Path file : TestProvider.files(data)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .isEqualTo("rw-------");
            for (Path folder = file.getParent(); !folder.equals(data); folder = folder.getParent()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                        .as(folder.toString())
                        .isEqualTo("rwx------");
            }
        }
    }

    @Test
    void generate_sameReferenceTwice_refusedAndFirstKeyUnharmed() {
        try (KeyProvider provider = TestProvider.open(data)) {
            NewKey order = TestProvider.newKey();
            ProviderKey first = provider.generate(order);

            assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> provider.generate(order));

            assertThat(provider.describe(TestProvider.handle(order))).isEqualTo(first);
            try (KeyProvider restarted = TestProvider.open(data)) {
                assertThat(restarted.describe(TestProvider.handle(order))).isEqualTo(first);
            }
        }
    }

    @Test
    void delete_key_noFileLeft() {
        try (KeyProvider provider = TestProvider.open(data)) {
            KeyHandle handle = TestProvider.generated(provider);
            provider.delete(handle);

            assertThat(TestProvider.files(data.resolve("keystore"))).isEmpty();
        }
    }

    @Test
    void discard_unfinishedWrite_temporaryFileGone() throws IOException {
        try (KeyProvider provider = TestProvider.open(data)) {
            TestProvider.generated(provider);
            NewKey order = TestProvider.newKey();
            Path temporary =
                    TestProvider.file(data, TestProvider.handle(order)).resolveSibling(order.reference() + ".tmp");
            Files.writeString(temporary, "half");

            provider.discard(order);

            assertThat(temporary).doesNotExist();
        }
    }

    @Test
    void open_temporaryFilesOfAnEarlierProcess_removedButNotThoseOfOthers() throws IOException {
        Path tenant = data.resolve("keystore").resolve(TestProvider.ID).resolve("acme");
        Files.createDirectories(tenant);
        Path old = Files.writeString(tenant.resolve("11111111-1111-1111-1111-111111111111.tmp"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
        Path young = Files.writeString(tenant.resolve("22222222-2222-2222-2222-222222222222.tmp"), "half");
        Path other = Files.writeString(tenant.resolve("notes.txt"), "mine");
        Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));

        TestProvider.open(data).close();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(other).exists();
    }

    /** Another process is told by the database, not by the files; this pins what the documentation says. */
    @Test
    void delete_byAnotherInstance_noticedAtTheNextLoad() {
        try (KeyProvider provider = TestProvider.open(data);
                KeyProvider another = TestProvider.open(data)) {
            KeyHandle used = TestProvider.generated(provider);
            KeyHandle unused = TestProvider.generated(provider);
            another.sign(used, TestProvider.INPUT);

            provider.delete(used);
            provider.delete(unused);

            assertThat(another.sign(used, TestProvider.INPUT)).hasSize(64);
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> another.sign(unused, TestProvider.INPUT));
            another.delete(used);
            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> another.sign(used, TestProvider.INPUT));
        }
    }

    @Test
    void find_moreKeysThanAreKept_loadedAgain() {
        Path root = data.resolve("few");
        CryptoEngines engines = CryptoEngines.choose(CryptographyProvider.AUTO);
        LoadedKeys loader = new LoadedKeys(engines);
        try (KeyProvider provider = new SoftwareKeyProvider(engines, loader, keystore(root, loader, 2))) {
            KeyHandle[] handles = new KeyHandle[5];
            for (int i = 0; i < handles.length; i++) {
                handles[i] = TestProvider.generated(provider);
            }
            for (int round = 0; round < 3; round++) {
                for (KeyHandle handle : handles) {
                    assertThat(provider.sign(handle, TestProvider.INPUT)).hasSize(64);
                }
            }
        }
    }

    private static FileKeystore keystore(Path root, LoadedKeys loader, int maxLoadedKeys) {
        try {
            KeyFolder folder = KeyFolder.open(root, new DurableFiles(new DiskOperations()));
            MasterKeys masterKeys = new MasterKeys(List.of(MasterKey.of(new byte[32])));
            SealedKeys sealedKeys = new SealedKeys(new ProviderId(TestProvider.ID), masterKeys);
            return new FileKeystore(folder, sealedKeys, loader, maxLoadedKeys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A volume that is not mounted must not look as if all keys had been deleted. */
    @Test
    void use_folderGone_unavailableAndDown() throws IOException {
        Path root = data.resolve("keystore").resolve(TestProvider.ID);
        try (KeyProvider provider = TestProvider.open(data)) {
            KeyHandle handle = TestProvider.generated(provider);
            try (KeyProvider cold = TestProvider.open(data)) {
                Files.move(root, data.resolve("away"));

                assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> cold.sign(handle, TestProvider.INPUT))
                        .withMessageNotContaining(data.toString());
                assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> cold.delete(handle));
                assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> cold.generate(TestProvider.newKey()));
                assertThat(cold.health()).isInstanceOf(Health.Down.class);

                Files.move(data.resolve("away"), root);
                assertThat(cold.sign(handle, TestProvider.INPUT)).hasSize(64);
                assertThat(cold.health()).isEqualTo(new Health.Up());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../acme/%s", "./%s", "%s.jwe", "%s/", "%S", "{%s}"})
    void use_idThatIsAPath_notFoundAndNothingDeleted(String pattern) {
        try (KeyProvider provider = TestProvider.open(data)) {
            KeyHandle handle = TestProvider.generated(provider);
            KeyHandle odd = new KeyHandle(handle.tenant(), pattern.formatted(handle.providerKeyId()));

            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.sign(odd, TestProvider.INPUT));
            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.describe(odd));
            provider.delete(odd);

            assertThat(TestProvider.file(data, handle)).exists();
        }
    }
}
