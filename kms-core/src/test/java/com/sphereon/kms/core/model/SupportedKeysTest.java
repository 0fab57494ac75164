package com.sphereon.kms.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupportedKeysTest {

    @Test
    void contains_symmetricSizesListed_thoseAndNoOthers() {
        SupportedKeys keys = new SupportedKeys(Set.of(), Set.of(), Set.of(256, 384));

        assertThat(keys.contains(new KeySpec.Oct(256))).isTrue();
        assertThat(keys.contains(new KeySpec.Oct(384))).isTrue();
        assertThat(keys.contains(new KeySpec.Oct(128))).isFalse();
        assertThat(keys.contains(new KeySpec.Oct(264))).isFalse();
        assertThat(keys.contains(new KeySpec.Oct(1024))).isFalse();
        assertThat(keys.keyTypes()).containsExactly(KeyType.OCT);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 136, 256, 520, 1024})
    void contains_symmetricOrNot_everySizeOrNone(int bits) {
        assertThat(new SupportedKeys(Set.of(), Set.of(), true).contains(new KeySpec.Oct(bits)))
                .isTrue();
        assertThat(new SupportedKeys(Set.of(), Set.of(), false).contains(new KeySpec.Oct(bits)))
                .isFalse();
    }

    @Test
    void keyTypes_noSymmetricSize_notOct() {
        assertThat(new SupportedKeys(Set.of(Curve.P_256, Curve.ED25519), Set.of(2048), false).keyTypes())
                .containsExactlyInAnyOrder(KeyType.EC, KeyType.OKP, KeyType.RSA);
    }
}
