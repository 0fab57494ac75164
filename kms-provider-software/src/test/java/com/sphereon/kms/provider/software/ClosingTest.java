package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosingTest {
    private static final SignatureAlgorithm MAC = SignatureAlgorithm.HMAC_SHA256;

    private final TestData random = TestData.fresh();

    @TempDir
    Path data;

    @Test
    void close_symmetricKeyInMemory_wiped() throws Exception {
        CryptoEngines engines = CryptoEngines.choose(CryptographyProvider.JDK);
        MemoryKeystore keystore = new MemoryKeystore();
        KeyHandle handle = new KeyHandle(TestProvider.TENANT, "key");
        LoadedKey key;
        try (PrivateKeyMaterial material = SampleKeys.of(MAC.defaultKeySpec(), random)) {
            key = new LoadedKeys(engines).load("key", material);
            keystore.add(handle, key, material);
        }
        SigningInput input = new SigningInput(MAC, InputType.RAW, random.message());
        assertThat(keystore.find(handle).sign(input)).hasSize(32);

        keystore.close();

        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> keystore.find(handle));
        assertThatThrownBy(() -> key.sign(input)).isInstanceOf(IllegalStateException.class);
        assertThat(((SymmetricKey) key).key().isDestroyed()).isTrue();
    }

    @Test
    void close_agreementKeyInMemory_wiped() throws Exception {
        MemoryKeystore keystore = new MemoryKeystore();
        KeyHandle handle = new KeyHandle(TestProvider.TENANT, "key");
        LoadedKey key;
        try (PrivateKeyMaterial material = SampleKeys.of(new KeySpec.Okp(Curve.X25519), random)) {
            key = new LoadedKeys(CryptoEngines.choose(CryptographyProvider.JDK)).load("key", material);
            keystore.add(handle, key, material);
        }
        PublicKeyMaterial.Okp own =
                (PublicKeyMaterial.Okp) key.description().publicKey().orElseThrow();
        assertThat(SharedSecrets.onMontgomery((AgreementKey) key, own).length()).isEqualTo(32);

        keystore.close();

        assertThatThrownBy(() -> SharedSecrets.onMontgomery((AgreementKey) key, own))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_fileStore_neitherLoadsNorWritesAnyMore() {
        KeyProvider provider = TestProvider.open(data);
        NewKey order = TestProvider.newKey(TestProvider.TENANT, MAC.defaultKeySpec());
        provider.generate(order);
        KeyHandle handle = TestProvider.handle(order);
        SigningInput input = new SigningInput(MAC, InputType.RAW, random.message());
        assertThat(provider.sign(handle, input)).hasSize(32);

        provider.close();

        assertThatThrownBy(() -> provider.sign(handle, input)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> provider.generate(TestProvider.newKey())).isInstanceOf(RuntimeException.class);
        assertThat(TestProvider.files(data.resolve("keystore"))).containsExactly(TestProvider.file(data, handle));
    }
}
