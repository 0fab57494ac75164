package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.testkit.provider.TestData;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
    private final TestData random = TestData.fresh();

    @Test
    void read_base64OrBase64UrlOfThatLength_sameKey() {
        for (int i = 0; i < 50; i++) {
            byte[] key = random.bytes(MasterKey.LENGTH_BYTES);
            List<String> texts = List.of(
                    Base64.getEncoder().encodeToString(key),
                    Base64.getEncoder().withoutPadding().encodeToString(key),
                    Base64.getUrlEncoder().encodeToString(key),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(key));
            for (String text : texts) {
                MasterKey read = read(text);
                assertThat(read.key().getEncoded()).as(random.toString()).isEqualTo(key);
                assertThat(read.id()).isEqualTo(MasterKey.of(key).id());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 31, 33, 64})
    void read_anotherLength_refusedWithoutRepeatingIt(int lengthBytes) {
        assertRefused(Base64.getEncoder().encodeToString(random.bytes(lengthBytes)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "0123456789abcdef0123456789abcdef",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"
            })
    void read_noBase64_refusedWithoutRepeatingIt(String text) {
        assertRefused(text);
    }

    private static void assertRefused(String text) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> read(text))
                .withMessage("key-store.master-key must point at the Base64 text of exactly 32 bytes")
                .withNoCause();
    }

    @Test
    void id_twoKeys_differAndTellNothing() {
        byte[] key = random.bytes(MasterKey.LENGTH_BYTES);
        MasterKey one = MasterKey.of(key);
        MasterKey other = MasterKey.of(random.withFlippedBit(key));

        assertThat(one.id()).isNotEqualTo(other.id()).hasSize(16).matches("[A-Za-z0-9_-]+");
        assertThat(Base64.getUrlEncoder().encodeToString(key))
                .doesNotContain(one.id().substring(0, 8));
        assertThat(one.toString())
                .doesNotContain(Base64.getEncoder().encodeToString(key).substring(0, 8));
    }

    @Test
    void close_key_wiped() {
        MasterKey key = MasterKey.of(random.bytes(MasterKey.LENGTH_BYTES));
        key.close();

        assertThat(key.key().isDestroyed()).isTrue();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> key.key().getEncoded());
    }

    private static MasterKey read(String text) {
        return MasterKey.read(
                "key-store.master-key", new SecretReference.Env("key-store.master-key", "TEST", name -> text));
    }
}
