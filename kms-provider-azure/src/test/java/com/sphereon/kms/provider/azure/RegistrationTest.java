package com.sphereon.kms.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.provider.remote.KeyTags;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that were made elsewhere, by the names people give them. */
class RegistrationTest {
    private static final Map<String, String> TAGS = Map.of(KeyTags.TENANT, "acme");

    private final TestData data = TestData.fresh();

    @TempDir
    Path folder;

    private OpenVault vault;
    private KeyProvider provider;

    @BeforeEach
    void start() {
        vault = OpenVault.start(HsmType.MANAGED_HSM, folder);
        provider = vault.open("hsm-type", "managed-hsm");
    }

    @AfterEach
    void stop() {
        provider.close();
        vault.close();
    }

    private String made(KeySpec spec, Map<String, String> tags) {
        return vault.fake()
                .keys()
                .add("Theirs", new FakeKeys.Version(SampleKeys.of(spec, data), Set.of("sign"), tags))
                .id;
    }

    private ProviderKey described(String id) {
        return provider.describe(new KeyHandle(OpenVault.TENANT, id));
    }

    @Test
    void describe_everyWayToNameAVersion_thatVersion() {
        String version = made(OpenVault.P256, TAGS);
        made(OpenVault.P256, TAGS);

        for (String id :
                List.of("Theirs:" + version, "THEIRS:" + version, vault.server().url() + "/keys/theirs/" + version)) {
            assertThat(described(id).providerKeyId()).as(id).isEqualToIgnoringCase("Theirs:" + version);
        }
    }

    @Test
    void describe_bareName_pinnedToItsVersionOfNow() {
        String first = made(OpenVault.P256, TAGS);
        ProviderKey before = described("Theirs");
        String second = made(OpenVault.P256, TAGS);

        assertThat(before.providerKeyId()).isEqualTo("Theirs:" + first);
        assertThat(described("Theirs").providerKeyId()).isEqualTo("Theirs:" + second);
        assertThat(described(before.providerKeyId())).isEqualTo(before);
        assertThat(provider.sign(OpenVault.handle(before), OpenVault.INPUT)).hasSize(64);
    }

    @Test
    void sign_bareName_notFound() {
        made(OpenVault.P256, TAGS);

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> provider.sign(new KeyHandle(OpenVault.TENANT, "Theirs"), OpenVault.INPUT));
    }

    @Test
    void describe_urlOfAnotherVault_notFoundAndNobodyAsked() {
        String version = made(OpenVault.P256, TAGS);
        provider.health();
        int before = vault.server().requestsReceived();

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> described("https://acme.vault.azure.net/keys/Theirs/" + version));

        assertThat(vault.server().requestsReceived()).isEqualTo(before);
    }

    @Test
    void describe_symmetricKey_lengthFromItsTag() {
        KeySpec spec = new KeySpec.Oct(256);
        String version = made(spec, Map.of(KeyTags.TENANT, "acme", KeyDescriptions.SIZE, "256"));
        assertThat(described("Theirs:" + version).spec()).isEqualTo(spec);

        for (String size : List.of("", "255", "a lot")) {
            String other = made(spec, Map.of(KeyTags.TENANT, "acme", KeyDescriptions.SIZE, size));
            assertThatExceptionOfType(InvalidRequestException.class)
                    .as(size)
                    .isThrownBy(() -> described("Theirs:" + other));
        }
        String untold = made(spec, TAGS);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> described("Theirs:" + untold))
                .withMessageContaining(KeyDescriptions.SIZE);
    }

    private String made(String... operations) {
        return "Theirs:"
                + vault.fake()
                        .keys()
                        .add(
                                "Theirs",
                                new FakeKeys.Version(
                                        SampleKeys.of(new KeySpec.Rsa(2048), data), Set.of(operations), TAGS))
                        .id;
    }

    /** A key that Azure lets do everything signs. */
    @Test
    void describe_whatTheKeyMayDo_isWhatItIsFor() {
        assertThat(described(made("encrypt", "decrypt", "wrapKey", "unwrapKey"))
                        .parameters()
                        .usage())
                .isEqualTo(new KeyUsage(
                        KeyUse.ENC,
                        Set.of(
                                KeyOperation.ENCRYPT,
                                KeyOperation.DECRYPT,
                                KeyOperation.WRAP_KEY,
                                KeyOperation.UNWRAP_KEY)));
        assertThat(described(made("unwrapKey", "verify")).parameters().usage())
                .isEqualTo(new KeyUsage(KeyUse.ENC, Set.of(KeyOperation.UNWRAP_KEY)));
        assertThat(described(made("verify", "import")).parameters().usage())
                .isEqualTo(new KeyUsage(KeyUse.SIG, Set.of(KeyOperation.VERIFY)));
        assertThat(described(made("sign", "verify", "encrypt", "decrypt"))
                        .parameters()
                        .usage())
                .isEqualTo(new KeyUsage(KeyUse.SIG, Set.of(KeyOperation.SIGN, KeyOperation.VERIFY)));
    }

    @Test
    void describe_keyThatMayDoNothing_refused() {
        for (String[] operations : new String[][] {{}, {"import"}, {"export", "deriveSecret"}}) {
            String id = made(operations);
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> described(id))
                    .withMessageContaining("keyOperations");
        }
    }

    @Test
    void describe_disabledKey_refused() {
        String id = made("sign");
        vault.fake().keys().find("Theirs", "").enabled = false;

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> described(id))
                .withMessageContaining("disabled");
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> described("Theirs"));
    }

    @Test
    void sign_keyNotPermittedToSign_refused() {
        String version = vault.fake()
                .keys()
                .add(
                        "Theirs",
                        new FakeKeys.Version(SampleKeys.of(new KeySpec.Ec(Curve.P_256), data), Set.of("verify"), TAGS))
                .id;

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> provider.sign(new KeyHandle(OpenVault.TENANT, "Theirs:" + version), OpenVault.INPUT))
                .withMessageContaining("not permitted");
    }
}
