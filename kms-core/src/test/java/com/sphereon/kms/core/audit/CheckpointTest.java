package com.sphereon.kms.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sphereon.kms.core.model.Sha256;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints as C2SP tlog-checkpoint writes them. */
class CheckpointTest {
    private static final String EMPTY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    @Test
    void text_written_parsesToTheSame() {
        Checkpoint checkpoint = new Checkpoint(SampleLog.ORIGIN, 20852163, MerkleTree.EMPTY_ROOT);

        assertThat(checkpoint.text()).isEqualTo("kms.example.com/alice\n20852163\n" + EMPTY + "\n");
        assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
        assertThat(Checkpoint.parse("a\n0\n" + EMPTY + "\n")).isEqualTo(new Checkpoint("a", 0, MerkleTree.EMPTY_ROOT));
    }

    @Test
    void text_machineThatWritesOtherDigits_theSame() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(new Checkpoint("a", 17, MerkleTree.EMPTY_ROOT).text()).isEqualTo("a\n17\n" + EMPTY + "\n");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void parse_extensionLines_passedOver() {
        assertThat(Checkpoint.parse("a\n1\n" + EMPTY + "\nextension\n").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\n1\n",
                "a\n1\n" + EMPTY,
                "\n1\n" + EMPTY + "\n",
                "a b\n1\n" + EMPTY + "\n",
                "a+b\n1\n" + EMPTY + "\n",
                "a\n-1\n" + EMPTY + "\n",
                "a\n01\n" + EMPTY + "\n",
                "a\n+1\n" + EMPTY + "\n",
                "a\n \u0661\n" + EMPTY + "\n",
                "a\n\u0661\n" + EMPTY + "\n",
                "a\n1.0\n" + EMPTY + "\n",
                "a\n9223372036854775808\n" + EMPTY + "\n",
                "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
                "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
                "a\n1\n47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "a\n1\nAAAA\n",
                "a\r\n1\r\n" + EMPTY + "\r\n",
            })
    void parse_noCheckpoint_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a+b", "a\nb", "\u00e4", "a\u0000"})
    void construct_originThatCannotNameALog_refused(String origin) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(origin, 1, MerkleTree.EMPTY_ROOT));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint("a", -1, Sha256.of()));
    }
}
