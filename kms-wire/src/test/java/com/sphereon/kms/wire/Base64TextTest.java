package com.sphereon.kms.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64TextTest {
    private static final byte[] BYTES = {(byte) 0xfb, (byte) 0xff, (byte) 0xfe, 0x01};

    @ParameterizedTest
    @ValueSource(strings = {"+//+AQ==", "+//+AQ", "-__-AQ==", "-__-AQ"})
    void decode_anyAlphabetAndPadding_isRead(String text) {
        assertThat(Base64Text.decode("input", text)).isEqualTo(BYTES);
    }

    @Test
    void encode_always_isStandardWithPadding() {
        assertThat(Base64Text.encode(BYTES)).isEqualTo("+//+AQ==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+__+AQ", "Q", "Q===", "aGVs bG8=", "aGVsbG8=\n", "ä", "%%%%"})
    void decode_anythingElse_isRefusedByName(String text) {
        assertThatThrownBy(() -> Base64Text.decode("input", text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("input is not Base64")
                .hasMessageNotContaining(text);
    }

    @Test
    void decode_missing_isRefusedAndEmptyIsNoBytes() {
        assertThatThrownBy(() -> Base64Text.decode("input", null)).hasMessage("input is missing");
        assertThat(Base64Text.decode("input", "")).isEmpty();
    }
}
