package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.provider.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not exactly what was written at exactly this place gives no signature. */
class TamperedFileTest {
    private final TestData random = TestData.fresh();

    @TempDir
    Path data;

    private KeyHandle handle;
    private Path file;
    private byte[] content;

    /** Opened while all was well, and has not loaded the key yet. */
    private KeyProvider cold;

    @BeforeEach
    void makeKey() throws IOException {
        try (KeyProvider provider = TestProvider.open(data)) {
            handle = TestProvider.generated(provider);
        }
        file = TestProvider.file(data, handle);
        content = Files.readAllBytes(file);
        cold = TestProvider.open(data);
    }

    @AfterEach
    void close() {
        cold.close();
    }

    @Test
    void use_untouchedFile_signs() {
        assertThat(cold.sign(handle, TestProvider.INPUT)).hasSize(64);
    }

    @Test
    void use_truncatedAnywhere_integrityFailure() throws IOException {
        for (int length = 0; length < content.length; length += 1 + random.number(20)) {
            assertRefused(Arrays.copyOf(content, length), "cut to " + length);
        }
        assertRefused(Arrays.copyOf(content, content.length - 1), "last byte missing");
    }

    @Test
    void use_anyBitFlipped_integrityFailure() throws IOException {
        for (int i = 0; i < content.length; i++) {
            byte[] changed = content.clone();
            changed[i] ^= (byte) (1 << random.number(6));
            if (!decodesTheSame(changed)) {
                assertRefused(changed, "bit flipped in byte " + i);
            }
        }
    }

    /** The last character of a base64url part can carry bits that mean nothing; such a change changes nothing. */
    private boolean decodesTheSame(byte[] changed) {
        String[] parts = new String(changed, StandardCharsets.ISO_8859_1).split("\\.", -1);
        String[] originals = new String(content, StandardCharsets.ISO_8859_1).split("\\.", -1);
        if (parts.length != originals.length || !parts[0].equals(originals[0])) {
            return false;
        }
        try {
            for (int i = 1; i < parts.length; i++) {
                byte[] part = Base64.getUrlDecoder().decode(parts[i]);
                if (!Arrays.equals(part, Base64.getUrlDecoder().decode(originals[i]))) {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void use_anotherContent_integrityFailure() throws IOException {
        assertRefused(new byte[0], "empty");
        assertRefused(random.bytes(500), "random");
        assertRefused("....".getBytes(StandardCharsets.US_ASCII), "five empty parts");
        assertRefused(Arrays.copyOf(content, content.length + 1), "a zero behind");
        assertRefused(Arrays.copyOf(content, KeyFolder.MAX_FILE_BYTES), "as long as allowed");
        assertRefused(Arrays.copyOf(content, KeyFolder.MAX_FILE_BYTES + 1), "longer than allowed");
        assertRefused(Arrays.copyOf(content, 50_000_000), "enormous");
    }

    @Test
    void use_fileOfAnotherTenantIdOrProvider_integrityFailure() throws IOException {
        KeyHandle sameTenant;
        try (KeyProvider provider = TestProvider.open(data)) {
            sameTenant = TestProvider.generated(provider);
        }
        assertRefused(Files.readAllBytes(TestProvider.file(data, sameTenant)), "swapped with a key of the tenant");
        for (KeyHandle moved : List.of(
                new KeyHandle(TestProvider.STRANGER, handle.providerKeyId()),
                new KeyHandle(handle.tenant(), UUID.randomUUID().toString()))) {
            copyTo(TestProvider.file(data, moved));
            assertIntegrityFailure(cold, moved, "moved to " + moved);
        }
        String otherProvider = "software-other";
        copyTo(data.resolve("keystore").resolve(otherProvider).resolve("acme").resolve(file.getFileName()));
        try (KeyProvider provider = TestProvider.open(otherProvider, data)) {
            assertIntegrityFailure(provider, handle, "moved to another provider");
        }
    }

    private void copyTo(Path place) throws IOException {
        Files.createDirectories(place.getParent());
        Files.write(place, content);
    }

    /** Whoever holds the master key can write anything; even then a header that says less is not accepted. */
    @Test
    void use_headerOfAnotherForm_integrityFailure() throws Exception {
        JWEHeader original =
                JWEObject.parse(new String(content, StandardCharsets.US_ASCII)).getHeader();
        List<JWEHeader> others = new ArrayList<>();
        others.add(new JWEHeader.Builder(original).contentType("JSON").build());
        others.add(with(original, "provider", 5));
        others.add(with(original, "reference", ""));
        others.add(with(original, "more", "x"));
        others.add(new JWEHeader.Builder(original).keyID(null).build());
        others.add(new JWEHeader.Builder(original).customParams(Map.of()).build());
        others.add(new JWEHeader.Builder(JWEAlgorithm.A256KW, EncryptionMethod.A128GCM)
                .contentType("jwk+json")
                .keyID(original.getKeyID())
                .customParams(original.getCustomParams())
                .build());
        for (JWEHeader header : others) {
            assertRefused(sealed(header, payload()), header.toString());
        }
        assertThat(sealed(original, payload()))
                .as("the way of sealing is right")
                .isNotEqualTo(content);
        Files.write(file, sealed(original, payload()));
        assertThat(cold.sign(handle, TestProvider.INPUT)).hasSize(64);
    }

    private static JWEHeader with(JWEHeader original, String name, Object value) {
        Map<String, Object> parameters = new HashMap<>(original.getCustomParams());
        parameters.put(name, value);
        return new JWEHeader.Builder(original).customParams(parameters).build();
    }

    @Test
    void use_contentThatIsNoKey_integrityFailure() throws Exception {
        JWEHeader header =
                JWEObject.parse(new String(content, StandardCharsets.US_ASCII)).getHeader();
        for (String text : List.of("", "[]", "{}", "no json", "{\"kty\":\"EC\"}", "{\"kty\":5}")) {
            assertRefused(sealed(header, new Payload(text)), text);
        }
    }

    private Payload payload() throws IOException, ParseException, JOSEException {
        JWEObject jwe = JWEObject.parse(new String(content, StandardCharsets.US_ASCII));
        jwe.decrypt(new AESDecrypter(masterKey()));
        return jwe.getPayload();
    }

    private byte[] sealed(JWEHeader header, Payload payload) throws IOException, JOSEException {
        JWEObject jwe = new JWEObject(header, payload);
        jwe.encrypt(new AESEncrypter(masterKey()));
        return jwe.serialize().getBytes(StandardCharsets.US_ASCII);
    }

    private SecretKey masterKey() throws IOException {
        byte[] key = Base64.getDecoder()
                .decode(Files.readString(data.resolve("master.key")).strip());
        return new SecretKeySpec(key, "AES");
    }

    private void assertRefused(byte[] changed, String what) throws IOException {
        Files.write(file, changed);
        assertIntegrityFailure(cold, handle, what);
    }

    private void assertIntegrityFailure(KeyProvider provider, KeyHandle place, String what) {
        assertThatExceptionOfType(IntegrityException.class)
                .as("%s, %s", what, random)
                .isThrownBy(() -> provider.sign(place, TestProvider.INPUT));
        assertThatExceptionOfType(IntegrityException.class)
                .as("%s, %s", what, random)
                .isThrownBy(() -> provider.describe(place));
    }
}
