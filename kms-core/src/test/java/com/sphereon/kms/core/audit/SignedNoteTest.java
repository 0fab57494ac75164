package com.sphereon.kms.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes and their keys, held against those that the Go module golang.org/x/mod/sumdb/note shows in its documentation. */
class SignedNoteTest {
    private static final String GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String GO_TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String GO_SIGNATURE =
            "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String GO_NOTE = GO_TEXT + "\n" + GO_SIGNATURE;

    private static final Ed25519Key KEY = SampleLog.KEY;
    private static final String NAME = SampleLog.ORIGIN;

    private static boolean verifies(SignedNote note, NoteKey key) {
        byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
        return note.signature(key)
                .filter(signature -> Ed25519Key.verify(
                        key.key(), new SigningInput(SignatureAlgorithm.ED25519, InputType.RAW, text), signature))
                .isPresent();
    }

    @Test
    void parse_noteOfAnotherAuthor_verifiesWithItsKey() {
        NoteKey key = NoteKey.parse(GO_KEY);
        SignedNote note = SignedNote.parse(GO_NOTE);

        assertThat(key.name()).isEqualTo("PeterNeumann");
        assertThat(HexFormat.of().formatHex(key.id())).isEqualTo("c74f20a3");
        assertThat(key.verifierKey()).contains(GO_KEY);
        assertThat(note.text()).isEqualTo(GO_TEXT);
        assertThat(note).hasToString(GO_NOTE);
        assertThat(verifies(note, key)).isTrue();
        assertThat(verifies(SignedNote.parse(GO_NOTE.replace("answer", "Answer")), key))
                .isFalse();
        assertThat(verifies(note, KEY.named("PeterNeumann"))).isFalse();
    }

    @Test
    void id_ed25519_asTheSpecificationComputesIt() throws NoSuchAlgorithmException {
        byte[] x = ((PublicKeyMaterial.Okp) KEY.material()).x();
        ByteArrayOutputStream hashed = new ByteArrayOutputStream();
        hashed.writeBytes((NAME + "\n").getBytes(StandardCharsets.UTF_8));
        hashed.write(1);
        hashed.writeBytes(x);
        byte[] id = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(hashed.toByteArray()), 4);
        byte[] typed = new byte[33];
        typed[0] = 1;
        System.arraycopy(x, 0, typed, 1, x.length);

        assertThat(KEY.named(NAME).id()).isEqualTo(id);
        assertThat(KEY.named(NAME).verifierKey())
                .contains(NAME + "+" + HexFormat.of().formatHex(id) + "+"
                        + Base64.getEncoder().encodeToString(typed));
    }

    @Test
    void id_otherKinds_ofATypeOfOurOwnForEachAlgorithm() throws NoSuchAlgorithmException {
        // The generator of P-256.
        PublicKeyMaterial key = new PublicKeyMaterial.Ec(
                Curve.P_256,
                new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16),
                new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16));
        String thumbprint = key.thumbprint().value();
        byte[] hashed =
                (NAME + "\n\u00ffkms.sphereon.com/jose/ES256\n" + thumbprint).getBytes(StandardCharsets.ISO_8859_1);
        NoteKey named = new NoteKey(NAME, key, SignatureAlgorithm.ECDSA_SHA256);

        assertThat(named.id())
                .isEqualTo(Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(hashed), 4));
        assertThat(named.verifierKey()).isEmpty();
        assertThat(new NoteKey(NAME, key, SignatureAlgorithm.RSA_SHA256).id()).isNotEqualTo(named.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PeterNeumann",
                "PeterNeumann+c74f20a3",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNewmann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAAAA",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
            })
    void parseKey_notAsItIsWritten_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> NoteKey.parse(text));
    }

    @Test
    void of_textAndSignature_parsesToTheSame() {
        String text = "a line\nanother\n";
        SignedNote note = SignedNote.of(text, KEY.named(NAME), KEY.sign(text));

        assertThat(SignedNote.parse(note.toString())).hasToString(note.toString());
        assertThat(verifies(SignedNote.parse(note.toString()), KEY.named(NAME))).isTrue();
        assertThat(note.signature(KEY.named(NAME + "2"))).isEmpty();
        assertThat(note.signature(SampleLog.NEXT_KEY.named(NAME))).isEmpty();
    }

    @Test
    void parse_signaturesOfOthersToo_ownOneFound() {
        SignedNote note =
                SignedNote.parse(GO_TEXT + "\n\u2014 witness.example.com/w " + "AAAAAAAA" + "\n" + GO_SIGNATURE);

        assertThat(note.signatures()).hasSize(2);
        assertThat(verifies(note, NoteKey.parse(GO_KEY))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "\n\n\u2014 a AAAAAAAA\n",
                "text\n\n\u2014 a AAAAAAAA",
                "text\n\n\u2014 a AAAAAAAA\n\n",
                "text\n\n\u2014 a AAAAAAAA\r\n",
                "text\n\n- a AAAAAAAA\n",
                "text\n\n\u2014 AAAAAAAA\n",
                "text\n\n\u2014  AAAAAAAA\n",
                "text\n\n\u2014 a AAAAAA==\n",
                "text\n\n\u2014 a AAAAAAB=\n",
                "text\n\n\u2014 a AAAAAAA\n",
                "text\n\n\u2014 a AAAA_AAA\n",
                "text\n\nmore\n\n\u2014 a AAAAAAAA\n",
                "text\n\n\u2014 a AAAAAAAA\nmore\n",
            })
    void parse_noNote_refused(String note) {
        assertThatIllegalArgumentException().isThrownBy(() -> SignedNote.parse(note));
    }

    @Test
    void parse_tooManySignatures_refused() {
        String line = "\u2014 a AAAAAAAA\n";

        assertThat(SignedNote.parse("text\n\n" + line.repeat(100)).signatures()).hasSize(100);
        assertThatIllegalArgumentException().isThrownBy(() -> SignedNote.parse("text\n\n" + line.repeat(101)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "\ntext\n", "text\n\nmore\n"})
    void construct_textThatCouldNotBeToldFromSignatures_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SignedNote(text, List.of()));
    }
}
